namespace TrustedPublish.Core.Distributions.Metadata.Markup;

/// <summary>The styles of titles in the order they appeared, which is the order of their levels.</summary>
internal sealed class TitleLevels
{
    private readonly List<(char Character, bool IsOverlined)> _styles = [];
    private int _level;

    /// <summary>Whether a title of that style may follow: at most one level below the last.</summary>
    public bool Add(char character, bool isOverlined)
    {
        var level = _styles.IndexOf((character, isOverlined)) + 1;
        if (level == 0)
        {
            if (_styles.Count != _level) return false;
            _styles.Add((character, isOverlined));
            level = _styles.Count;
        }

        if (level > _level + 1) return false;
        _level = level;
        return true;
    }
}
