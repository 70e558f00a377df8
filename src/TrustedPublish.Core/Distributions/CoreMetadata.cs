using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.Distributions;

/// <summary>The core metadata of a distribution: its fields in the order they stand in the file.</summary>
public sealed class CoreMetadata
{
    private static readonly System.Version LicenseFileSince = new(2, 4);

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
    public IEnumerable<KeyValuePair<string, string>> FormFields()
    {
        var withoutLicenseFile = System.Version.TryParse(MetadataVersion, out var written) && written < LicenseFileSince;
        return _fields
            .Where(field => !(withoutLicenseFile && field.Key == MetadataFields.LicenseFile))
            .Select(static field => new KeyValuePair<string, string>(field.Key.FormField, field.Value));
    }

    /// <summary>
    /// Reads METADATA or PKG-INFO. A field that may stand once but stands twice, and a description both as header and as
    /// body, are refused, as packaging's reader refuses them.
    /// </summary>
    /// <exception cref="PublishException"><see cref="FailureKind.MetadataInvalid"/>.</exception>
    public static CoreMetadata Read(ReadOnlyMemory<byte> bytes, string fileName)
    {
        var (headers, body) = HeaderBlock.Read(bytes, fileName);
        var fields = new List<KeyValuePair<MetadataField, string>>();
        var once = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (header, value) in headers)
        {
            if (MetadataFields.Find(header) is not { } field) continue;
            if (!field.Repeats && !once.Add(field.Header)) throw Invalid(fileName, $"{field.Header} stands there more than once");
            fields.Add(new(field, value));
        }

        if (!string.IsNullOrWhiteSpace(body))
        {
            if (!once.Add(MetadataFields.Description.Header)) throw Invalid(fileName, "it has a description both as a field and as its body");
            fields.Add(new(MetadataFields.Description, body));
        }

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

    private static PublishException Invalid(string fileName, string why) => new(
        FailureKind.MetadataInvalid,
        $"The metadata of {fileName} can't be used: {why}.",
        "Correct pyproject.toml and build again; if it is correct, update the build backend.") { Target = fileName };
}
