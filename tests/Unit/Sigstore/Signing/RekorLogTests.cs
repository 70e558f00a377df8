using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Sigstore;
using TrustedPublish.Core.Sigstore.Signing;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Sigstore.Signing;

public sealed class RekorLogTests
{
    private const string Id = "108e9186e8c5677a00000000000000000000000000000000000000000000000000000000000000ab";

    private const string Entry = $$$"""
        {"{{{Id}}}":{"body":"e30=","integratedTime":1700000000,"logID":"c0d2","logIndex":26,"verification":{
        "inclusionProof":{"checkpoint":"note","hashes":["0a","0b"],"logIndex":22,"rootHash":"0c","treeSize":23},"signedEntryTimestamp":"AQI="} } }
        """;

    private const string Entry2 = """
        {"logIndex":"26","logId":{"keyId":"wNI="},"kindVersion":{"kind":"hashedrekord","version":"0.0.2"},"integratedTime":"0","canonicalizedBody":"e30=",
        "inclusionProof":{"logIndex":"26","rootHash":"DA==","treeSize":"27","hashes":["Cg=="],"checkpoint":{"envelope":"note"}}}
        """;

    private static readonly DsseEnvelope Envelope = new(DsseEnvelope.InTotoType, Encoding.UTF8.GetBytes("{\"a\":\"+\"}"), new byte[] { 1, 2, 3 });

