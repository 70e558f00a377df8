using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace TrustedPublish.Unit.Stage.Sigstore;

/// <summary>The stage's logs: what they take in, and what they prove (RFC 6962, Rekor's openapi.yaml, rekor-tiles' CLIENTS.md).</summary>
public sealed class TransparencyLogTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_entry_is_proven_whatever_the_size_of_the_tree()
    {
        await using var visitor = await SigstoreVisitor.OpenAsync();
        using var signer = new SigstoreVisitor(visitor);
        using var certificate = await signer.CertifyAsync();
        var trusted = await signer.TrustAsync();
        var places = new List<Uri>();
        for (var size = 1; size <= 9; size++)
        {
            var payload = SigstoreVisitor.Statement($"demo-{size}.tar.gz", new string('a', 64));
            var (status, body, location) = await signer.LogAsync(SigstoreVisitor.Envelope(payload, signer.Sign(payload)), certificate);
            Assert.Equal(HttpStatusCode.Created, status);
            Require(body, trusted, size - 1, size);
            places.Add(new Uri(visitor.Stage.SigstoreUrl!, location!));
            // The proofs of those before are on the tree as it is now.
            for (var index = 0; index < size; index++) Require(await visitor.Client.GetFromJsonAsync<JsonElement>(places[index], Stop), trusted, index, size);
        }
    }

    [Fact]
    public async Task An_entry_says_what_was_signed_and_by_whom()
    {
        await using var visitor = await SigstoreVisitor.OpenAsync();
        using var signer = new SigstoreVisitor(visitor);
        using var certificate = await signer.CertifyAsync();
        var payload = SigstoreVisitor.Statement("demo-1.0.tar.gz", new string('a', 64));
        var signature = signer.Sign(payload);
        var envelope = SigstoreVisitor.Envelope(payload, signature);
        var (_, answer, _) = await signer.LogAsync(envelope, certificate);
        var verifier = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{certificate.ExportCertificatePem()}\n"));
        Assert.Equal(
            """{"apiVersion":"0.0.1","kind":"dsse","spec":{"envelopeHash":{"algorithm":"sha256","value":"ENVELOPE"},"payloadHash":{"algorithm":"sha256","value":"PAYLOAD"},"signatures":[{"signature":"SIGNATURE","verifier":"VERIFIER"}]}}"""
                .Replace("ENVELOPE", Hash(Encoding.UTF8.GetBytes(envelope)), StringComparison.Ordinal)
                .Replace("PAYLOAD", Hash(payload), StringComparison.Ordinal)
                .Replace("SIGNATURE", Convert.ToBase64String(signature), StringComparison.Ordinal)
                .Replace("VERIFIER", verifier, StringComparison.Ordinal),
            Encoding.UTF8.GetString(Assert.Single(answer.EnumerateObject()).Value.GetProperty("body").GetBytesFromBase64()));
    }

    [Fact]
    public async Task An_entry_stands_in_the_log_once()
    {
        await using var visitor = await SigstoreVisitor.OpenAsync();
        using var signer = new SigstoreVisitor(visitor);
        using var certificate = await signer.CertifyAsync();
        var payload = SigstoreVisitor.Statement("demo-1.0.tar.gz", new string('a', 64));
        var envelope = SigstoreVisitor.Envelope(payload, signer.Sign(payload));
        var (_, first, place) = await signer.LogAsync(envelope, certificate);
        var (status, body, again) = await signer.LogAsync(envelope, certificate);
        Assert.Equal((HttpStatusCode.Conflict, place), (status, again));
        Assert.EndsWith(Assert.Single(first.EnumerateObject()).Name, body.GetProperty("message").GetString(), StringComparison.Ordinal);
        using var missing = await visitor.Client.GetAsync(new Uri(visitor.Stage.SigstoreUrl!, $"{place!.OriginalString[..^1]}{(place.OriginalString[^1] == '0' ? '1' : '0')}"), Stop);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task A_lost_answer_leaves_its_entry()
    {
        await using var visitor = await SigstoreVisitor.OpenAsync();
        using var signer = new SigstoreVisitor(visitor);
        using var certificate = await signer.CertifyAsync();
        var payload = SigstoreVisitor.Statement("demo-1.0.tar.gz", new string('a', 64));
        var envelope = SigstoreVisitor.Envelope(payload, signer.Sign(payload));
        visitor.Stage.Faults.Add("rekor:lost");
        await Assert.ThrowsAsync<HttpRequestException>(() => signer.LogAsync(envelope, certificate));
        var (status, _, place) = await signer.LogAsync(envelope, certificate);
        Assert.Equal(HttpStatusCode.Conflict, status);
        Require(await visitor.Client.GetFromJsonAsync<JsonElement>(new Uri(visitor.Stage.SigstoreUrl!, place!), Stop), await signer.TrustAsync(), 0, 1);
    }

    [Fact]
    public async Task It_says_that_it_has_an_entry_where_asked_to()
    {
        await using var visitor = await SigstoreVisitor.OpenAsync();
        using var signer = new SigstoreVisitor(visitor);
        using var certificate = await signer.CertifyAsync();
        var payload = SigstoreVisitor.Statement("demo-1.0.tar.gz", new string('a', 64));
        visitor.Stage.Faults.Add("rekor:exists");
        var (status, _, place) = await signer.LogAsync(SigstoreVisitor.Envelope(payload, signer.Sign(payload)), certificate);
        Assert.Equal(HttpStatusCode.Conflict, status);
        Require(await visitor.Client.GetFromJsonAsync<JsonElement>(new Uri(visitor.Stage.SigstoreUrl!, place!), Stop), await signer.TrustAsync(), 0, 1);
    }

    [Fact]
    public async Task Nothing_is_taken_in_that_is_not_signed()
    {
        await using var visitor = await SigstoreVisitor.OpenAsync();
        using var signer = new SigstoreVisitor(visitor);
        using var certificate = await signer.CertifyAsync();
        var payload = SigstoreVisitor.Statement("demo-1.0.tar.gz", new string('a', 64));
        var other = signer.Sign(SigstoreVisitor.Statement("demo-1.1.tar.gz", new string('a', 64)));
        var (status, body, _) = await signer.LogAsync(SigstoreVisitor.Envelope(payload, other), certificate);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.StartsWith("error processing entry: could not verify envelope", body.GetProperty("message").GetString(), StringComparison.Ordinal);
        (status, _, _) = await signer.LogHashAsync(payload, other, certificate);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        (status, _, _) = await signer.LogHashAsync(payload, signer.Sign(payload), certificate, "PKIX_ECDSA_P384_SHA_384");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        (status, _, _) = await signer.PostAsync("api/v1/log/entries", new { apiVersion = "0.0.1", kind = "rekord", spec = new { } });
        Assert.Equal(HttpStatusCode.BadRequest, status);
    }

    [Theory]
    [InlineData("wrong-set", false, true, true)]
    [InlineData("wrong-proof", true, false, true)]
    [InlineData("wrong-checkpoint", true, true, false)]
    [InlineData("wrong-entry", true, true, true)]
    [InlineData("clock=-3600s", true, true, true)]
    public async Task A_fault_spoils_one_thing(string fault, bool isPromised, bool isIncluded, bool isSigned)
    {
        await using var visitor = await SigstoreVisitor.OpenAsync();
        using var signer = new SigstoreVisitor(visitor);
        using var certificate = await signer.CertifyAsync();
        var trusted = await signer.TrustAsync();
        var payload = SigstoreVisitor.Statement("demo-1.0.tar.gz", new string('a', 64));
        await signer.LogAsync(SigstoreVisitor.Envelope(payload, signer.Sign(payload)), certificate);
        visitor.Stage.Faults.Add($"rekor:{fault}");
        payload = SigstoreVisitor.Statement("demo-1.1.tar.gz", new string('a', 64));
        var (_, answer, _) = await signer.LogAsync(SigstoreVisitor.Envelope(payload, signer.Sign(payload)), certificate);
        var entry = Assert.Single(answer.EnumerateObject()).Value;
        Assert.Equal((isPromised, isIncluded, isSigned), (IsPromised(entry, trusted), IsIncluded(entry), ReadCheckpoint(entry, trusted).IsSigned));
        Assert.Equal(fault == "wrong-entry", !Encoding.UTF8.GetString(entry.GetProperty("body").GetBytesFromBase64()).Contains(Hash(payload), StringComparison.Ordinal));
        var age = TimeProvider.System.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(entry.GetProperty("integratedTime").GetInt64());
        Assert.InRange(age.TotalSeconds, fault.StartsWith("clock", StringComparison.Ordinal) ? 3600 : 0, fault.StartsWith("clock", StringComparison.Ordinal) ? 4200 : 600);
    }

    [Fact]
    public async Task The_second_log_answers_with_the_entry_as_bundles_have_it()
    {
        await using var visitor = await SigstoreVisitor.OpenAsync();
        using var signer = new SigstoreVisitor(visitor);
        using var certificate = await signer.CertifyAsync();
        var trusted = await signer.TrustAsync();
        for (var size = 1; size <= 3; size++)
        {
            var payload = SigstoreVisitor.Statement($"demo-{size}.tar.gz", new string('a', 64));
            var signature = signer.Sign(payload);
            var (status, entry, _) = await signer.LogHashAsync(payload, signature, certificate);
            Assert.Equal(HttpStatusCode.Created, status);
            Assert.Equal(("hashedrekord", "0.0.2"), (entry.GetProperty("kindVersion").GetProperty("kind").GetString(), entry.GetProperty("kindVersion").GetProperty("version").GetString()));
            Assert.Equal(
                """{"apiVersion":"0.0.2","kind":"hashedrekord","spec":{"hashedRekordV002":{"data":{"algorithm":"SHA2_256","digest":"DIGEST"},"signature":{"content":"SIGNATURE","verifier":{"keyDetails":"PKIX_ECDSA_P256_SHA_256","x509Certificate":{"rawBytes":"CERTIFICATE"}}}}}}"""
                    .Replace("DIGEST", Convert.ToBase64String(SHA256.HashData(SigstoreVisitor.SignedBytes(payload))), StringComparison.Ordinal)
                    .Replace("SIGNATURE", Convert.ToBase64String(signature), StringComparison.Ordinal)
                    .Replace("CERTIFICATE", Convert.ToBase64String(certificate.RawData), StringComparison.Ordinal),
                Encoding.UTF8.GetString(entry.GetProperty("canonicalizedBody").GetBytesFromBase64()));
            var proof = entry.GetProperty("inclusionProof");
            var logId = entry.GetProperty("logId").GetProperty("keyId").GetBytesFromBase64();
            var checkpoint = Inclusion.ReadCheckpoint(proof.GetProperty("checkpoint").GetProperty("envelope").GetString()!, logId, trusted);
            Assert.True(checkpoint.IsSigned);
            Assert.Equal((visitor.Stage.SigstoreUrl!.Authority, visitor.Stage.SigstoreUrl.Authority, (long)size), (checkpoint.Origin, checkpoint.Name, checkpoint.Size));
            Assert.Equal(checkpoint.Root, Inclusion.Root(entry.GetProperty("canonicalizedBody").GetBytesFromBase64(), size - 1, size, [.. proof.GetProperty("hashes").EnumerateArray().Select(static hash => hash.GetBytesFromBase64())]));
            var (again, _, _) = await signer.LogHashAsync(payload, signature, certificate);
            Assert.Equal(HttpStatusCode.Conflict, again);
        }
    }

    private static string Hash(byte[] data) => Convert.ToHexStringLower(SHA256.HashData(data));

    /// <summary>Holds an answer of the first log to all that its documents promise.</summary>
    private static void Require(JsonElement answer, TrustedKeys trusted, int index, int size)
    {
        var (id, entry) = (Assert.Single(answer.EnumerateObject()).Name, Assert.Single(answer.EnumerateObject()).Value);
        Assert.Equal(Hash([0, .. entry.GetProperty("body").GetBytesFromBase64()]), id[16..]);
        Assert.True(IsPromised(entry, trusted) && IsIncluded(entry));
        var proof = entry.GetProperty("verification").GetProperty("inclusionProof");
        Assert.Equal((index, size), (proof.GetProperty("logIndex").GetInt32(), proof.GetProperty("treeSize").GetInt32()));
        // The log is older than its tree.
        Assert.True(entry.GetProperty("logIndex").GetInt64() > index);
        var checkpoint = ReadCheckpoint(entry, trusted);
        Assert.True(checkpoint.IsSigned);
        Assert.Equal(($"{checkpoint.Name} - {long.Parse(id[..16], NumberStyles.HexNumber, CultureInfo.InvariantCulture)}", (long)size), (checkpoint.Origin, checkpoint.Size));
        Assert.Equal(proof.GetProperty("rootHash").GetString(), Convert.ToHexStringLower(checkpoint.Root));
    }

    private static bool IsPromised(JsonElement entry, TrustedKeys trusted)
    {
        var signed = $"{{\"body\":\"{entry.GetProperty("body").GetString()}\",\"integratedTime\":{entry.GetProperty("integratedTime").GetRawText()},\"logID\":\"{entry.GetProperty("logID").GetString()}\",\"logIndex\":{entry.GetProperty("logIndex").GetRawText()}}}";
        return trusted.IsOfLog(LogId(entry), Encoding.UTF8.GetBytes(signed), entry.GetProperty("verification").GetProperty("signedEntryTimestamp").GetBytesFromBase64());
    }

    private static bool IsIncluded(JsonElement entry)
    {
        var proof = entry.GetProperty("verification").GetProperty("inclusionProof");
        var path = proof.GetProperty("hashes").EnumerateArray().Select(static hash => Convert.FromHexString(hash.GetString()!)).ToList();
        return Inclusion.Root(entry.GetProperty("body").GetBytesFromBase64(), proof.GetProperty("logIndex").GetInt64(), proof.GetProperty("treeSize").GetInt64(), path) is { } root
            && Convert.ToHexStringLower(root) == proof.GetProperty("rootHash").GetString();
    }

    private static (string Origin, long Size, byte[] Root, string Name, bool IsSigned) ReadCheckpoint(JsonElement entry, TrustedKeys trusted) =>
        Inclusion.ReadCheckpoint(entry.GetProperty("verification").GetProperty("inclusionProof").GetProperty("checkpoint").GetString()!, LogId(entry), trusted);

    private static byte[] LogId(JsonElement entry) => Convert.FromHexString(entry.GetProperty("logID").GetString()!);
}
