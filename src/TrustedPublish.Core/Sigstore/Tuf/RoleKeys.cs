using System.Text.Json;

namespace TrustedPublish.Core.Sigstore.Tuf;

/// <summary>Whose signatures a role's metadata needs, and how many of them.</summary>
/// <param name="Keys">The role's keys by their ids.</param>
/// <param name="Threshold">How many different keys must have signed, 1 at least.</param>
internal sealed record RoleKeys(IReadOnlyDictionary<string, TufKey> Keys, int Threshold)
{
    /// <summary>
    /// The role's keys among those of its delegator. An id that has no key there can't sign; an id is taken for the name it is
    /// and not recomputed, which the specification asks no more since its 1.0.27 (TAP 12): Sigstore's are older than its keys' form.
    /// </summary>
    /// <exception cref="FormatException">It names one id twice, or a threshold under 1.</exception>
    public static RoleKeys Read(JsonElement role, IReadOnlyDictionary<string, TufKey> keys)
    {
        var threshold = role.RequiredCount("threshold");
        if (threshold > int.MaxValue) throw new FormatException("'threshold' is no number of keys");
        var own = new Dictionary<string, TufKey>(StringComparer.Ordinal);
        foreach (var id in role.RequiredTexts("keyids"))
        {
            if (keys.TryGetValue(id, out var key)) own.Add(id, key);
        }

        return new RoleKeys(own, (int)threshold);
    }

    /// <summary>Keys by their ids.</summary>
    /// <exception cref="FormatException">One has not the form of a key.</exception>
    public static IReadOnlyDictionary<string, TufKey> ReadKeys(JsonElement keys) =>
        keys.Objects().ToDictionary(static key => key.Name, static key => TufKey.Read(key.Value), StringComparer.Ordinal);

    /// <summary>Whether a key that could sign before can't any more.</summary>
    public bool HasLostAKeyOf(RoleKeys former)
    {
        var left = Keys.Values.Select(static key => key.Identity).ToHashSet(StringComparer.Ordinal);
        return former.Keys.Values.Any(key => !left.Contains(key.Identity));
    }
}
