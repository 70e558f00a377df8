using TrustedPublish.Core.Distributions;

namespace TrustedPublish.Core.Index;

/// <summary>
/// The text fields of an upload, in order (warehouse forklift/legacy.py, forklift/metadata.py). The file itself is not
/// among them: <see cref="UploadContent"/> streams it.
/// </summary>
internal static class UploadForm
{
    /// <summary>
    /// The fields for <paramref name="distribution"/>, whose SHA-256 is <paramref name="sha256"/> (hex, lower case), with the JSON
    /// list of its attestations (PEP 740) or null.
    /// </summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Fields(Distribution distribution, string sha256, string? attestations)
    {
        List<KeyValuePair<string, string>> fields =
        [
            new(":action", "file_upload"),
            new("protocol_version", "1"),
            new("filetype", distribution.FileType),
            new("pyversion", distribution.PythonVersion),
            new("sha256_digest", sha256),
        ];
        // An empty list is an error to the index, not "none".
        if (attestations is not null) fields.Add(new("attestations", attestations));
        fields.AddRange(distribution.Metadata.FormFields());
        return fields;
    }
}
