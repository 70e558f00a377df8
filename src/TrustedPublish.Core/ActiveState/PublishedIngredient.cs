using System.Globalization;
using System.Text.RegularExpressions;
using TrustedPublish.Core.Distributions.Metadata;
using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.ActiveState;

/// <summary>What <c>state publish</c> says that it has put into the catalogue.</summary>
/// <param name="Name">The name as the catalogue spells it.</param>
/// <param name="Namespace">Where it is.</param>
/// <param name="Version">Its version.</param>
/// <param name="Revision">How often this version has been published, from 1.</param>
/// <param name="Timestamp">From when on the catalogue has it, UTC.</param>
public sealed partial record PublishedIngredient(string Name, IngredientNamespace Namespace, string Version, int Revision, DateTimeOffset Timestamp)
{
    /// <summary>
    /// Reads the text that the tool prints. Its JSON has no timestamp, without which no script can be written
    /// (ActiveState/cli internal/runners/publish).
    /// </summary>
    /// <exception cref="PublishException"><see cref="FailureKind.StateToolOutputUnreadable"/>, also where it tells of another project than <paramref name="project"/>.</exception>
    public static PublishedIngredient Parse(string output, string project)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        // The last of each: before it asks, the tool shows what it is about to publish.
        foreach (Match match in Line().Matches(output)) values[match.Groups["key"].Value] = match.Groups["value"].Value;

        if (values.GetValueOrDefault("Name") is not { } name || ProjectName.Normalize(name) != ProjectName.Normalize(project)) throw Unreadable("the name of what it has published");
        if (values.GetValueOrDefault("Namespace") is not { } place) throw Unreadable("its namespace");
        if (values.GetValueOrDefault("Version") is not { } version || PackageVersion.TryParse(version) is null) throw Unreadable("its version");
        if (!int.TryParse(values.GetValueOrDefault("Revision"), NumberStyles.None, CultureInfo.InvariantCulture, out var revision)) throw Unreadable("its revision");
        if (values.GetValueOrDefault("Timestamp") is not { } time
            || !DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var timestamp)) throw Unreadable("its timestamp");
        return new(name, IngredientNamespace.Parse(place), version, revision, timestamp);
    }

    private static PublishException Unreadable(string what) => new(
        FailureKind.StateToolOutputUnreadable,
        $"'state publish' ended well, but {what} can't be read from what it printed (-Verbose shows it).",
        "Update the State Tool (state update) and this module; if both are current, report what the tool printed as an issue. ActiveState's catalogue has the package by now: run this again with -Edit.");

    [GeneratedRegex(@"^[ \t]*(?<key>Name|Namespace|Version|Revision|Timestamp):[ \t]*(?<value>\S+)[ \t]*\r?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Line();
}
