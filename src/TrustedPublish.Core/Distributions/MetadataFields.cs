using System.Collections.Frozen;

namespace TrustedPublish.Core.Distributions;

/// <summary>One field of core metadata and the form field it is uploaded as.</summary>
/// <param name="Header">The name in METADATA and PKG-INFO.</param>
/// <param name="FormField">The name in the upload form (warehouse forklift/metadata.py).</param>
/// <param name="Repeats">Whether it may stand there more than once.</param>
public sealed record MetadataField(string Header, string FormField, bool Repeats = false);

/// <summary>Every field of core metadata 1.0 to 2.5 (PyPA specification "Core metadata").</summary>
public static class MetadataFields
{
    /// <summary>The field whose value is the body of the file, where it has one.</summary>
    public static MetadataField Description { get; } = new("Description", "description");

    /// <summary>A file of the distribution that holds a licence (PEP 639, metadata 2.4).</summary>
    public static MetadataField LicenseFile { get; } = new("License-File", "license_file", Repeats: true);

    private static readonly FrozenDictionary<string, MetadataField> ByHeader = new MetadataField[]
    {
        new("Metadata-Version", "metadata_version"),
        new("Name", "name"),
        new("Version", "version"),
        new("Summary", "summary"),
        Description,
        new("Description-Content-Type", "description_content_type"),
        new("Keywords", "keywords"),
        new("Home-page", "home_page"),
        new("Download-URL", "download_url"),
        new("Author", "author"),
        new("Author-email", "author_email"),
        new("Maintainer", "maintainer"),
        new("Maintainer-email", "maintainer_email"),
        new("License", "license"),
        new("License-Expression", "license_expression"),
        new("Requires-Python", "requires_python"),
        new("Dynamic", "dynamic", Repeats: true),
        new("Platform", "platform", Repeats: true),
        new("Supported-Platform", "supported_platform", Repeats: true),
        LicenseFile,
        new("Classifier", "classifiers", Repeats: true),
        new("Project-URL", "project_urls", Repeats: true),
        new("Provides-Extra", "provides_extra", Repeats: true),
        new("Requires-Dist", "requires_dist", Repeats: true),
        new("Provides-Dist", "provides_dist", Repeats: true),
        new("Obsoletes-Dist", "obsoletes_dist", Repeats: true),
        new("Requires-External", "requires_external", Repeats: true),
        new("Requires", "requires", Repeats: true),
        new("Provides", "provides", Repeats: true),
        new("Obsoletes", "obsoletes", Repeats: true),
        new("Import-Name", "import_name", Repeats: true),
        new("Import-Namespace", "import_namespace", Repeats: true),
    }.ToFrozenDictionary(static field => field.Header, StringComparer.OrdinalIgnoreCase);

    /// <summary>The field of that header, in any case, or null for one that core metadata does not know.</summary>
    public static MetadataField? Find(string header) => ByHeader.GetValueOrDefault(header);
}
