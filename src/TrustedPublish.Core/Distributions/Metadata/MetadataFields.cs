using System.Collections.Frozen;

namespace TrustedPublish.Core.Distributions.Metadata;

/// <summary>One field of core metadata and the form field it is uploaded as.</summary>
/// <param name="Header">The name in METADATA and PKG-INFO.</param>
/// <param name="FormField">The name in the upload form (warehouse forklift/metadata.py).</param>
/// <param name="Repeats">Whether it may stand there more than once.</param>
/// <param name="Since">The version of core metadata that brought it.</param>
public sealed record MetadataField(string Header, string FormField, bool Repeats = false, string Since = "1.0")
{
    // Texts for people, which nobody takes apart.
    private static readonly string[] Texts = ["Summary", "Description", "Keywords", "Author", "Maintainer", "License"];

    /// <summary>Whether the value has a form that is parsed.</summary>
    internal bool IsParsed { get; } = !Texts.Contains(Header, StringComparer.Ordinal);
}

/// <summary>Every field of core metadata 1.0 to 2.5 (PyPA specification "Core metadata").</summary>
public static class MetadataFields
{
    /// <summary>The field whose value is the body of the file, where it has one.</summary>
    public static MetadataField Description { get; } = new("Description", "description");

    /// <summary>A file of the distribution that holds a licence (PEP 639, metadata 2.4).</summary>
    public static MetadataField LicenseFile { get; } = new("License-File", "license_file", Repeats: true, Since: "2.4");

    private static readonly FrozenDictionary<string, MetadataField> ByHeader = new MetadataField[]
    {
        new("Metadata-Version", "metadata_version"),
        new("Name", "name"),
        new("Version", "version"),
        new("Summary", "summary"),
        Description,
        new("Description-Content-Type", "description_content_type", Since: "2.1"),
        new("Keywords", "keywords"),
        new("Home-page", "home_page"),
        new("Download-URL", "download_url", Since: "1.1"),
        new("Author", "author"),
        new("Author-email", "author_email"),
        new("Maintainer", "maintainer", Since: "1.2"),
        new("Maintainer-email", "maintainer_email", Since: "1.2"),
        new("License", "license"),
        new("License-Expression", "license_expression", Since: "2.4"),
        new("Requires-Python", "requires_python", Since: "1.2"),
        new("Dynamic", "dynamic", Repeats: true, Since: "2.2"),
        new("Platform", "platform", Repeats: true),
        new("Supported-Platform", "supported_platform", Repeats: true, Since: "1.1"),
        LicenseFile,
        new("Classifier", "classifiers", Repeats: true, Since: "1.1"),
        new("Project-URL", "project_urls", Repeats: true, Since: "1.2"),
        new("Provides-Extra", "provides_extra", Repeats: true, Since: "2.1"),
        new("Requires-Dist", "requires_dist", Repeats: true, Since: "1.2"),
        new("Provides-Dist", "provides_dist", Repeats: true, Since: "1.2"),
        new("Obsoletes-Dist", "obsoletes_dist", Repeats: true, Since: "1.2"),
        new("Requires-External", "requires_external", Repeats: true, Since: "1.2"),
        new("Requires", "requires", Repeats: true, Since: "1.1"),
        new("Provides", "provides", Repeats: true, Since: "1.1"),
        new("Obsoletes", "obsoletes", Repeats: true, Since: "1.1"),
        new("Import-Name", "import_name", Repeats: true, Since: "2.5"),
        new("Import-Namespace", "import_namespace", Repeats: true, Since: "2.5"),
    }.ToFrozenDictionary(static field => field.Header, StringComparer.OrdinalIgnoreCase);

    /// <summary>Every field by its header.</summary>
    public static IReadOnlyCollection<MetadataField> All => ByHeader.Values;

    /// <summary>The field of that header, in any case, or null for one that core metadata does not know.</summary>
    public static MetadataField? Find(string header) => ByHeader.GetValueOrDefault(header);
}
