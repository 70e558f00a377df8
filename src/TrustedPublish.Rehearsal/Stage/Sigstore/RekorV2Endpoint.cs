using System.Globalization;
using System.Security.Cryptography;
using TrustedPublish.Rehearsal.Stage.Faults;

namespace TrustedPublish.Rehearsal.Stage.Sigstore;

/// <summary>The second form of the transparency log: it says no time, and answers with the entry as bundles have it (rekor-tiles' CLIENTS.md).</summary>
internal sealed class RekorV2Endpoint(TransparencyLog log, TimeProvider timeProvider)
{
    // gRPC's codes.
    private const int InvalidArgument = 3;
    private const int AlreadyExists = 6;

    public void Map(WebApplication app) => app.MapPost("/api/v2/log/entries", async context =>
    {
        byte[] body;
        var fault = Fault.Of(context);
        try
        {
            body = HashedRecord.BodyOf(await JsonBody.ReadAsync(context) ?? throw new FormatException("the request is no JSON object"));
        }
        catch (FormatException exception)
        {
            await JsonAnswer.WriteAsync(context, 400, new { code = InvalidArgument, message = exception.Message, details = Array.Empty<object>() });
            return;
        }

        if (fault?.Kind == FaultKind.WrongEntry) body = CanonicalJson.Write(new { apiVersion = "0.0.2", kind = "hashedrekord", spec = new { of = RandomNumberGenerator.GetHexString(16) } });
        if (!log.TryAdd(body, timeProvider.GetUtcNow(), out var entry) || fault?.Kind == FaultKind.Exists)
        {
            await JsonAnswer.WriteAsync(context, 409, new { code = AlreadyExists, message = $"an equivalent entry already exists in the transparency log with index {entry.Index}", details = Array.Empty<object>() });
            return;
        }

        await AnswerAsync(context, entry, log.Prove(entry, fault?.Kind));
    });

    private Task AnswerAsync(HttpContext context, LoggedEntry entry, LoggedProof proof) => JsonAnswer.WriteAsync(context, 201, new
    {
        // 64-bit numbers are texts in protobuf's JSON.
        logIndex = entry.Index.ToString(CultureInfo.InvariantCulture),
        logId = new { keyId = log.Key.Id },
        kindVersion = new { kind = "hashedrekord", version = "0.0.2" },
        integratedTime = "0",
        inclusionPromise = (object?)null,
        inclusionProof = new
        {
            logIndex = entry.Index.ToString(CultureInfo.InvariantCulture),
            rootHash = proof.RootHash,
            treeSize = proof.TreeSize.ToString(CultureInfo.InvariantCulture),
            hashes = proof.Hashes,
            checkpoint = new { envelope = proof.Checkpoint },
        },
        canonicalizedBody = entry.Body,
    });
}
