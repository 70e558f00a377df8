using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Rules;

/// <summary>
/// Distributions for every rule, on both of its sides: what the rules are tested with, and what is sent to the rehearsal
/// index to see that it says the same.
/// </summary>
public static class Corpus
{
    public static IReadOnlyList<Sample> All { get; } = [.. NameSamples.All, .. MetadataSamples.All, .. AddressSamples.All, .. LicenseSamples.All, .. DescriptionSamples.All, .. ZipSamples.All, .. ZipEntrySamples.All, .. WheelSamples.All, .. SdistSamples.All, .. TarSamples.All, .. GzipSamples.All];

    /// <summary>A sample that breaks no rule.</summary>
    internal static Sample Sound(string label, Func<TemporaryFolder, FileInfo> make) => new(label, null, make);

    /// <summary>A sample that breaks <paramref name="rule"/> and is refused for it.</summary>
    internal static Sample Broken(string rule, string label, Func<TemporaryFolder, FileInfo> make) => new(label, rule, make);

    /// <summary>A sample that breaks <paramref name="rule"/> and is taken.</summary>
    internal static Sample Doubtful(string rule, string label, Func<TemporaryFolder, FileInfo> make) => new(label, rule, make) { IsWarning = true };

    /// <summary>The metadata of demo 1.0, with further lines.</summary>
    internal static string Metadata(string lines = "", string version = "2.4", string name = "demo", string release = "1.0") =>
        $"Metadata-Version: {version}\nName: {name}\nVersion: {release}\n{lines}{(lines.Contains("Description:", StringComparison.Ordinal) || lines.Contains("\n\n", StringComparison.Ordinal) ? "" : "\nA text of its own.\n")}";
}
