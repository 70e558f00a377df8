using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TrustedPublish.Core.Sigstore.Trust;

namespace TrustedPublish.Unit.Sigstore.Tuf;

/// <summary>
/// A TUF repository whose every part can be made wrong: the signed parts are open JSON, and a role is signed, and so published,
/// as it stands. Its canonical JSON is written here a second time, so that the product's is not its own judge.
/// </summary>
public sealed class SimulatedRepository : IShippedTrust
{
    public const string Target = "trusted_root.json";
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public SimulatedRepository(TestKey? rootKey = null)
    {
        foreach (var role in (string[])["root", "timestamp", "snapshot", "targets"])
        {
            Signers[role] = [role == "root" && rootKey is not null ? rootKey : TestKey.Ecdsa()];
            Signed[role] = new JsonObject
            {
                ["_type"] = role,
                ["spec_version"] = "1.0.31",
                ["version"] = 1,
                ["expires"] = "2026-02-01T00:00:00Z",
            };
        }

        Signed["root"]["consistent_snapshot"] = true;
        Signed["root"]["keys"] = new JsonObject();
        Signed["root"]["roles"] = new JsonObject();
        foreach (var role in Signers.Keys) ListSigners(role);
        Signed["timestamp"]["meta"] = new JsonObject { ["snapshot.json"] = new JsonObject { ["version"] = 1 } };
        Signed["snapshot"]["meta"] = new JsonObject { ["targets.json"] = new JsonObject { ["version"] = 1 } };
        Signed["targets"]["targets"] = new JsonObject();
        AddTarget("targets", Target, Content);
        foreach (var role in (string[])["root", "targets", "snapshot", "timestamp"]) Sign(role);
        Root = Files["1.root.json"];
    }

    /// <summary>The root that the client begins with: the first one.</summary>
    public ReadOnlyMemory<byte> Root { get; set; }

    /// <summary>The signed part of each role, as it is signed next.</summary>
    public Dictionary<string, JsonObject> Signed { get; } = [];

    /// <summary>Who signs each role.</summary>
    public Dictionary<string, List<TestKey>> Signers { get; } = [];

    /// <summary>What the repository serves, by path.</summary>
    public Dictionary<string, byte[]> Files { get; } = [];

    /// <summary>The content of <see cref="Target"/>.</summary>
    public static byte[] Content { get; } = Encoding.UTF8.GetBytes("""{"mediaType":"a trusted root"}""");

    /// <summary>What is shipped besides the root; nothing at first.</summary>
    public Dictionary<string, byte[]> Shipped { get; } = [];

    public ReadOnlyMemory<byte>? Read(string name) => Shipped.TryGetValue(name, out var content) ? content.AsMemory() : (ReadOnlyMemory<byte>?)null;

    /// <summary>Ships what is served now, as of that day.</summary>
    public void Ship(string day)
    {
        Root = Files[FileName("root")];
        foreach (var role in (string[])["timestamp", "snapshot", "targets"]) Shipped[$"{role}.json"] = Files[FileName(role)];
        foreach (var (path, file) in Signed["targets"]["targets"]!.AsObject())
            Shipped[$"targets/{path}"] = Files[TargetName(path, file!["hashes"]!["sha256"]!.GetValue<string>())];
        Shipped["refreshed.txt"] = Encoding.ASCII.GetBytes(day + "\n");
    }

    /// <summary>Raises the versions of the roles, in the order given, and signs them: <c>targets</c> before <c>snapshot</c> before <c>timestamp</c>.</summary>
    public void Publish(params string[] roles)
    {
        foreach (var role in roles)
        {
            SetVersion(role, Version(role) + 1);
            Sign(role);
        }
    }

    public int Version(string role) => Signed[role]["version"]!.GetValue<int>();

    /// <summary>Sets the version of a role, and what snapshot or timestamp say of it.</summary>
    public void SetVersion(string role, int version)
    {
        Signed[role]["version"] = version;
        if (role == "snapshot") Signed["timestamp"]["meta"]!["snapshot.json"]!["version"] = version;
        else if (role is not ("root" or "timestamp")) Signed["snapshot"]["meta"]![$"{role}.json"]!["version"] = version;
    }

    /// <summary>Signs a role as it stands and serves it under the name that its version gives it.</summary>
    public void Sign(string role) => Files[FileName(role)] = SignedFile(role);

