using System.Text.Encodings.Web;
using System.Text.Json;

namespace TrustedPublish.Rehearsal.Stage.Sigstore;

/// <summary>
/// JSON in the one form that is hashed and signed (RFC 8785): no blanks, no needless escapes. The keys stand in the order in
/// which they are given, which must be that of the alphabet.
/// </summary>
internal static class CanonicalJson
{
    private static readonly JsonSerializerOptions Form = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="value">An anonymous object of plain ASCII texts and whole numbers.</param>
    public static byte[] Write(object value) => JsonSerializer.SerializeToUtf8Bytes(value, Form);
}
