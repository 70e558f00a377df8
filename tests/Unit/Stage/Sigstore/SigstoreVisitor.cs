using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using TrustedPublish.Rehearsal.Stage;

namespace TrustedPublish.Unit.Stage.Sigstore;

/// <summary>A signer made by hand: one key, and what it asks of the stage's Sigstore. It shares nothing with Core, nor with the stage.</summary>
internal sealed class SigstoreVisitor(Visitor visitor) : IDisposable
{
    public const string Publish = "https://docs.pypi.org/attestations/publish/v1";
    public const string Provenance = "https://slsa.dev/provenance/v1";

    private const string PayloadType = "application/vnd.in-toto+json";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ECDsa Key { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static async Task<Visitor> OpenAsync(CISystem system = CISystem.GitHub, Func<StageOptions, StageOptions>? change = null) =>
        await Visitor.OpenAsync(system, options => (change?.Invoke(options) ?? options) with { Sigstore = true });

    public async Task<TrustedKeys> TrustAsync()
    {
        var document = await visitor.Client.GetFromJsonAsync<JsonElement>(new Uri(visitor.Stage.SigstoreUrl!, "trusted_root.json"), Stop);
        Assert.Equal(document.GetRawText(), JsonDocument.Parse(await File.ReadAllTextAsync(visitor.Stage.TrustedRootFile!, Stop)).RootElement.GetRawText());
        return new TrustedKeys(document);
    }

    /// <summary>A signing request as clients make it: no subject, and no authority.</summary>
    public static string RequestFor(ECDsa key)
    {
        var request = new CertificateRequest(new X500DistinguishedName(""), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        return request.CreateSigningRequestPem();
    }

    public async Task<(HttpStatusCode Status, JsonElement Body, Uri? Location)> PostAsync(string path, object body, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(visitor.Stage.SigstoreUrl!, path)) { Content = JsonContent.Create(body) };
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await visitor.Client.SendAsync(request, Stop);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(Stop), answer.Headers.Location);
    }

    public Task<(HttpStatusCode Status, JsonElement Body, Uri? Location)> AskAsync(string request, string? token = null) =>
        PostAsync("api/v2/signingCert", new { certificateSigningRequest = Encoding.UTF8.GetBytes(request) }, token ?? visitor.Stage.IssueIdToken("sigstore"));

    /// <summary>The certificate of its key.</summary>
    public async Task<X509Certificate2> CertifyAsync(string? token = null)
    {
        var (status, body, _) = await AskAsync(RequestFor(Key), token);
        Assert.Equal(HttpStatusCode.OK, status);
        return X509Certificate2.CreateFromPem(body.GetProperty("signedCertificateEmbeddedSct").GetProperty("chain").GetProperty("certificates")[0].GetString());
    }

    public static byte[] Statement(string name, string sha256, string type = Publish) =>
        JsonSerializer.SerializeToUtf8Bytes(new { _type = "https://in-toto.io/Statement/v1", subject = new[] { new { name, digest = new { sha256 } } }, predicateType = type, predicate = (object?)null }, Plain);

    public static byte[] SignedBytes(byte[] payload) => [.. Encoding.UTF8.GetBytes($"DSSEv1 {PayloadType.Length} {PayloadType} {payload.Length} "), .. payload];

    public byte[] Sign(byte[] payload) => Key.SignData(SignedBytes(payload), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    public static string Envelope(byte[] payload, byte[] signature) => JsonSerializer.Serialize(new { payload, payloadType = PayloadType, signatures = new[] { new { sig = signature } } }, Plain);

    public Task<(HttpStatusCode Status, JsonElement Body, Uri? Location)> LogAsync(string envelope, X509Certificate2 certificate) => PostAsync(
        "api/v1/log/entries",
        new { apiVersion = "0.0.1", kind = "dsse", spec = new { proposedContent = new { envelope, verifiers = new[] { Encoding.UTF8.GetBytes(certificate.ExportCertificatePem()) } } } });

    public Task<(HttpStatusCode Status, JsonElement Body, Uri? Location)> LogHashAsync(byte[] payload, byte[] signature, X509Certificate2 certificate, string keyDetails = "PKIX_ECDSA_P256_SHA_256") => PostAsync(
        "api/v2/log/entries",
        new { hashedRekordRequestV002 = new { digest = SHA256.HashData(SignedBytes(payload)), signature = new { content = signature, verifier = new { x509Certificate = new { rawBytes = certificate.RawData }, keyDetails } } } });

    public async Task<byte[]> TimestampAsync(Rfc3161TimestampRequest request)
    {
        using var content = new ByteArrayContent(request.Encode());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/timestamp-query");
        using var answer = await visitor.Client.PostAsync(new Uri(visitor.Stage.SigstoreUrl!, "api/v1/timestamp"), content, Stop);
        Assert.Equal((HttpStatusCode.Created, "application/timestamp-reply"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        return await answer.Content.ReadAsByteArrayAsync(Stop);
    }

    /// <summary>An attestation with an entry of the first log.</summary>
    public async Task<JsonNode> AttestAsync(byte[] statement, string? token = null)
    {
        using var certificate = await CertifyAsync(token);
        var signature = Sign(statement);
        var (status, body, _) = await LogAsync(Envelope(statement, signature), certificate);
        Assert.Equal(HttpStatusCode.Created, status);
        var entry = Assert.Single(body.EnumerateObject()).Value;
        var proof = entry.GetProperty("verification").GetProperty("inclusionProof");
        return Attestation(statement, signature, certificate, new
        {
            logIndex = entry.GetProperty("logIndex").GetRawText(),
            logId = new { keyId = Convert.FromHexString(entry.GetProperty("logID").GetString()!) },
            kindVersion = new { kind = "dsse", version = "0.0.1" },
            integratedTime = entry.GetProperty("integratedTime").GetRawText(),
            inclusionPromise = new { signedEntryTimestamp = entry.GetProperty("verification").GetProperty("signedEntryTimestamp").GetString() },
            inclusionProof = new
            {
                logIndex = proof.GetProperty("logIndex").GetRawText(),
                rootHash = Convert.FromHexString(proof.GetProperty("rootHash").GetString()!),
                treeSize = proof.GetProperty("treeSize").GetRawText(),
                hashes = proof.GetProperty("hashes").EnumerateArray().Select(static hash => Convert.FromHexString(hash.GetString()!)),
                checkpoint = new { envelope = proof.GetProperty("checkpoint").GetString() },
            },
            canonicalizedBody = entry.GetProperty("body").GetString(),
        });
    }

    /// <summary>An attestation with an entry of the second log and a timestamp.</summary>
    public async Task<JsonNode> AttestWithTimestampAsync(byte[] statement)
    {
        using var certificate = await CertifyAsync();
        var signature = Sign(statement);
        var (status, entry, _) = await LogHashAsync(statement, signature, certificate);
        Assert.Equal(HttpStatusCode.Created, status);
        var attestation = Attestation(statement, signature, certificate, entry);
        attestation["verification_material"]!["timestamps"] = new JsonArray(Convert.ToBase64String(await TimestampAsync(Rfc3161TimestampRequest.CreateFromData(signature, HashAlgorithmName.SHA256))));
        return attestation;
    }

    public void Dispose() => Key.Dispose();

    private static JsonNode Attestation(byte[] statement, byte[] signature, X509Certificate2 certificate, object entry) => JsonSerializer.SerializeToNode(
        new { version = 1, verification_material = new { certificate = certificate.RawData, transparency_entries = new[] { entry } }, envelope = new { statement, signature } }, Plain)!;
}