    /// <summary>Lets timestamp or snapshot tell a file's length and hash, as it is served.</summary>
    public void TellContent(string role)
    {
        var file = Files[FileName(role)];
        var meta = Signed[role == "snapshot" ? "timestamp" : "snapshot"]["meta"]![$"{role}.json"]!;
        meta["length"] = file.Length;
        meta["hashes"] = new JsonObject { ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(file)) };
    }

    public byte[] SignedFile(string role)
    {
        var bytes = Encoding.UTF8.GetBytes(Canonical(Signed[role]));
        var signatures = new JsonArray([.. Signers[role].Select(key => new JsonObject { ["keyid"] = key.Id, ["sig"] = key.Sign(bytes) })]);
        return Encoding.UTF8.GetBytes(new JsonObject { ["signatures"] = signatures, ["signed"] = Signed[role].DeepClone() }.ToJsonString());
    }

    /// <summary>Changes what is served of a role after it was signed.</summary>
    public void Tamper(string file, Action<JsonObject> change)
    {
        var json = JsonNode.Parse(Files[file])!.AsObject();
        change(json);
        Files[file] = Encoding.UTF8.GetBytes(json.ToJsonString());
    }

    public string FileName(string role) => role == "timestamp" || (role != "root" && !IsConsistent) ? $"{Uri.EscapeDataString(role)}.json" : $"{Version(role)}.{Uri.EscapeDataString(role)}.json";

    /// <summary>Lists a top-level role's signers in the root as its keys.</summary>
    public void ListSigners(string role, int threshold = 1)
    {
        foreach (var key in Signers[role]) Signed["root"]["keys"]![key.Id] = key.Json;
        Signed["root"]["roles"]![role] = new JsonObject { ["keyids"] = new JsonArray([.. Signers[role].Select(static key => JsonValue.Create(key.Id))]), ["threshold"] = threshold };
    }

    /// <summary>Gives a top-level role other keys and publishes the root that says so.</summary>
    public void RotateKeys(params string[] roles)
    {
        foreach (var role in roles)
        {
            foreach (var key in Signers[role]) Signed["root"]["keys"]!.AsObject().Remove(key.Id);
            Signers[role] = [TestKey.Ecdsa()];
            ListSigners(role);
        }

        Publish("root");
    }

    public void AddTarget(string role, string path, byte[] content)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        Signed[role]["targets"]![path] = new JsonObject { ["length"] = content.Length, ["hashes"] = new JsonObject { ["sha256"] = hash } };
        Files[TargetName(path, hash)] = content;
    }

    /// <summary>The path under which a target is served.</summary>
    public string TargetName(string path, string hash)
    {
        var at = path.LastIndexOf('/') + 1;
        return IsConsistent ? $"targets/{path[..at]}{hash}.{path[at..]}" : $"targets/{path}";
    }

    /// <summary>Hands paths on to a role, which is made where there is none of that name yet; both must be published then.</summary>
    public void Delegate(string from, string to, string[] paths, bool terminating = false)
    {
        if (!Signed.ContainsKey(to))
        {
            Signers[to] = [TestKey.Ecdsa()];
            Signed[to] = new JsonObject { ["_type"] = "targets", ["spec_version"] = "1.0", ["version"] = 0, ["expires"] = "2026-02-01T00:00:00Z", ["targets"] = new JsonObject() };
            Signed["snapshot"]["meta"]![$"{to}.json"] = new JsonObject { ["version"] = 0 };
        }

        var delegations = (Signed[from]["delegations"] ??= new JsonObject { ["keys"] = new JsonObject(), ["roles"] = new JsonArray() }).AsObject();
        foreach (var key in Signers[to]) delegations["keys"]![key.Id] = key.Json;
        delegations["roles"]!.AsArray().Add(new JsonObject
        {
            ["name"] = to,
            ["keyids"] = new JsonArray([.. Signers[to].Select(static key => JsonValue.Create(key.Id))]),
            ["threshold"] = 1,
            ["terminating"] = terminating,
            ["paths"] = new JsonArray([.. paths.Select(static path => JsonValue.Create(path))]),
        });
    }

    private bool IsConsistent => Signed["root"]["consistent_snapshot"]!.GetValue<bool>();

    private static string Canonical(JsonNode? node) => node switch
    {
        null => "null",
        JsonObject json => $"{{{string.Join(',', json.OrderBy(static property => Convert.ToHexString(Encoding.UTF8.GetBytes(property.Key)), StringComparer.Ordinal).Select(static property => $"{Quoted(property.Key)}:{Canonical(property.Value)}"))}}}",
        JsonArray array => $"[{string.Join(',', array.Select(Canonical))}]",
        JsonValue value when value.GetValueKind() == JsonValueKind.String => Quoted(value.GetValue<string>()),
        _ => node.ToJsonString(),
    };

    private static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
