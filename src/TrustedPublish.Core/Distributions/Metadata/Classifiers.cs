using System.Collections.Frozen;
using System.Text.Json;

namespace TrustedPublish.Core.Distributions.Metadata;

/// <summary>The trove classifiers of PyPI (pypa/trove-classifiers).</summary>
internal static class Classifiers
{
    /// <summary>How a classifier begins that exists to be refused: it keeps a private project from being published.</summary>
    public const string PrivatePrefix = "Private :: ";

    private static readonly FrozenSet<string> Known = EmbeddedData.ReadLines("classifiers.txt").ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string[]> Deprecated =
        JsonSerializer.Deserialize(EmbeddedData.ReadText("classifiers-deprecated.json"), EmbeddedJson.Default.DictionaryStringStringArray)!.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The version of trove-classifiers that the list was taken from, which is a date.</summary>
    public static string Version { get; } = EmbeddedData.ReadVersion("trove-classifiers");

    public static bool IsKnown(string classifier) => Known.Contains(classifier) || Deprecated.ContainsKey(classifier);

    /// <summary>What replaces a classifier that is not to be used any more; null for one that is.</summary>
    public static IReadOnlyList<string>? Replacements(string classifier) => Deprecated.GetValueOrDefault(classifier);
}
