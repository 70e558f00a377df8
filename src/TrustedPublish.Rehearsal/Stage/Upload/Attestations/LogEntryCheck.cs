using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using TrustedPublish.Rehearsal.Stage.Sigstore;

namespace TrustedPublish.Rehearsal.Stage.Upload.Attestations;

/// <summary>Whether an entry stands in a log of the stage's, and is that of this very signature (sigstore-python, verify/verifier.py).</summary>
internal sealed partial class LogEntryCheck(SigstoreServices sigstore)
{
    /// <exception cref="AttestationRefusedException">It is in no log, or the log says otherwise.</exception>
    public void RequireLogged(SentLogEntry entry)
    {
        var log = new[] { sigstore.FirstLog, sigstore.SecondLog }.FirstOrDefault(log => log.Key.Id.AsSpan().SequenceEqual(entry.LogId))
            ?? throw Invalid("checkpoint: Signature not found for log ID");
        if (MerkleTree.RootOf(MerkleTree.HashLeaf(entry.Body), entry.ProofIndex, entry.TreeSize, entry.Hashes) is not { } root) throw Invalid("inclusion proof has wrong size");
        if (!root.AsSpan().SequenceEqual(entry.RootHash)) throw Invalid("inclusion proof contains invalid root hash");
        RequireCheckpoint(entry, log.Key);
        if (entry.Promise is null || entry.IntegratedTime == 0) return;
        var promised = CanonicalJson.Write(new { body = entry.Body, integratedTime = entry.IntegratedTime, logID = Convert.ToHexStringLower(entry.LogId), logIndex = entry.LogIndex });
        if (!log.Key.Verify(promised, entry.Promise)) throw Invalid("SET: invalid inclusion promise");
    }

    /// <exception cref="AttestationRefusedException">It is one of something else.</exception>
    public static void RequireSame(SentLogEntry entry, UploadedAttestation attestation, byte[] signed)
    {
        var expected = (entry.Kind, entry.Version) switch
        {
            ("dsse", "0.0.1") => Dsse(attestation),
            ("hashedrekord", "0.0.2") => Hashed(attestation, signed),
            _ => throw new AttestationRefusedException($"Unsupported DSSE log entry type: {entry.Kind}/{entry.Version}"),
        };
        using var body = JsonBody.Parse(entry.Body) is { } json ? JsonDocument.Parse(json.GetRawText()) : throw new AttestationRefusedException("invalid log entry body");
        foreach (var (path, value) in expected)
        {
            if (Find(body.RootElement, path) != value) throw new AttestationRefusedException($"log entry body does not match the attestation ({path})");
        }
    }

    /// <summary>All that can be told of a Rekor v1 entry: its hash of the envelope is over JSON that the attestation no longer has.</summary>
    private static IEnumerable<(string Path, string Value)> Dsse(UploadedAttestation attestation)
    {
        using var key = VerifyingKey.ReadCertificate(attestation.Certificate);
        return
        [
            ("kind", "dsse"),
            ("apiVersion", "0.0.1"),
            ("spec.payloadHash.algorithm", "sha256"),
            ("spec.payloadHash.value", Convert.ToHexStringLower(SHA256.HashData(attestation.Statement))),
            ("spec.signatures.0.signature", Convert.ToBase64String(attestation.Signature)),
            ("spec.signatures.0.verifier", Convert.ToBase64String(Encoding.UTF8.GetBytes(key.ToPem()))),
        ];
    }

    private static IEnumerable<(string Path, string Value)> Hashed(UploadedAttestation attestation, byte[] signed) =>
    [
        ("kind", "hashedrekord"),
        ("apiVersion", "0.0.2"),
        ("spec.hashedRekordV002.data.algorithm", "SHA2_256"),
        ("spec.hashedRekordV002.data.digest", Convert.ToBase64String(SHA256.HashData(signed))),
        ("spec.hashedRekordV002.signature.content", Convert.ToBase64String(attestation.Signature)),
        ("spec.hashedRekordV002.signature.verifier.x509Certificate.rawBytes", Convert.ToBase64String(attestation.Certificate)),
    ];

    /// <summary>The text at a path of names, with 0 for the only element of a list; null where there is none.</summary>
    private static string? Find(JsonElement json, string path)
    {
        foreach (var name in path.Split('.'))
        {
            if (name == "0")
            {
                if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() != 1) return null;
                json = json[0];
            }
            else if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(name, out json))
            {
                return null;
            }
        }

        return json.ValueKind == JsonValueKind.String ? json.GetString() : null;
    }

    private static void RequireCheckpoint(SentLogEntry entry, LogKey key)
    {
        if (Note().Match(entry.Checkpoint) is not { Success: true } note) throw Invalid("malformed Note");
        var signatures = note.Groups["signature"].Captures.Select(static capture => Convert.FromBase64String(capture.Value));
        var own = signatures.FirstOrDefault(signature => signature.AsSpan().StartsWith(key.Id.AsSpan(0, Checkpoint.HintLength))) ?? throw Invalid("checkpoint: Signature not found for log ID");
        if (!key.Verify(Encoding.UTF8.GetBytes(note.Groups["text"].Value), own[Checkpoint.HintLength..])) throw Invalid("checkpoint: invalid signature");
        if (note.Groups["root"].Value != Convert.ToBase64String(entry.RootHash) || note.Groups["size"].Value != entry.TreeSize.ToString(CultureInfo.InvariantCulture))
            throw Invalid("Inclusion proof contains invalid root hash signature");
    }

    private static AttestationRefusedException Invalid(string reason) => new($"invalid log entry: {reason}");

    [GeneratedRegex(
        @"\A(?<text>[^\n]+\n(?<size>[0-9]+)\n(?<root>[A-Za-z0-9+/=]+)\n(?:[^\n]+\n)*)\n(?:— \S+ (?<signature>(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)\n)+\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Note();
}
