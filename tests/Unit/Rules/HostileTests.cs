using System.Diagnostics;
using TrustedPublish.Core.Distributions.Archives;
using TrustedPublish.Core.Distributions.Rules;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Rules;

/// <summary>Whatever the bytes are, a file gets a report, in bounded time and memory.</summary>
public abstract class HostileTests : IDisposable
{
    /// <summary>What reading one small file may allocate, in bytes: twice the longest metadata as bytes and as text, and some.</summary>
    private const long MostAllocated = 8L * ArchiveLimits.MetadataBytes;

    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(5);

    private protected TemporaryFolder Folder { get; } = new();

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing) Folder.Dispose();
    }

    private protected bool Survives(string name, byte[] bytes, string label = "") => Report(name, bytes, label) is not null;

    private protected DistributionReport Report(string name, byte[] bytes, string label = "")
    {
        var file = Folder.File(name);
        File.WriteAllBytes(file.FullName, bytes);
        var clock = Stopwatch.StartNew();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var report = DistributionRules.Check(file, RuleScope.PyPI, TestContext.Current.CancellationToken);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.NotNull(report);
        Assert.True(allocated < MostAllocated, $"{allocated} bytes were allocated. {label}");
        Assert.True(clock.Elapsed < MostTime, $"It took {clock.Elapsed}. {label}");
        Assert.DoesNotContain(report.Findings, static finding => finding.Message.Any(char.IsControl));
        return report;
    }
}
