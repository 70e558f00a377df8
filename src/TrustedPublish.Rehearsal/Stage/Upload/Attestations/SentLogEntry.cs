using System.Globalization;
using System.Text.Json;

namespace TrustedPublish.Rehearsal.Stage.Upload.Attestations;

/// <summary>A log entry as an attestation has it (sigstore_rekor.proto, TransparencyLogEntry).</summary>
internal sealed record SentLogEntry(
    long LogIndex, byte[] LogId, string Kind, string Version, long IntegratedTime, byte[]? Promise, long ProofIndex, long TreeSize, byte[] RootHash, IReadOnlyList<byte[]> Hashes, string Checkpoint, byte[] Body)
{
    // The year 10000.
    private const long LastSecond = 253402300800;

    /// <exception cref="FormatException">It is none.</exception>
    public static SentLogEntry Read(JsonElement json)
    {
        try
        {
            var (kind, proof) = (json.GetProperty("kindVersion"), json.GetProperty("inclusionProof"));
            return new SentLogEntry(
                Number(json, "logIndex"),
                json.GetProperty("logId").GetProperty("keyId").GetBytesFromBase64(),
                kind.GetProperty("kind").GetString()!,
                kind.GetProperty("version").GetString()!,
                Number(json, "integratedTime") is var seconds and < LastSecond ? seconds : throw new FormatException("the time is beyond the calendar"),
                json.TryGetProperty("inclusionPromise", out var promise) && promise.ValueKind == JsonValueKind.Object ? promise.GetProperty("signedEntryTimestamp").GetBytesFromBase64() : null,
                Number(proof, "logIndex"),
                Number(proof, "treeSize"),
                proof.GetProperty("rootHash").GetBytesFromBase64(),
                [.. proof.TryGetProperty("hashes", out var hashes) ? hashes.EnumerateArray().Select(static hash => hash.GetBytesFromBase64()) : []],
                proof.GetProperty("checkpoint").GetProperty("envelope").GetString()!,
                json.GetProperty("canonicalizedBody").GetBytesFromBase64());
        }
        catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new FormatException("invalid transparency log entry", exception);
        }
    }

    /// <summary>A number, as protobuf's JSON has it: a text, or nothing where it is zero.</summary>
    private static long Number(JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var value)) return 0;
        var number = value.ValueKind == JsonValueKind.Number ? value.GetInt64() : long.Parse(value.GetString()!, NumberStyles.None, CultureInfo.InvariantCulture);
        return number >= 0 ? number : throw new FormatException("a number is negative");
    }
}
