using Microsoft.Extensions.Time.Testing;
using TrustedPublish.Core;
using TrustedPublish.Core.Distributions;
using TrustedPublish.Core.Distributions.Rules;
using TrustedPublish.Core.Publishing;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Publishing;

/// <summary>What is said of speed, and from when on.</summary>
public sealed class TransferMeterTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly TemporaryFolder _folder = new();
    private readonly List<UploadProgress> _steps = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Tells_no_time_before_enough_has_crossed_the_network()
    {
        var (meter, files) = Meter(3, 100_000);
        meter.Begin(files[0]);
        _clock.Advance(TimeSpan.FromSeconds(10));
        meter.Sent(files[0], files[0].Size);
        meter.End(files[0], isMeasured: true);
        var estimate = meter.Estimate(files[1]);
        Assert.Null(estimate.File);
        Assert.Null(estimate.Set);
        Assert.Equal(2, estimate.FilesLeft);
        Assert.Equal(files[1].Size + files[2].Size, estimate.BytesLeft);
    }

    [Fact]
    public void Takes_the_speed_of_one_file_for_the_next_and_that_of_several_for_the_set()
    {
        var (meter, files) = Meter(3, 2_000_000);
        meter.Begin(files[0]);
        _clock.Advance(TimeSpan.FromSeconds(10));
        meter.Sent(files[0], files[0].Size);
        meter.End(files[0], isMeasured: true);
        var estimate = meter.Estimate(files[1]);
        Assert.Equal(10, estimate.File!.Value.TotalSeconds, 0.1);
        // Two are left and go side by side.
        Assert.Equal(10, estimate.Set!.Value.TotalSeconds, 0.1);
    }

    [Fact]
    public void A_try_that_failed_is_no_measure_and_counts_once()
    {
        var (meter, files) = Meter(1, 2_000_000);
        meter.Begin(files[0]);
        meter.Sent(files[0], 1_500_000);
        meter.Begin(files[0]);
        Assert.Equal(0, _steps[^1].Bytes);
        meter.Sent(files[0], files[0].Size);
        meter.End(files[0], isMeasured: false);
        Assert.Null(meter.Estimate(files[0]).File);
        Assert.Equal((1, files[0].Size, true), (_steps[^1].FilesDone, _steps[^1].Bytes, _steps[^1].IsDone));
    }

    [Fact]
    public void Progress_has_speed_and_time_left()
    {
        var (meter, files) = Meter(2, 2_000_000);
        meter.Begin(files[0]);
        Assert.Null(_steps[^1].TimeLeft);
        _clock.Advance(TimeSpan.FromSeconds(4));
        meter.Sent(files[0], files[0].Size);
        Assert.Equal(files[0].Size / 4.0, _steps[^1].BytesPerSecond, 1.0);
        Assert.Equal(4, _steps[^1].TimeLeft!.Value.TotalSeconds, 0.1);
    }

    private (TransferMeter Meter, IReadOnlyList<Distribution> Files) Meter(int count, int size)
    {
        var set = ReleaseSet.Read(Enumerable.Range(0, count).Select(number => Archives.ValidWheel(_folder, version: $"1.{number}", padding: size)), RuleScope.None, Trace.None, TestContext.Current.CancellationToken);
        return (new TransferMeter(set.Distributions, 8, _steps.Add, _clock), set.Distributions);
    }
}
