using System.Buffers.Binary;
using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using TrustedPublish.Rehearsal.Stage;

namespace TrustedPublish.Unit.Stage.Sigstore;

/// <summary>The certificates of the stage's Fulcio, by what its documents say of them (docs/oid-info.md) and by RFC 6962.</summary>
public sealed class SigningCertificateTests
{
    private const string Fulcio = "1.3.6.1.4.1.57264.1.";
    private const string TimestampList = "1.3.6.1.4.1.11129.2.4.2";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_for_ten_minutes_and_for_signing_code()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2031, 5, 6, 7, 8, 9, TimeSpan.Zero));
        await using var visitor = await SigstoreVisitor.OpenAsync(change: options => options with { TimeProvider = time });
        using var signer = new SigstoreVisitor(visitor);
        using var certificate = await signer.CertifyAsync();
        Assert.Equal((time.GetUtcNow().UtcDateTime, time.GetUtcNow().AddMinutes(10).UtcDateTime), (certificate.NotBefore.ToUniversalTime(), certificate.NotAfter.ToUniversalTime()));
        Assert.Equal(signer.Key.ExportSubjectPublicKeyInfo(), certificate.PublicKey.ExportSubjectPublicKeyInfo());
        Assert.Equal("", certificate.Subject);
        var usage = Assert.Single(certificate.Extensions.OfType<X509KeyUsageExtension>());
        Assert.Equal((X509KeyUsageFlags.DigitalSignature, true), (usage.KeyUsages, usage.Critical));
        Assert.Equal("1.3.6.1.5.5.7.3.3", Assert.Single(Assert.Single(certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>()).EnhancedKeyUsages.Cast<Oid>()).Value);
        Assert.True(certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single().Critical);
        var trusted = await signer.TrustAsync();
        Assert.True(trusted.IsChain(certificate, time.GetUtcNow()));
        Assert.False(trusted.IsChain(certificate, time.GetUtcNow().AddMinutes(11)));
        Assert.True(IsLogged(certificate, trusted));
    }

    [Fact]
    public async Task It_tells_of_a_job_of_GitHub()
    {
        await using var visitor = await SigstoreVisitor.OpenAsync();
        using var signer = new SigstoreVisitor(visitor);
        using var certificate = await signer.CertifyAsync();
        const string workflow = "https://github.com/octo-org/sampleproject/.github/workflows/release.yml@refs/tags/v1.0";
        const string sha = "9a8b7c6d5e4f30211203f4e5d6c7b8a990817263";
        var issuer = visitor.Stage.IssuerOf(CISystem.GitHub);
        Assert.Equal(workflow, AlternativeName(certificate, uri: true));
        Assert.Equal(
            [
                (8, issuer), (9, workflow), (10, sha), (11, "github-hosted"), (12, "https://github.com/octo-org/sampleproject"), (13, sha), (14, "refs/tags/v1.0"),
                (15, "74"), (16, "https://github.com/octo-org"), (17, "65"), (18, workflow), (19, sha), (20, "release"),
                (21, "https://github.com/octo-org/sampleproject/actions/runs/16253049102/attempts/1"), (22, "public"), (23, "pypi"),
                (24, "repo:octo-org/sampleproject:environment:pypi"),
            ],
            Extensions(certificate));
        // The old ones are bare text.
        Assert.Equal(issuer, Encoding.UTF8.GetString(Extension(certificate, $"{Fulcio}1")));
        Assert.Equal("octo-org/sampleproject", Encoding.UTF8.GetString(Extension(certificate, $"{Fulcio}5")));
    }

    [Fact]
    public async Task It_tells_of_a_job_of_GitLab_which_has_its_token_from_the_start()
    {
        await using var visitor = await SigstoreVisitor.OpenAsync(CISystem.GitLab);
        using var signer = new SigstoreVisitor(visitor);
        using var certificate = await signer.CertifyAsync(visitor.Stage.Environment["SIGSTORE_ID_TOKEN"]);
        var issuer = visitor.Stage.IssuerOf(CISystem.GitLab);
        var pipeline = $"{issuer}/octo-org/sampleproject//.gitlab-ci.yml@refs/tags/v1.0";
        Assert.Equal(pipeline, AlternativeName(certificate, uri: true));
        var extensions = Extensions(certificate).ToDictionary();
        Assert.Equal((issuer, $"{issuer}/octo-org/sampleproject", "refs/tags/v1.0", pipeline, "push"), (extensions[8], extensions[12], extensions[14], extensions[18], extensions[20]));
    }

    [Fact]
    public async Task It_names_a_service_account_of_Google_and_nothing_more()
    {
        await using var visitor = await SigstoreVisitor.OpenAsync(CISystem.Google);
        using var signer = new SigstoreVisitor(visitor);
        using var certificate = await signer.CertifyAsync();
        Assert.Equal("publisher@octo-org.iam.gserviceaccount.com", AlternativeName(certificate, uri: false));
        Assert.Equal([(8, visitor.Stage.IssuerOf(CISystem.Google))], Extensions(certificate));
    }

    [Fact]
    public async Task A_bare_key_proves_itself_by_signing_the_subject()
    {
        await using var visitor = await SigstoreVisitor.OpenAsync();
        using var signer = new SigstoreVisitor(visitor);
        var token = visitor.Stage.IssueIdToken("sigstore");
        object RequestOf(string subject) => new
        {
            credentials = new { oidcIdentityToken = token },
            publicKeyRequest = new
            {
                publicKey = new { algorithm = "ECDSA", content = signer.Key.ExportSubjectPublicKeyInfoPem() },
                proofOfPossession = signer.Key.SignData(Encoding.UTF8.GetBytes(subject), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence),
            },
        };
        var (status, body, _) = await signer.PostAsync("api/v2/signingCert", RequestOf("repo:octo-org/sampleproject:environment:pypi"));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(3, body.GetProperty("signedCertificateEmbeddedSct").GetProperty("chain").GetProperty("certificates").GetArrayLength());
        (status, body, _) = await signer.PostAsync("api/v2/signingCert", RequestOf("repo:octo-org/other:environment:pypi"));
        Assert.Equal((HttpStatusCode.BadRequest, "The signature supplied in the request could not be verified"), (status, body.GetProperty("message").GetString()));
    }

    [Theory]
    [InlineData("audience", "There was an error processing the identity token")]
    [InlineData("no token", "There was an error processing the identity token")]
    [InlineData("expired", "There was an error processing the identity token")]
    [InlineData("claim", "There was an error processing the identity token")]
    [InlineData("self-managed", "There was an error processing the identity token")]
    [InlineData("other system", "There was an error processing the identity token")]
    [InlineData("no request", "The certificate signing request could not be parsed")]
    [InlineData("other signature", "The signature supplied in the request could not be verified")]
    [InlineData("P-384", "The public key supplied in the request is insecure")]
    [InlineData("RSA", "The public key supplied in the request is insecure")]
    public async Task It_refuses_in_Fulcios_words(string what, string message)
    {
        await using var visitor = await SigstoreVisitor.OpenAsync();
        using var signer = new SigstoreVisitor(visitor);
        using var large = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var (status, body, _) = await signer.AskAsync(
            what switch
            {
                "no request" => "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n",
                "other signature" => Spoil(SigstoreVisitor.RequestFor(signer.Key)),
                "P-384" => SigstoreVisitor.RequestFor(large),
                "RSA" => RsaRequest(),
                _ => SigstoreVisitor.RequestFor(signer.Key),
            },
            what switch
            {
                "audience" => visitor.Stage.IssueIdToken("rehearsal"),
                "no token" => "token",
                "expired" => visitor.Stage.IssueIdToken("sigstore", lifetime: TimeSpan.FromMinutes(-2)),
                "claim" => visitor.Stage.IssueIdToken("sigstore", static claims => claims.Remove("workflow_sha")),
                "self-managed" => visitor.Stage.IssueIdToken("sigstore", claims => claims["iss"] = visitor.Stage.IssuerOf(CISystem.GitHub, selfManaged: true)),
                "other system" => visitor.Stage.IssueIdToken(CISystem.Buildkite, "sigstore"),
                _ => null,
            });
        Assert.Equal((HttpStatusCode.BadRequest, 3, message), (status, body.GetProperty("code").GetInt32(), body.GetProperty("message").GetString()));
    }

    [Theory]
    [InlineData("expired", false, true, true)]
    [InlineData("wrong-authority", false, true, false)]
    [InlineData("wrong-key", true, false, true)]
    [InlineData("wrong-sct", true, true, false)]
    [InlineData("clock=-3600s", false, true, true)]
    public async Task A_fault_spoils_one_thing(string fault, bool isChain, bool isOfKey, bool isLogged)
    {
        await using var visitor = await SigstoreVisitor.OpenAsync();
        using var signer = new SigstoreVisitor(visitor);
        visitor.Stage.Faults.Add($"fulcio:{fault}");
        var trusted = await signer.TrustAsync();
        using var certificate = await signer.CertifyAsync();
        Assert.Equal((isChain, isOfKey, isLogged), (
            trusted.IsChain(certificate, TimeProvider.System.GetUtcNow()),
            signer.Key.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(certificate.PublicKey.ExportSubjectPublicKeyInfo()),
            IsLogged(certificate, trusted)));
        using var next = await signer.CertifyAsync();
        Assert.True(trusted.IsChain(next, TimeProvider.System.GetUtcNow()) && IsLogged(next, trusted));
    }

    [Fact]
    public async Task A_refusal_has_the_form_of_its_service()
    {
        await using var visitor = await SigstoreVisitor.OpenAsync();
        using var signer = new SigstoreVisitor(visitor);
        visitor.Stage.Faults.Add("fulcio:503");
        var (status, body, _) = await signer.AskAsync(SigstoreVisitor.RequestFor(signer.Key));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, 503), (status, body.GetProperty("code").GetInt32()));
    }

    [Fact]
    public async Task Clients_are_told_whom_to_ask()
    {
        await using var visitor = await SigstoreVisitor.OpenAsync();
        using var config = JsonDocument.Parse(await File.ReadAllTextAsync(visitor.Stage.SigningConfigFile!, Stop));
        var address = visitor.Stage.SigstoreUrl!.AbsoluteUri.TrimEnd('/');
        Assert.Equal(address, config.RootElement.GetProperty("caUrls")[0].GetProperty("url").GetString());
        Assert.Equal([(address, 2), (address, 1)], config.RootElement.GetProperty("rekorTlogUrls").EnumerateArray().Select(static log => (log.GetProperty("url").GetString(), log.GetProperty("majorApiVersion").GetInt32())));
        Assert.Equal($"{address}/api/v1/timestamp", config.RootElement.GetProperty("tsaUrls")[0].GetProperty("url").GetString());
    }

    [Fact]
    public async Task Without_being_asked_for_there_is_none()
    {
        await using var visitor = await Visitor.OpenAsync(CISystem.GitLab);
        Assert.Equal((null, null, null), (visitor.Stage.SigstoreUrl, visitor.Stage.TrustedRootFile, visitor.Stage.SigningConfigFile));
        Assert.DoesNotContain("SIGSTORE_ID_TOKEN", visitor.Stage.Environment.Keys);
    }

    /// <summary>Whether the log has signed the certificate as it was before it had this signature.</summary>
    private static bool IsLogged(X509Certificate2 certificate, TrustedKeys trusted)
    {
        var list = AsnDecoder.ReadOctetString(Extension(certificate, TimestampList), AsnEncodingRules.DER, out _);
        Assert.Equal(list.Length - 4, BinaryPrimitives.ReadUInt16BigEndian(list.AsSpan(2)));
        var timestamp = list.AsSpan(4);
        Assert.Equal(trusted.CertificateLogId, timestamp[1..33].ToArray());
        var tbs = Tbs(certificate);
        byte[] signed =
        [
            0, 0, .. timestamp[33..41], 0, 1, .. SHA256.HashData(trusted.Authorities[0].PublicKey.ExportSubjectPublicKeyInfo()),
            (byte)(tbs.Length >> 16), (byte)(tbs.Length >> 8), (byte)tbs.Length, .. tbs, 0, 0,
        ];
        return trusted.IsOfCertificateLog(signed, timestamp[47..].ToArray());
    }

    /// <summary>The signed part without its last extension, which is the list.</summary>
    private static byte[] Tbs(X509Certificate2 certificate)
    {
        var whole = new AsnReader(certificate.RawDataMemory, AsnEncodingRules.DER).ReadSequence().ReadSequence();
        var parts = new List<ReadOnlyMemory<byte>>();
        while (whole.HasData) parts.Add(whole.ReadEncodedValue());
        var extensions = new AsnReader(parts[^1], AsnEncodingRules.DER).ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 3)).ReadSequence();
        var kept = new List<ReadOnlyMemory<byte>>();
        while (extensions.HasData) kept.Add(extensions.ReadEncodedValue());
        return Wrap(0x30, [.. parts[..^1].SelectMany(static part => part.ToArray()), .. Wrap(0xA3, Wrap(0x30, [.. kept[..^1].SelectMany(static part => part.ToArray())]))]);
    }

    private static byte[] Wrap(byte tag, byte[] content) => content.Length switch
    {
        < 128 => [tag, (byte)content.Length, .. content],
        < 256 => [tag, 0x81, (byte)content.Length, .. content],
        _ => [tag, 0x82, (byte)(content.Length >> 8), (byte)content.Length, .. content],
    };

    private static byte[] Extension(X509Certificate2 certificate, string id) => Assert.Single(certificate.Extensions, extension => extension.Oid!.Value == id).RawData;

    /// <summary>The extensions whose values are DER, by their last number.</summary>
    private static IEnumerable<(int Number, string Value)> Extensions(X509Certificate2 certificate) => certificate.Extensions
        .Where(static extension => extension.Oid!.Value!.StartsWith(Fulcio, StringComparison.Ordinal))
        .Select(static extension => (Number: int.Parse(extension.Oid!.Value![Fulcio.Length..], System.Globalization.CultureInfo.InvariantCulture), extension.RawData))
        .Where(static extension => extension.Number >= 8)
        .Select(static extension => (extension.Number, AsnDecoder.ReadCharacterString(extension.RawData, AsnEncodingRules.DER, UniversalTagNumber.UTF8String, out _)));

    private static string AlternativeName(X509Certificate2 certificate, bool uri)
    {
        var names = new AsnReader(Extension(certificate, "2.5.29.17"), AsnEncodingRules.DER).ReadSequence();
        var name = names.ReadCharacterString(UniversalTagNumber.IA5String, new Asn1Tag(TagClass.ContextSpecific, uri ? 6 : 1));
        Assert.False(names.HasData);
        return name;
    }

    private static string Spoil(string request)
    {
        var bytes = Convert.FromBase64String(request[PemEncoding.Find(request).Base64Data]);
        bytes[^1] ^= 1;
        return PemEncoding.WriteString("CERTIFICATE REQUEST", bytes);
    }

    private static string RsaRequest()
    {
        using var key = RSA.Create(2048);
        return new CertificateRequest(new X500DistinguishedName(""), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSigningRequestPem();
    }
}
