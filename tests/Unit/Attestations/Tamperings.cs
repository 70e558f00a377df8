using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TrustedPublish.Unit.Attestations;

/// <summary>
/// Ways to tamper with a good attestation, each by its name. What one needs of another attestation comes from a second good
/// one, which must be of another file and made with another certificate.
/// </summary>
internal static class Tamperings
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Those that any attestation can suffer, of a Rekor v1 log or of a v2 log.</summary>
    public static IReadOnlyDictionary<string, Action<JsonObject, JsonObject>> OfAny { get; } = new Dictionary<string, Action<JsonObject, JsonObject>>(StringComparer.Ordinal)
    {
        ["signature: a bit is turned"] = static (json, _) => TurnBit(Envelope(json), "signature", ^1),
        ["signature: it is that of another attestation"] = static (json, other) => Take(Envelope(json), Envelope(other), "signature"),
        ["signature: it is cut short"] = static (json, _) => Change(Envelope(json), "signature", static bytes => bytes[..^1]),
        ["signature: something stands behind it"] = static (json, _) => Change(Envelope(json), "signature", static bytes => [.. bytes, 0]),
        ["statement: another digest"] = static (json, _) => ChangeStatement(json, static statement => statement["subject"]![0]!["digest"]!["sha256"] = new string('0', 64)),
        ["statement: another file's name"] = static (json, _) => ChangeStatement(json, static statement => statement["subject"]![0]!["name"] = "other-1.0.tar.gz"),
        ["statement: another predicate type"] = static (json, _) => ChangeStatement(json, static statement => statement["predicateType"] = "https://slsa.dev/provenance/v1.0"),
        ["statement: a predicate that was not signed"] = static (json, _) => ChangeStatement(json, static statement => statement["predicate"] = new JsonObject { ["by"] = "me" }),
        ["statement: the same in other bytes"] = static (json, _) => Change(Envelope(json), "statement", static bytes => [.. bytes, (byte)'\n']),
        ["statement: it is that of another attestation"] = static (json, other) => Take(Envelope(json), Envelope(other), "statement"),
        ["envelope: it is that of another attestation"] = static (json, other) => Take(json, other, "envelope"),
        ["certificate: another one that is valid"] = static (json, other) => Take(Material(json), Material(other), "certificate"),
        ["certificate: another identity is written in"] = static (json, _) => Change(Material(json), "certificate", static bytes => Turn(bytes, bytes.AsSpan().IndexOf("https://"u8) + 10)),
        ["certificate: the log's timestamp is changed"] = static (json, _) => Change(Material(json), "certificate", static bytes => Turn(bytes, bytes.AsSpan().IndexOf(TimestampList) + 60)),
        ["certificate: the authority's signature is changed"] = static (json, _) => TurnBit(Material(json), "certificate", ^1),
        ["certificate: it is cut short"] = static (json, _) => Change(Material(json), "certificate", static bytes => bytes[..^1]),
        ["certificate: something stands behind it"] = static (json, _) => Change(Material(json), "certificate", static bytes => [.. bytes, 0]),
        ["entry: it is that of another attestation"] = static (json, other) => Material(json)["transparency_entries"] = Material(other)["transparency_entries"]!.DeepClone(),
        ["entry: it is there twice"] = static (json, _) => Material(json)["transparency_entries"]!.AsArray().Add(Entry(json).DeepClone()),
        ["entry: there is none"] = static (json, _) => Material(json)["transparency_entries"] = new JsonArray(),
        ["entry: another number in the log"] = static (json, _) => AddOne(Entry(json), "logIndex"),
        ["entry: another log"] = static (json, _) => TurnBit(Entry(json)["logId"]!.AsObject(), "keyId", 0),
        ["entry: another kind"] = static (json, _) => Entry(json)["kindVersion"]!["kind"] = "intoto",
        ["entry: another version of its kind"] = static (json, _) => Entry(json)["kindVersion"]!["version"] = "0.0.9",
        ["body: it is that of another entry"] = static (json, other) => Take(Entry(json), Entry(other), "canonicalizedBody"),
        ["body: another digest"] = static (json, _) => Change(Entry(json), "canonicalizedBody", static bytes => Turn(bytes, bytes.AsSpan().IndexOf("\"signature"u8) - 20)),
        ["body: another certificate"] = static (json, _) => Change(Entry(json), "canonicalizedBody", static bytes => Turn(bytes, bytes.Length - 200)),
        ["body: the same in other bytes"] = static (json, _) => Change(Entry(json), "canonicalizedBody", static bytes => [.. bytes, (byte)'\n']),
        ["proof: there is none"] = static (json, _) => Entry(json).Remove("inclusionProof"),
        ["proof: another place in the tree"] = static (json, _) => AddOne(Proof(json), "logIndex"),
        ["proof: another size of the tree"] = static (json, _) => AddOne(Proof(json), "treeSize"),
        ["proof: a place outside of the tree"] = static (json, _) => Proof(json)["logIndex"] = long.MaxValue.ToString(CultureInfo.InvariantCulture),
        ["proof: another root"] = static (json, _) => TurnBit(Proof(json), "rootHash", 0),
        ["proof: a hash is changed"] = static (json, _) => Hashes(json)[0] = Convert.ToBase64String(Turn(Convert.FromBase64String(Hashes(json)[0]!.GetValue<string>()), 0)),
        ["proof: a hash is missing"] = static (json, _) => Hashes(json).RemoveAt(Hashes(json).Count - 1),
        ["proof: a hash too many"] = static (json, _) => Hashes(json).Add(Convert.ToBase64String(new byte[32])),
        ["proof: it is that of another entry"] = static (json, other) => Entry(json)["inclusionProof"] = Proof(other).DeepClone(),
        ["checkpoint: it is that of another tree"] = static (json, other) => Proof(json)["checkpoint"] = Proof(other)["checkpoint"]!.DeepClone(),
        ["checkpoint: another origin"] = static (json, _) => ChangeCheckpoint(json, static lines => lines[0] += "x"),
        ["checkpoint: another size"] = static (json, _) => ChangeCheckpoint(json, static lines => lines[1] += "0"),
        ["checkpoint: another root"] = static (json, _) => ChangeCheckpoint(json, static lines => lines[2] = Convert.ToBase64String(Turn(Convert.FromBase64String(lines[2]), 0))),
        ["checkpoint: another signer's name"] = static (json, _) => ChangeSigner(json, static words => words[1] = "log.example.org"),
        ["checkpoint: another key's hint"] = static (json, _) => ChangeSigner(json, static words => words[2] = Convert.ToBase64String(Turn(Convert.FromBase64String(words[2]), 0))),
        ["checkpoint: the log's signature is changed"] = static (json, _) => ChangeSigner(json, static words => words[2] = Convert.ToBase64String(Turn(Convert.FromBase64String(words[2]), Convert.FromBase64String(words[2]).Length - 1))),
        ["checkpoint: nobody signed it"] = static (json, _) => Set(json, Checkpoint(json)[..(Checkpoint(json).IndexOf("\n\n", StringComparison.Ordinal) + 2)]),
        ["attestation: another version"] = static (json, _) => json["version"] = 2,
    };

    /// <summary>Those of an attestation whose log says the time: a Rekor v1 log. None of the attestations may have a timestamp.</summary>
    public static IReadOnlyDictionary<string, Action<JsonObject, JsonObject>> OfPromise { get; } = new Dictionary<string, Action<JsonObject, JsonObject>>(StringComparer.Ordinal)
    {
        ["time: a second later"] = static (json, _) => AddOne(Entry(json), "integratedTime"),
        ["time: when the certificate was over"] = static (json, _) => AddOne(Entry(json), "integratedTime", 3600),
        ["time: before the certificate was given"] = static (json, _) => AddOne(Entry(json), "integratedTime", -3600),
        ["time: the log does not say it"] = static (json, _) => Entry(json).Remove("integratedTime"),
        ["promise: a bit is turned"] = static (json, _) => TurnBit(Promise(json), "signedEntryTimestamp", ^1),
        ["promise: it is that of another entry"] = static (json, other) => Take(Promise(json), Promise(other), "signedEntryTimestamp"),
        ["promise: there is none"] = static (json, _) => Entry(json).Remove("inclusionPromise"),
    };

    /// <summary>Those of an attestation with a timestamp of an authority, and a log that says no time.</summary>
    public static IReadOnlyDictionary<string, Action<JsonObject, JsonObject>> OfTimestamp { get; } = new Dictionary<string, Action<JsonObject, JsonObject>>(StringComparer.Ordinal)
    {
        ["timestamp: there is none"] = static (json, _) => Material(json).Remove("timestamps"),
        ["timestamp: it is that of another signature"] = static (json, other) => Material(json)["timestamps"] = Material(other)["timestamps"]!.DeepClone(),
        ["timestamp: the authority's signature is changed"] = static (json, _) => Material(json)["timestamps"]![0] = Convert.ToBase64String(Turn(Timestamp(json), Timestamp(json).Length - 1)),
        ["timestamp: another time"] = static (json, _) => Material(json)["timestamps"]![0] = Convert.ToBase64String(Turn(Timestamp(json), Timestamp(json).AsSpan().IndexOf("Z"u8) - 1)),
        ["timestamp: it is cut short"] = static (json, _) => Material(json)["timestamps"]![0] = Convert.ToBase64String(Timestamp(json)[..^1]),
        ["timestamp: it is there twice"] = static (json, _) => Material(json)["timestamps"]!.AsArray().Add(Convert.ToBase64String(Timestamp(json))),
    };

    /// <summary>The tampered attestation.</summary>
    /// <param name="name">How to tamper.</param>
    /// <param name="attestation">A good one.</param>
    /// <param name="other">Another good one.</param>
    public static byte[] Apply(string name, ReadOnlyMemory<byte> attestation, ReadOnlyMemory<byte> other)
    {
        var json = JsonNode.Parse(attestation.Span)!.AsObject();
        var tamper = OfAny.GetValueOrDefault(name) ?? OfPromise.GetValueOrDefault(name) ?? OfTimestamp[name];
        tamper(json, JsonNode.Parse(other.Span)!.AsObject());
        return Encoding.UTF8.GetBytes(json.ToJsonString(Plain));
    }

    /// <summary>The object identifier of the extension with the certificate log's timestamp.</summary>
    private static ReadOnlySpan<byte> TimestampList => [0x2B, 0x06, 0x01, 0x04, 0x01, 0xD6, 0x79, 0x02, 0x04, 0x02];

    private static JsonObject Envelope(JsonObject json) => json["envelope"]!.AsObject();

    private static JsonObject Material(JsonObject json) => json["verification_material"]!.AsObject();

    private static JsonObject Entry(JsonObject json) => Material(json)["transparency_entries"]![0]!.AsObject();

    private static JsonObject Promise(JsonObject json) => Entry(json)["inclusionPromise"]!.AsObject();

    private static JsonObject Proof(JsonObject json) => Entry(json)["inclusionProof"]!.AsObject();

    private static JsonArray Hashes(JsonObject json) => Proof(json)["hashes"]!.AsArray();

    private static string Checkpoint(JsonObject json) => Proof(json)["checkpoint"]!["envelope"]!.GetValue<string>();

    private static void Set(JsonObject json, string checkpoint) => Proof(json)["checkpoint"]!["envelope"] = checkpoint;

    private static byte[] Timestamp(JsonObject json) => Convert.FromBase64String(Material(json)["timestamps"]![0]!.GetValue<string>());

    private static void Take(JsonObject json, JsonObject other, string name) => json[name] = other[name]!.DeepClone();

    private static void Change(JsonObject json, string name, Func<byte[], byte[]> change) =>
        json[name] = Convert.ToBase64String(change(Convert.FromBase64String(json[name]!.GetValue<string>())));

    private static void TurnBit(JsonObject json, string name, System.Index at) => Change(json, name, bytes => Turn(bytes, at.GetOffset(bytes.Length)));

    private static byte[] Turn(byte[] bytes, int at)
    {
        bytes[at] ^= 1;
        return bytes;
    }

    private static void AddOne(JsonObject json, string name, long more = 1) =>
        json[name] = (long.Parse(json[name]!.GetValue<string>(), CultureInfo.InvariantCulture) + more).ToString(CultureInfo.InvariantCulture);

    private static void ChangeStatement(JsonObject json, Action<JsonObject> change) => Change(Envelope(json), "statement", bytes =>
    {
        var statement = JsonNode.Parse(bytes)!.AsObject();
        change(statement);
        return Encoding.UTF8.GetBytes(statement.ToJsonString(Plain));
    });

    private static void ChangeCheckpoint(JsonObject json, Action<string[]> change)
    {
        var lines = Checkpoint(json).Split('\n');
        change(lines);
        Set(json, string.Join('\n', lines));
    }

    /// <summary>The signature's line: a dash, the name, the hint with the signature.</summary>
    private static void ChangeSigner(JsonObject json, Action<string[]> change) => ChangeCheckpoint(json, lines =>
    {
        for (var line = Array.IndexOf(lines, "") + 1; line < lines.Length && lines[line].Length > 0; line++)
        {
            var words = lines[line].Split(' ');
            change(words);
            lines[line] = string.Join(' ', words);
        }
    });
}