    private static readonly byte[] Certificate = [0x30, 0x03, 0x02, 0x01, 0x05];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_log_gets_the_whole_envelope_and_says_when_it_took_it()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedAnswer.Json(Entry, 201));
        var entry = await AddAsync(server, 1);
        Assert.Equal((26, "dsse", "0.0.1", 1700000000), (entry.LogIndex, entry.Kind, entry.KindVersion, entry.IntegratedTime?.ToUnixTimeSeconds()));
        Assert.Equal((22, 23, "note"), (entry.Proof.LogIndex, entry.Proof.TreeSize, entry.Proof.Checkpoint));
        Assert.Equal("C0D2 0C 0A0B 0102 7B7D", $"{Hex(entry.LogId)} {Hex(entry.Proof.RootHash)} {string.Concat(entry.Proof.Hashes.Select(Hex))} {Hex(entry.SignedEntryTimestamp!.Value)} {Hex(entry.CanonicalizedBody)}");

        var request = Assert.Single(server.Requests);
        Assert.Equal("POST /api/v1/log/entries", $"{request.Method} {request.Path}");
        using var body = JsonDocument.Parse(request.Body);
        Assert.Equal("dsse 0.0.1", $"{body.RootElement.GetProperty("kind")} {body.RootElement.GetProperty("apiVersion")}");
        var content = body.RootElement.GetProperty("spec").GetProperty("proposedContent");
        Assert.Equal(Certificate, PemBytes(content.GetProperty("verifiers")[0]));
        using var envelope = JsonDocument.Parse(content.GetProperty("envelope").GetString()!);
        Assert.Equal(Envelope.Payload.ToArray(), envelope.RootElement.GetProperty("payload").GetBytesFromBase64());
        Assert.Equal(Envelope.Signature.ToArray(), Assert.Single(envelope.RootElement.GetProperty("signatures").EnumerateArray()).GetProperty("sig").GetBytesFromBase64());
        Assert.Equal(DsseEnvelope.InTotoType, envelope.RootElement.GetProperty("payloadType").GetString());
    }

    [Fact]
    public async Task The_second_log_gets_the_digest_of_what_was_signed_and_says_no_time()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedAnswer.Json(Entry2, 201));
        var entry = await AddAsync(server, 2);
        Assert.Equal((26, "hashedrekord", "0.0.2", null, null), (entry.LogIndex, entry.Kind, entry.KindVersion, entry.IntegratedTime, entry.SignedEntryTimestamp));

        var request = Assert.Single(server.Requests);
        Assert.Equal("POST /api/v2/log/entries", $"{request.Method} {request.Path}");
        using var body = JsonDocument.Parse(request.Body);
        var record = body.RootElement.GetProperty("hashedRekordRequestV002");
        Assert.Equal(SHA256.HashData(Envelope.SignedBytes()), record.GetProperty("digest").GetBytesFromBase64());
        Assert.Equal(Envelope.Signature.ToArray(), record.GetProperty("signature").GetProperty("content").GetBytesFromBase64());
        var verifier = record.GetProperty("signature").GetProperty("verifier");
        Assert.Equal(Certificate, verifier.GetProperty("x509Certificate").GetProperty("rawBytes").GetBytesFromBase64());
        Assert.Equal("PKIX_ECDSA_P256_SHA_256", verifier.GetProperty("keyDetails").GetString());
    }

    [Theory]
    [InlineData($"/api/v1/log/entries/{Id}")]
    [InlineData($"https://elsewhere.example.org/api/v1/log/entries/{Id}")]
    public async Task An_entry_that_is_there_after_a_lost_answer_is_fetched_from_the_same_log(string location)
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedAnswer.Lost, ScriptedAnswer.Json("{}", 409, location), ScriptedAnswer.Json(Entry));
        Assert.Equal(26, (await AddAsync(server, 1)).LogIndex);
        Assert.Equal(
            ["POST /api/v1/log/entries", "POST /api/v1/log/entries", $"GET /api/v1/log/entries/{Id}"],
            server.Requests.Select(static request => $"{request.Method} {request.Path}"));
        Assert.Equal(server.Requests[0].Body, server.Requests[1].Body);
    }

    [Theory]
    [InlineData(1, 409, """{"message":"an equivalent entry already exists"}""", FailureKind.SigningRefused, 1)]
    [InlineData(1, 400, """{"message":"invalid signature"}""", FailureKind.SigningRefused, 1)]
    [InlineData(2, 400, """{"message":"invalid signature"}""", FailureKind.SigningRefused, 1)]
    [InlineData(1, 503, "", FailureKind.SigningRefused, 3)]
    [InlineData(2, 503, "", FailureKind.SigningRefused, 3)]
    [InlineData(2, 404, "", FailureKind.SigningRefused, 1)]
    [InlineData(1, 307, "", FailureKind.RedirectRefused, 1)]
    [InlineData(1, 201, "{}", FailureKind.AnswerMalformed, 1)]
    [InlineData(1, 201, "[]", FailureKind.AnswerMalformed, 1)]
    [InlineData(1, 201, """{"a":1}""", FailureKind.AnswerMalformed, 1)]
    [InlineData(1, 201, Entry2, FailureKind.AnswerMalformed, 1)]
    [InlineData(2, 201, Entry, FailureKind.AnswerMalformed, 1)]
    [InlineData(2, 201, "{}", FailureKind.AnswerMalformed, 1)]
    public async Task Says_why_there_is_no_entry(int version, int status, string body, FailureKind kind, int requests)
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedAnswer.Json(body, status, "/api/v1/log/entries/../../elsewhere"));
        Assert.Equal(kind, (await Assert.ThrowsAsync<PublishException>(() => AddAsync(server, version))).Kind);
        Assert.Equal(requests, server.Requests.Count);
    }

    [Theory]
    [InlineData("\"logIndex\":26", "\"logIndex\":-1")]
    [InlineData("\"logIndex\":26", "\"logIndex\":\"26\"")]
    [InlineData("1700000000", "0")]
    [InlineData("1700000000", "253402300800")]
    [InlineData("\"c0d2\"", "\"c0d\"")]
    [InlineData("\"c0d2\"", "\"\"")]
    [InlineData("\"e30=\"", "\"e30\"")]
    [InlineData("[\"0a\",\"0b\"]", "[1]")]
    [InlineData("[\"0a\",\"0b\"]", "{}")]
    [InlineData("\"verification\"", "\"verified\"")]
    [InlineData("\"signedEntryTimestamp\"", "\"set\"")]
    public async Task Takes_nothing_for_an_entry_that_is_none(string old, string changed)
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedAnswer.Json(Entry.Replace(old, changed, StringComparison.Ordinal), 201));
        Assert.Equal(FailureKind.AnswerMalformed, (await Assert.ThrowsAsync<PublishException>(() => AddAsync(server, 1))).Kind);
    }

    [Fact]
    public async Task A_timestamp_that_is_none_is_refused()
    {
        await using var server = await ScriptedServer.StartAsync(new ScriptedAnswer(200, new byte[] { 0x30, 0x00 }, "application/timestamp-reply"));
        using var transport = new QuickTransport();
        var failure = await Assert.ThrowsAsync<PublishException>(() => new TimestampAuthority(transport.Wire, server.Address).StampAsync(new byte[] { 1 }, Stop));
        Assert.Equal(FailureKind.SigningAnswerInvalid, failure.Kind);
        Assert.Equal("application/timestamp-query", Assert.Single(server.Requests).Headers["Content-Type"]);
    }

    private static async Task<LogEntry> AddAsync(ScriptedServer server, int version)
    {
        using var transport = new QuickTransport();
        ITransparencyLog log = version == 1 ? new RekorV1Log(transport.Wire, server.Address) : new RekorV2Log(transport.Wire, server.Address);
        return await log.AddAsync(Envelope, Certificate, Stop);
    }

    private static byte[] PemBytes(JsonElement base64)
    {
        var pem = Encoding.ASCII.GetString(base64.GetBytesFromBase64());
        return Convert.FromBase64String(pem[PemEncoding.Find(pem).Base64Data]);
    }

    private static string Hex(ReadOnlyMemory<byte> bytes) => Convert.ToHexString(bytes.Span);
}
