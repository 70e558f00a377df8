using System.Text.RegularExpressions;
using TrustedPublish.Rehearsal.Stage.Upload.Metadata;

namespace TrustedPublish.Rehearsal.Stage.Upload;

/// <summary>What the form must say (warehouse forklift/forms.py and forklift/metadata.py).</summary>
internal static partial class FormRules
{
    private static readonly string[] MetadataVersions = ["1.0", "1.1", "1.2", "2.1", "2.2", "2.3", "2.4", "2.5"];

    private static readonly string[] Digests = ["md5_digest", "sha256_digest", "blake2_256_digest"];

    /// <summary>Fields that may come once, with their names in core metadata.</summary>
    private static readonly Dictionary<string, string> Single = new(StringComparer.Ordinal)
    {
        ["metadata_version"] = "Metadata-Version", ["name"] = "Name", ["version"] = "Version", ["summary"] = "Summary", ["description"] = "Description",
        ["description_content_type"] = "Description-Content-Type", ["keywords"] = "Keywords", ["home_page"] = "Home-Page", ["download_url"] = "Download-URL",
        ["author"] = "Author", ["author_email"] = "Author-Email", ["maintainer"] = "Maintainer", ["maintainer_email"] = "Maintainer-Email",
        ["license"] = "License", ["license_expression"] = "License-Expression", ["requires_python"] = "Requires-Python",
    };

    /// <summary>The version of core metadata that brought a field (PyPA specification "Core metadata").</summary>
    private static readonly Dictionary<string, string> Since = new(StringComparer.Ordinal)
    {
        ["download_url"] = "1.1", ["supported_platform"] = "1.1", ["classifiers"] = "1.1", ["requires"] = "1.1", ["provides"] = "1.1", ["obsoletes"] = "1.1",
        ["maintainer"] = "1.2", ["maintainer_email"] = "1.2", ["requires_dist"] = "1.2", ["provides_dist"] = "1.2", ["obsoletes_dist"] = "1.2",
        ["requires_python"] = "1.2", ["requires_external"] = "1.2", ["project_urls"] = "1.2",
        ["description_content_type"] = "2.1", ["provides_extra"] = "2.1", ["dynamic"] = "2.2",
        ["license_expression"] = "2.4", ["license_file"] = "2.4", ["import_name"] = "2.5", ["import_namespace"] = "2.5",
    };

    /// <exception cref="UploadRefusedException">The index's message for the first rule that is broken.</exception>
    public static void Check(ReceivedUpload upload)
    {
        if (upload.NamesWithFile.Count > 0) throw UploadRefusedException.BadRequest($"{upload.NamesWithFile[0]}: Should not be a tuple.");
        if (upload["protocol_version"] is { } protocol && protocol != "1") throw UploadRefusedException.BadRequest("Unknown protocol version.");

        var metadataVersion = Required(upload, "metadata_version");
        if (!MetadataVersions.Contains(metadataVersion)) throw Invalid(metadataVersion, "metadata_version", $"'{metadataVersion}' is not a valid metadata version");
        var name = Required(upload, "name");
        if (!Name().IsMatch(name)) throw Invalid(name, "name", $"'{name}' is invalid for 'name'");
        var version = Required(upload, "version");
        var parsed = ReleaseVersion.TryParse(version) ?? throw Invalid(version, "version", $"'{version}' is invalid for 'version'");
        if (parsed.IsLocal) throw Invalid(version, "version", $"The use of local versions in '{version}' is not allowed.");

        foreach (var (field, header) in Single)
        {
            if (upload.All(field).Skip(1).Any()) throw UploadRefusedException.BadRequest($"{header}: May not be repeated.");
        }

        foreach (var (field, since) in Since)
        {
            if (upload[field] is { } && Array.IndexOf(MetadataVersions, metadataVersion) < Array.IndexOf(MetadataVersions, since))
                throw Invalid(upload[field]!, field, $"{field} introduced in metadata version {since}, not {metadataVersion}");
        }

        foreach (var (field, value, error) in FieldRules.Find(upload)) throw Invalid(value, field, error);

        var fileType = Required(upload, "filetype");
        if (fileType is not ("sdist" or "bdist_wheel")) throw Invalid(fileType, "filetype", "Use a known file type.");
        var python = upload["pyversion"];
        if (fileType == "sdist" ? python is not (null or "source") : python is null)
            throw Invalid(python ?? "", "pyversion", fileType == "sdist" ? "Use 'source' as Python version for an sdist." : "Python version is required for binary distribution uploads.");
        if (!Digests.Any(digest => upload[digest] is { })) throw UploadRefusedException.BadRequest("Include at least one message digest.");
    }

    private static string Required(ReceivedUpload upload, string field) => upload[field] ?? throw Invalid("", field, "This field is required.");

    private static UploadRefusedException Invalid(string value, string field, string error) =>
        UploadRefusedException.BadRequest($"'{value}' is an invalid value for {field}. Error: {error} See https://packaging.python.org/specifications/core-metadata for more information.");

    [GeneratedRegex(@"\A[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
