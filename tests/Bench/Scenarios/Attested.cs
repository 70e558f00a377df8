using TrustedPublish.Bench.Measure;
using TrustedPublish.Rehearsal.Stage;
using TrustedPublish.Unit.Support;
using static TrustedPublish.Bench.Scenarios.Report;

namespace TrustedPublish.Bench.Scenarios;

/// <summary>What attestations cost: the same release with them and without, each a whole job with tokens of its own.</summary>
internal static class Attested
{
    /// <summary>Index and Sigstore on the same machine.</summary>
    public static Scenario Near { get; } = Of("attested-near", "20 wheels with an attestation each, index and Sigstore on the same machine", TimeSpan.Zero);

    /// <summary>Index and Sigstore far away.</summary>
    public static Scenario Far { get; } = Of("attested-far", $"The same at {FarIndex.Latency.TotalMilliseconds:0} ms", FarIndex.Latency);

    private static Scenario Of(string name, string title, TimeSpan latency) => new(name, title, async (runs, stop) =>
    {
        using var folder = new TemporaryFolder();
        FarIndex.AddRelease(folder);
        var options = new StageOptions { Sigstore = true, Latency = latency, Publishers = [Publisher.For(new JobIdentity())] };
        var entries = await new Race(folder, options).RunAsync([OursAsJob.Of(isAttested: true), OursAsJob.Of(isAttested: false)], runs, stop);
        return new Report(Compare(entries), Target("wall", 1.5, entries, static entry => entry.Wall));
    });
}
