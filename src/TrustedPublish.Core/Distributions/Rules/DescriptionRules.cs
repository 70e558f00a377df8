using TrustedPublish.Core.Distributions.Metadata;
using TrustedPublish.Core.Distributions.Metadata.Markup;

namespace TrustedPublish.Core.Distributions.Rules;

/// <summary>The description's content type, and whether PyPI can be expected to render it.</summary>
internal static class DescriptionRules
{
    private static readonly Rule DescriptionContentType = new(
        "DescriptionContentType",
        Severity.Error,
        "Set readme = { file = \"README.md\", content-type = \"text/markdown\" }, text/x-rst or text/plain; with charset UTF-8 and variant GFM or CommonMark where they are given.",
        "PyPA core metadata specification; packaging.metadata");

    private static readonly Rule DescriptionContentTypeForm = new(
        "DescriptionContentTypeForm",
        Severity.Warning,
        "Write it as \"text/markdown; charset=UTF-8; variant=GFM\" has it. Versions of packaging differ here, and PyPI refuses or takes the file by the one that it runs on.",
        "packaging.metadata 26.2 and later");

    private static readonly Rule DescriptionMarkup = new(
        "DescriptionMarkup",
        Severity.Warning,
        "Correct it, and see it whole with 'twine check': this is no full rendering. PyPI's renderer ends at whatever docutils warns of, and refuses the file then.",
        "docutils.parsers.rst.states; pypa/readme_renderer (halt_level 2)");

    private static readonly Rule DescriptionMissing = new(
        "DescriptionMissing", Severity.Warning, "Set readme = \"README.md\" in pyproject.toml; the project's page stays empty otherwise.", "PyPA core metadata specification");

    /// <summary>Every rule of this file.</summary>
    public static IReadOnlyList<Rule> All { get; } = [DescriptionContentType, DescriptionContentTypeForm, DescriptionMarkup, DescriptionMissing];

    public static IEnumerable<Finding> Find(CoreMetadata metadata)
    {
        var type = metadata.Values("Description-Content-Type").Select(static value => new DescriptionType(value)).FirstOrDefault();
        if (type is { IsInvalid: true }) yield return DescriptionContentType.Broken($"'{type.Text}' is not a content type that the index renders.");
        else if (type?.Doubt is { } doubt) yield return DescriptionContentTypeForm.Broken($"In '{type.Text}', {doubt}.");

        var description = metadata.Values(MetadataFields.Description.Header).FirstOrDefault();
        if (string.IsNullOrWhiteSpace(description)) yield return DescriptionMissing.Broken("There is no description.");
        // Without a type it is reStructuredText.
        else if (type is null or { IsRestructuredText: true } && RestructuredText.FindFault(description) is { } fault)
            yield return DescriptionMarkup.Broken($"The description may not render as reStructuredText{(type is null ? ", which it is where no content type is given" : "")}: {fault}.");
    }
}
