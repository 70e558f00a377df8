namespace TrustedPublish.Rehearsal.Tools;

/// <summary>The words behind <c>state</c>.</summary>
internal sealed class StateToolArguments
{
    private readonly List<(string Name, string Value)> _options = [];

    private StateToolArguments(string command) => Command = command;

    /// <summary>The command.</summary>
    public string Command { get; }

    /// <summary>What is neither command nor option.</summary>
    public List<string> Words { get; } = [];

    /// <summary>The value of an option; null where it is not given.</summary>
    public string? this[string name] => All(name) is [.., var last] ? last : null;

    /// <summary>All values of an option.</summary>
    public IReadOnlyList<string> All(string name) => [.. _options.Where(option => option.Name == name).Select(static option => option.Value)];

    /// <summary>Whether an option is given.</summary>
    public bool Has(string name) => _options.Exists(option => option.Name == name);

    /// <summary>Reads the words; one option that is neither a flag nor repeatable may be given once.</summary>
    public static StateToolArguments Parse(IReadOnlyList<string> words, IReadOnlyList<string> flags, IReadOnlyList<string> repeatable)
    {
        var parsed = new StateToolArguments(words.Count > 0 ? words[0] : "");
        string[] valued = ["--namespace", "--name", "--version", "--depend", "--description", "--output"];
        for (var place = 1; place < words.Count; place++)
        {
            var word = words[place];
            if (flags.Contains(word)) parsed._options.Add((word, ""));
            else if (!word.StartsWith('-')) parsed.Words.Add(word);
            else if (!valued.Contains(word)) throw new StateToolException($"unknown flag: {word}");
            else if (++place == words.Count) throw new StateToolException($"flag needs an argument: {word}");
            else if (parsed.Has(word) && !repeatable.Contains(word)) throw new StateToolException($"flag given twice: {word}");
            else parsed._options.Add((word, words[place]));
        }

        return parsed;
    }
}
