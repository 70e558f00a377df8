using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TrustedPublish.Rehearsal.Stage.Sigstore;

/// <summary>What clients are told of the services: whom to believe, and whom to ask (protobuf-specs' sigstore_trustroot.proto).</summary>
internal sealed class TrustDocuments(SigningCertificates certificates, TransparencyLog first, TransparencyLog second, TimestampAuthority timestamps, DateTimeOffset validFrom)
{
    private static readonly JsonSerializerOptions Form = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    private readonly object _validFor = new { start = validFrom.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) };

    /// <summary>The certificates and keys of the services: <c>trusted_root.json</c>.</summary>
    public byte[] TrustedRoot(string address) => Write(new
    {
        mediaType = "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
        tlogs = new object[]
        {
            LogOf(address, first.Key.PublicKey, first.Key.Id),
            // A second log at one address: its checkpoints are told from the first's by their key.
            new { baseUrl = address, hashAlgorithm = "SHA2_256", publicKey = KeyOf(second.Key.PublicKey), logId = new { keyId = second.Key.Id }, checkpointKeyId = new { keyId = second.Key.Id } },
        },
        certificateAuthorities = new[] { AuthorityOf(address, certificates.Root, certificates.Intermediate, certificates.Root) },
        ctlogs = new[] { LogOf($"{address}/ct", certificates.Log.PublicKey, certificates.Log.Id) },
        timestampAuthorities = new[] { AuthorityOf($"{address}/api/v1/timestamp", timestamps.Root, timestamps.Certificate, timestamps.Root) },
    });

    /// <summary>Their addresses: <c>signing_config.json</c>, version 0.2.</summary>
    public byte[] SigningConfig(string address) => Write(new
    {
        mediaType = "application/vnd.dev.sigstore.signingconfig.v0.2+json",
        caUrls = new[] { ServiceOf(address, 1) },
        oidcUrls = Array.Empty<object>(),
        rekorTlogUrls = new[] { ServiceOf(address, 2), ServiceOf(address, 1) },
        tsaUrls = new[] { ServiceOf($"{address}/api/v1/timestamp", 1) },
        rekorTlogConfig = new { selector = "ANY" },
        tsaConfig = new { selector = "ANY" },
    });

    private static byte[] Write(object document) => Encoding.UTF8.GetBytes($"{JsonSerializer.Serialize(document, Form)}\n");

    private object LogOf(string address, byte[] publicKey, byte[] id) => new { baseUrl = address, hashAlgorithm = "SHA2_256", publicKey = KeyOf(publicKey), logId = new { keyId = id } };

    private object KeyOf(byte[] publicKey) => new { rawBytes = publicKey, keyDetails = "PKIX_ECDSA_P256_SHA_256", validFor = _validFor };

    private object AuthorityOf(string address, X509Certificate2 root, params X509Certificate2[] chain) => new
    {
        subject = new { organization = "rehearsal.example", commonName = root.GetNameInfo(X509NameType.SimpleName, forIssuer: false) },
        uri = address,
        certChain = new { certificates = chain.Select(static certificate => new { rawBytes = certificate.RawData }) },
        validFor = _validFor,
    };

    private object ServiceOf(string address, int version) => new { url = address, majorApiVersion = version, validFor = _validFor, @operator = "rehearsal.example" };
}
