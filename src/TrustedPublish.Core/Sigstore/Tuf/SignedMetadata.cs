using System.Globalization;
using System.Text.Json;
using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.Sigstore.Tuf;

/// <summary>What every role's metadata has (TUF specification, 4.2 and 4.3): a signed part of one type, version and end, and its signatures.</summary>
internal sealed class SignedMetadata
{
    private readonly Dictionary<string, byte[]> _signatures;
    private readonly byte[] _signedBytes;

    private SignedMetadata(string role, JsonElement signed, Dictionary<string, byte[]> signatures)
    {
        Role = role;
        Content = signed;
        _signedBytes = CanonicalJson.Encode(signed);
        _signatures = signatures;
        Version = signed.RequiredCount("version");
        Expires = signed.RequiredTime("expires");
    }

    /// <summary>The role's name.</summary>
    public string Role { get; }

    /// <summary>The signed part.</summary>
    public JsonElement Content { get; }

    /// <summary>The version, from 1 on.</summary>
    public long Version { get; }

    /// <summary>When it ends.</summary>
    public DateTimeOffset Expires { get; }

    /// <summary>Reads metadata of a role and turns the signed part into what it holds. No signature has been looked at then.</summary>
    /// <param name="role">The role's name.</param>
    /// <param name="type">The type that its metadata must have: the role's name, or <c>targets</c> for delegated ones.</param>
    /// <param name="bytes">The metadata.</param>
    /// <param name="read">Reads what is special to the type; it may throw <see cref="FormatException"/>.</param>
    /// <exception cref="PublishException"><see cref="FailureKind.TrustUpdateRefused"/>: it is no metadata of that type.</exception>
    public static T Read<T>(string role, string type, ReadOnlyMemory<byte> bytes, Func<SignedMetadata, T> read)
    {
        long? version = null;
        try
        {
            var json = JsonText.ParseObject(bytes) ?? throw new FormatException("it is no JSON object");
            var signed = json.RequiredObject("signed");
            if (signed.RequiredText("_type") is var own && own != type) throw new FormatException($"it is metadata of the type '{own}'");
            // The whole first number: 1.0 and 1.0.34 are read alike, 2.0 is another format.
            if (signed.RequiredText("spec_version").Split('.') is not ["1", _, ..]) throw new FormatException("it follows another version of TUF's specification than 1");
            var metadata = new SignedMetadata(role, signed, ReadSignatures(json));
            version = metadata.Version;
            return read(metadata);
        }
        catch (FormatException exception)
        {
            throw MetadataRefusal.Of(role, version, exception.Message, exception);
        }
    }

    /// <summary>Holds the signatures to those that are needed; each key counts once.</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.TrustUpdateRefused"/>: too few are good.</exception>
    public void RequireSignatures(RoleKeys needed, string? by = null)
    {
        var counted = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (id, signature) in _signatures)
        {
            if (needed.Keys.TryGetValue(id, out var key) && key.Verifies(_signedBytes, signature)) counted.Add(key.Identity);
        }

        if (counted.Count < needed.Threshold)
            throw Refused($"{counted.Count} of the {needed.Threshold} signatures that {by ?? "it"} needs are there and hold");
    }

    /// <summary>Holds it to the time; at its very end it is over.</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.TrustUpdateRefused"/>: it is out of date.</exception>
    public void RequireCurrent(DateTimeOffset at)
    {
        if (at >= Expires)
            throw Refused(string.Create(CultureInfo.InvariantCulture, $"it ended on {Expires.UtcDateTime:yyyy-MM-dd HH:mm} UTC, and it is {at.UtcDateTime:yyyy-MM-dd HH:mm} now"));
    }

    /// <summary>The refusal of this metadata.</summary>
    public PublishException Refused(string reason) => MetadataRefusal.Of(Role, Version, reason);

    private static Dictionary<string, byte[]> ReadSignatures(JsonElement json)
    {
        var signatures = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var item in json.RequiredList("signatures"))
        {
            if (item.ValueKind != JsonValueKind.Object) throw new FormatException("a signature is no object");
            var id = item.RequiredText("keyid");
            if (!signatures.TryAdd(id, Decode(item.RequiredText("sig")))) throw new FormatException($"it has two signatures of the key '{id}'");
        }

        return signatures;
    }

    /// <summary>A signer who has not signed yet leaves an empty text; one that is no hex is as good as none.</summary>
    private static byte[] Decode(string signature)
    {
        try
        {
            return Convert.FromHexString(signature);
        }
        catch (FormatException)
        {
            return [];
        }
    }
}
