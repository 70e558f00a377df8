namespace TrustedPublish.Core.Publishers;

/// <summary>
/// One field of the form on which an index registers a trusted publisher, and what an ID token says for it. The names are
/// those of PyPI's form (warehouse templates/manage/project/publishing.html).
/// </summary>
/// <param name="Key">Its name in the form's address, such as <c>workflow_filename</c>.</param>
/// <param name="Name">What the form calls it, such as <c>Workflow name</c>.</param>
/// <param name="Value">What the token says; null where it says nothing.</param>
/// <param name="Origin">What decides the value in the CI system, in a few words.</param>
public sealed record PublisherField(string Key, string Name, string? Value, string Origin)
{
    /// <summary>Whether the form may be left empty here, which then stands for any value.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Whether the index takes upper and lower case for the same.</summary>
    public bool IgnoresCase { get; init; }

    /// <summary>Whether it is asked for on the form; else the index notes it by itself when the publisher is registered.</summary>
    public bool IsOnForm { get; init; } = true;

    /// <summary>What to do about a difference where more is to say than that either side has to change.</summary>
    internal string? WhenDifferent { get; init; }

    /// <summary>What the field holds of a value that says more, such as the file name of a path; null where nothing is cut.</summary>
    internal Func<string, string>? Shorten { get; init; }

    /// <summary>What a registered value looks like that can't be right, in a sentence; null where nothing is to be said.</summary>
    internal Func<string, string?>? Hint { get; init; }

    /// <summary>How the CI system is brought to say another value, given that value; null where it can't be.</summary>
    internal Func<string, string?>? HowToSay { get; init; }
}
