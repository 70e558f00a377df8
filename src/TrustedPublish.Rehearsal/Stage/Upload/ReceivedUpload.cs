namespace TrustedPublish.Rehearsal.Stage.Upload;

/// <summary>The file part of a form, already on disk.</summary>
/// <param name="FileName">The name the client gave it.</param>
/// <param name="ContentType">The part's content type, or null where it had none.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="Sha256">Its SHA-256, hex, lower case.</param>
/// <param name="Path">Where it is.</param>
internal sealed record ReceivedFile(string FileName, string? ContentType, long Size, string Sha256, string Path);

/// <summary>A form as it came: its text fields in order, and its file.</summary>
/// <param name="Fields">Text fields; an empty one and one that says <c>UNKNOWN</c> are left out, as the index does.</param>
/// <param name="NamesWithFile">Fields other than <c>content</c> that came with a file name.</param>
/// <param name="Content">The file, or null.</param>
internal sealed record ReceivedUpload(
    IReadOnlyList<KeyValuePair<string, string>> Fields, IReadOnlyList<string> NamesWithFile, ReceivedFile? Content)
{
    /// <summary>The first value of a field, or null.</summary>
    public string? this[string name] => Fields.Where(field => field.Key == name).Select(static field => field.Value).FirstOrDefault();

    public IEnumerable<string> All(string name) => Fields.Where(field => field.Key == name).Select(static field => field.Value);
}
