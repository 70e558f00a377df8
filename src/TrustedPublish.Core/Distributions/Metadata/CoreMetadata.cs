using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.Distributions.Metadata;

/// <summary>The core metadata of a distribution: its fields in the order they stand in the file.</summary>
public sealed class CoreMetadata
{
    private readonly IReadOnlyList<KeyValuePair<MetadataField, string>> _fields;

    private CoreMetadata(IReadOnlyList<KeyValuePair<MetadataField, string>> fields, string name, PackageVersion version)
    {
        _fields = fields;
        Name = name;
        Version = version;
    }

    /// <summary>The project's name as its author spells it.</summary>
    public string Name { get; }

    /// <summary>The version.</summary>
    public PackageVersion Version { get; }

    /// <summary>Every value of one field, in order; none where the field is not there.</summary>
    public IEnumerable<string> Values(string header) => _fields
        .Where(field => string.Equals(field.Key.Header, header, StringComparison.OrdinalIgnoreCase))
        .Select(static field => field.Value);

    /// <summary>The version of core metadata that the file is written in, such as <c>2.4</c>.</summary>
    public string MetadataVersion => Values("Metadata-Version").First();

    /// <summary>
    /// Name and value of each form field, in the order of the file. License-File below metadata 2.4 is left out: for years
    /// setuptools wrote it into versions that don't have it (pypa/setuptools#4759), and an index refuses the pair. twine
    /// leaves it out too.
    /// </summary>
    public IEnumerable<KeyValuePair<string, string>> FormFields() => _fields
        .Where(field => field.Value.Length > 0 && (field.Key != MetadataFields.LicenseFile || !IsBefore(MetadataFields.LicenseFile.Since)))
        .Select(static field => new KeyValuePair<string, string>(field.Key.FormField, field.Value));

    /// <summary>Whether the metadata's version is lower than <paramref name="version"/>; an unknown one is not.</summary>
    public bool IsBefore(string version) =>
        System.Version.TryParse(MetadataVersion, out var written) && written < System.Version.Parse(version);

    /// <summary>Whether a field is there.</summary>
    public bool Has(string header) => Values(header).Any();

    /// <summary>Every field with its value, in order.</summary>
    public IReadOnlyList<KeyValuePair<MetadataField, string>> Fields => _fields;

    /// <summary>
    /// Reads METADATA or PKG-INFO. Only what an upload can't do without is required here; what an index makes of the rest is
    /// told by <see cref="Rules.MetadataRules"/>.
    /// </summary>
    /// <exception cref="PublishException"><see cref="FailureKind.MetadataInvalid"/>.</exception>
    public static CoreMetadata Read(ReadOnlyMemory<byte> bytes, string fileName)
    {
        var (headers, body) = HeaderBlock.Read(bytes, fileName);
        var fields = new List<KeyValuePair<MetadataField, string>>();
        foreach (var (header, value) in headers)
        {
            if (MetadataFields.Find(header) is not { } field || IsUnsaid(field, value)) continue;
            if (field.IsParsed && value.Length > MetadataLimits.ParsedCharacters)
                throw MetadataLimits.Exceeded(fileName, $"its {field.Header} has {value.Length} characters, where {MetadataLimits.ParsedCharacters} are read");
            fields.Add(new(field, value));
        }

        if (!string.IsNullOrWhiteSpace(body) && body.Trim() != "UNKNOWN") fields.Add(new(MetadataFields.Description, body));

        string Required(string header) => fields.Find(field => field.Key.Header == header).Value is { Length: > 0 } value
            ? value
            : throw Invalid(fileName, $"it has no {header}");

        Required("Metadata-Version");
        var name = Required("Name");
        if (!ProjectName.IsValid(name)) throw Invalid(fileName, $"its Name '{name}' is not a project name");
        var version = Required("Version");
        return new CoreMetadata(
            fields,
            name,
            PackageVersion.TryParse(version) ?? throw Invalid(fileName, $"its Version '{version}' is not a version (PEP 440)"));
    }

    // distutils wrote UNKNOWN for what it was not told, others write nothing; to the index either is as if the field were not
    // there (warehouse forklift/legacy.py and metadata.py). An empty Import-Name says that nothing is imported (PEP 794).
    private static bool IsUnsaid(MetadataField field, string value) =>
        (value.Length == 0 && field.Header is not ("Import-Name" or "Import-Namespace")) || value.Trim() == "UNKNOWN";

    private static PublishException Invalid(string fileName, string why) => new(
        FailureKind.MetadataInvalid,
        $"The metadata of {fileName} can't be used: {why}.",
        "Correct pyproject.toml and build again; if it is correct, update the build backend.") { Target = fileName };
}
