using System.Text.Json.Serialization;

namespace TrustedPublish.Core.Sigstore.Signing;

/// <summary>The body of a request for a certificate (fulcio.proto, CreateSigningCertificateRequest).</summary>
/// <param name="CertificateSigningRequest">A PKCS #10 request in PEM form, and that once more in base64, as JSON carries bytes.</param>
internal sealed record CertificateRequestBody(ReadOnlyMemory<byte> CertificateSigningRequest);

/// <summary>JSON by source generation: nothing is reflected over at run time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CertificateRequestBody))]
internal sealed partial class FulcioJson : JsonSerializerContext;
