namespace TrustedPublish.Hosted.Recipes;

/// <summary>A fenced block of a Markdown page.</summary>
/// <param name="Language">The word behind the opening fence.</param>
/// <param name="Line">The line of that fence, from 1.</param>
/// <param name="Text">What stands in it.</param>
internal sealed record Fence(string Language, int Line, string Text)
{
    private const string Mark = "```";

    /// <summary>The blocks of a page of the repository, in order.</summary>
    public static IReadOnlyList<Fence> Of(string path)
    {
        var found = new List<Fence>();
        var lines = RepositoryFile.Read(path).Split('\n');
        for (var start = 0; start < lines.Length; start++)
        {
            if (!lines[start].StartsWith(Mark, StringComparison.Ordinal)) continue;
            var end = Array.FindIndex(lines, start + 1, static line => line == Mark);
            Assert.True(end > 0, $"{path}:{start + 1} opens a block that nothing closes.");
            found.Add(new Fence(lines[start][Mark.Length..], start + 1, string.Join('\n', lines[(start + 1)..end])));
            start = end;
        }

        return found;
    }
}
