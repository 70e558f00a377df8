using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using TrustedPublish.Rehearsal.Stage.Faults;

namespace TrustedPublish.Rehearsal.Stage.Sigstore;

/// <summary>The first form of the transparency log: entries with a signed time (Rekor's openapi.yaml; pkg/api/entries.go).</summary>
internal sealed class RekorV1Endpoint(TransparencyLog log, TimeProvider timeProvider)
{
    /// <summary>The tree's number, which its addresses and checkpoints have.</summary>
    public const long TreeId = 1193050959916656506;

    // The log has had an older tree: an entry's place in the log is not that in its tree.
    private const long FirstIndex = 4163431;

    private const string Path = "/api/v1/log/entries";

    public void Map(WebApplication app)
    {
        app.MapPost(Path, AddAsync);
        app.MapGet($"{Path}/{{id}}", (string id, HttpContext context) => FindAsync(id, context));
    }

    private async Task AddAsync(HttpContext context)
    {
        byte[] body;
        try
        {
            body = DsseRecord.BodyOf(await JsonBody.ReadAsync(context) ?? throw new FormatException("the request is no JSON object"));
        }
        catch (FormatException exception)
        {
            await RefuseAsync(context, 400, $"error processing entry: {exception.Message}");
            return;
        }

        var fault = Fault.Of(context);
        if (fault?.Kind == FaultKind.WrongEntry) body = Another(body);
        var isNew = log.TryAdd(body, timeProvider.GetUtcNow() + (fault?.ClockOffset ?? default), out var entry);
        context.Response.Headers.Location = $"{Path}/{IdOf(entry)}";
        if (!isNew || fault?.Kind == FaultKind.Exists)
        {
            await RefuseAsync(context, 409, $"an equivalent entry already exists in the transparency log with UUID {IdOf(entry)}");
            return;
        }

        await AnswerAsync(context, 201, entry, fault?.Kind);
    }

    private Task FindAsync(string id, HttpContext context)
    {
        // With the tree's number in front of the leaf's hash, or without.
        var (treeId, hash) = id.Length == 80 ? (id[..16], id[16..]) : (TreeIdText, id);
        return treeId == TreeIdText && log.Find(hash) is { } entry
            ? AnswerAsync(context, 200, entry, Fault.Of(context)?.Kind)
            : RefuseAsync(context, 404, "entry not found");
    }

    private async Task AnswerAsync(HttpContext context, int status, LoggedEntry entry, FaultKind? forgery)
    {
        var proof = log.Prove(entry, forgery);
        var time = entry.LoggedAt.ToUnixTimeSeconds();
        var promise = log.Key.Sign(CanonicalJson.Write(new
        {
            body = entry.Body,
            integratedTime = forgery == FaultKind.WrongSet ? time + 1 : time,
            logID = Convert.ToHexStringLower(log.Key.Id),
            logIndex = FirstIndex + entry.Index,
        }));
        var answer = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            [IdOf(entry)] = new
            {
                body = entry.Body,
                integratedTime = time,
                logID = Convert.ToHexStringLower(log.Key.Id),
                logIndex = FirstIndex + entry.Index,
                verification = new
                {
                    inclusionProof = new
                    {
                        checkpoint = proof.Checkpoint,
                        hashes = proof.Hashes.Select(Convert.ToHexStringLower),
                        logIndex = entry.Index,
                        rootHash = Convert.ToHexStringLower(proof.RootHash),
                        treeSize = proof.TreeSize,
                    },
                    signedEntryTimestamp = promise,
                },
            },
        };
        await JsonAnswer.WriteAsync(context, status, answer);
    }

    private static string TreeIdText => TreeId.ToString("x16", CultureInfo.InvariantCulture);

    private static string IdOf(LoggedEntry entry) => TreeIdText + Convert.ToHexStringLower(entry.LeafHash);

    /// <summary>The same entry of another payload.</summary>
    private static byte[] Another(byte[] body)
    {
        var entry = JsonNode.Parse(body)!;
        var hash = entry["spec"]!["payloadHash"]!["value"]!;
        return Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body).Replace(hash.GetValue<string>(), RandomNumberGenerator.GetHexString(64, lowercase: true), StringComparison.Ordinal));
    }

    private static Task RefuseAsync(HttpContext context, int status, string message) => JsonAnswer.WriteAsync(context, status, new { code = status, message });
}
