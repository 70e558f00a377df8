using System.Text.RegularExpressions;
using TrustedPublish.Core.Distributions.Metadata;

namespace TrustedPublish.Core.Distributions.Rules;

/// <summary>The description's content type, and whether PyPI can be expected to render it.</summary>
internal static partial class DescriptionRules
{
    private static readonly Rule DescriptionContentType = new(
        "DescriptionContentType",
        Severity.Error,
        "Set readme = { file = \"README.md\", content-type = \"text/markdown\" }, text/x-rst or text/plain; with charset UTF-8 and variant GFM or CommonMark where they are given.",
        "PyPA core metadata specification; packaging.metadata");

    private static readonly Rule DescriptionMarkup = new(
        "DescriptionMarkup",
        Severity.Warning,
        "Correct it and see it whole with 'twine check'. This is no full rendering: it looks for the faults that PyPI's renderer ends at most often.",
        "docutils.parsers.rst.states; pypa/readme_renderer");

    private static readonly Rule DescriptionMissing = new(
        "DescriptionMissing", Severity.Warning, "Set readme = \"README.md\" in pyproject.toml; the project's page stays empty otherwise.", "PyPA core metadata specification");

    /// <summary>Every rule of this file.</summary>
    public static IReadOnlyList<Rule> All { get; } = [DescriptionContentType, DescriptionMarkup, DescriptionMissing];

    public static IEnumerable<Finding> Find(CoreMetadata metadata)
    {
        var type = metadata.Values("Description-Content-Type").FirstOrDefault(static value => value.Length > 0);
        if (type is not null && !IsContentType(type)) yield return DescriptionContentType.Broken($"'{type}' is not a content type that the index renders.");

        var description = metadata.Values(MetadataFields.Description.Header).FirstOrDefault();
        if (string.IsNullOrWhiteSpace(description)) yield return DescriptionMissing.Broken("There is no description.");
        // Without a type it is reStructuredText.
        else if ((type is null || type.TrimStart().StartsWith("text/x-rst", StringComparison.OrdinalIgnoreCase)) && RestructuredText.FindFault(description) is { } fault)
            yield return DescriptionMarkup.Broken($"The description may not render as reStructuredText{(type is null ? ", which it is where no content type is given" : "")}: {fault}.");
    }

    private static bool IsContentType(string text)
    {
        var match = ContentType().Match(text);
        if (!match.Success) return false;
        var type = match.Groups["type"].Value.ToLowerInvariant();
        if (type is not ("text/plain" or "text/x-rst" or "text/markdown")) return false;
        for (var number = 0; number < match.Groups["name"].Captures.Count; number++)
        {
            var (name, value) = (match.Groups["name"].Captures[number].Value, match.Groups["value"].Captures[number].Value.Trim('"'));
            if (name.Equals("charset", StringComparison.OrdinalIgnoreCase) && !value.Equals("UTF-8", StringComparison.OrdinalIgnoreCase)) return false;
            if (name.Equals("variant", StringComparison.OrdinalIgnoreCase) && type == "text/markdown" && value is not ("GFM" or "CommonMark")) return false;
        }

        return true;
    }

    // type/subtype(; name=value)*
    [GeneratedRegex(
        @"\A\s*(?<type>[A-Za-z0-9.+-]+/[A-Za-z0-9.+-]+)\s*(?:;\s*(?<name>[A-Za-z0-9_-]+)\s*=\s*(?<value>""[^""]*""|[^\s;""]+)\s*)*;?\s*\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex ContentType();
}
