using System.Text.RegularExpressions;

namespace TrustedPublish.Core.Distributions.Metadata;

/// <summary>
/// Description-Content-Type as packaging.metadata reads it. 26.2, which PyPI runs on, passes over parameters that have no
/// form and takes the charset as UTF-8 in capitals alone; later versions refuse the former and take both spellings.
/// </summary>
/// <param name="Text">As it stands in the metadata.</param>
internal sealed partial record DescriptionType(string Text)
{
    /// <summary>Whether PyPI takes the description for reStructuredText.</summary>
    public bool IsRestructuredText => Main == "text/x-rst";

    /// <summary>Whether no version of packaging takes it.</summary>
    public bool IsInvalid => Main is not ("text/plain" or "text/x-rst" or "text/markdown")
        // Python's reader of such a parameter fails, and with it the upload.
        || Array.Exists(Parts, static part => part.EndsWith('*') && !part.Contains('=', StringComparison.Ordinal))
        || (Value("charset") is { } charset && !charset.Equals("UTF-8", StringComparison.OrdinalIgnoreCase))
        || (Main == "text/markdown" && Value("variant") is not (null or "GFM" or "CommonMark"));

    /// <summary>What packaging's versions don't agree on, in words that end a sentence, or null.</summary>
    public string? Doubt =>
        Value("charset") is { } charset && charset != "UTF-8" ? $"its charset is written '{charset}', not 'UTF-8'"
        : Parts.FirstOrDefault(static part => part.Length > 0 && !Parameter().IsMatch(part)) is { } odd ? $"'{odd}' is not of the form name=value"
        : Parts.SkipLast(1).Contains("") ? "a parameter is empty"
        : Parts.Select(static part => part.Split('=')[0].Trim()).Where(static name => name.Length > 0).GroupBy(static name => name, StringComparer.OrdinalIgnoreCase).Any(static same => same.Count() > 1) ? "a parameter stands there twice"
        : null;

    private string Main => Text.Split(';', 2)[0].Trim().ToLowerInvariant();

    private string[] Parts => [.. Text.Split(';').Skip(1).Select(static part => part.Trim())];

    // The first of that name counts; a value that begins like none is passed over, and a name alone has an empty one.
    private string? Value(string name) => Parts.Select(static part => Beginning().Match(part))
        .Where(match => match.Success && match.Groups["name"].Value.Equals(name, StringComparison.OrdinalIgnoreCase))
        .Select(static match => match.Groups["value"].Value).FirstOrDefault();

    [GeneratedRegex(@"\A[^\s=;""'*]+\s*=\s*(?:""[^""]*""|[^\s;""',=()<>@:\\/\[\]?]+)\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();

    [GeneratedRegex(@"\A(?<name>[^\s=;""'*]+)\s*(?:=\s*(?:""(?<value>[^""]*)""?|(?<value>[^\s;""',=()<>@:\\/\[\]?]+))|\z)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Beginning();
}
