using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Publishing;
using TrustedPublish.Rehearsal.Stage;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Publishing;

/// <summary>Which file goes when.</summary>
public sealed class ScheduleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task One_file_of_a_release_goes_first_and_alone_and_the_others_side_by_side()
    {
        await using var wire = await Wire.OpenAsync(static options => options with { Latency = TimeSpan.FromMilliseconds(300) });
        var release = await Release.WithTokenAsync(wire, Set(9), wire.ApiToken(), new RunOptions { ThrottleLimit = 4 });
        release.AssertHonest();
        var first = release.Uploads[0];
        Assert.EndsWith(".whl", first.FileName, StringComparison.Ordinal);
        Assert.All(release.Uploads.Skip(1), upload => Assert.True(upload.Began > first.Ended));
        Assert.Equal(4, wire.Stage.Log.MostAtOnce("upload"));
    }

    [Fact]
    public async Task A_limit_of_one_sends_one_after_another()
    {
        await using var wire = await Wire.OpenAsync(static options => options with { Latency = TimeSpan.FromMilliseconds(20) });
        var release = await Release.WithTokenAsync(wire, Set(4), wire.ApiToken(), new RunOptions { ThrottleLimit = 1 });
        release.AssertHonest();
        Assert.Equal(1, wire.Stage.Log.MostAtOnce("upload"));
    }

    [Fact]
    public async Task Releases_do_not_wait_for_each_other()
    {
        await using var wire = await Wire.OpenAsync(static options => options with { Latency = TimeSpan.FromMilliseconds(300) });
        var release = await Release.WithTokenAsync(wire, [Archives.ValidWheel(_folder, "one"), Archives.ValidWheel(_folder, "two"), Archives.ValidWheel(_folder, "two", "2.0")], wire.ApiToken());
        release.AssertHonest();
        Assert.Equal(3, wire.Stage.Log.MostAtOnce("upload"));
    }

    [Fact]
    public async Task A_release_that_the_index_has_needs_no_first_file()
    {
        await using var wire = await Wire.OpenAsync(static options => options with { Latency = TimeSpan.FromMilliseconds(300) });
        var set = Set(4);
        await Release.WithTokenAsync(wire, set.Take(1), wire.ApiToken());
        await Release.WithTokenAsync(wire, set, wire.ApiToken(), new RunOptions { SkipExisting = true });
        Assert.Equal(3, wire.Stage.Log.MostAtOnce("upload"));
    }

    [Fact]
    public async Task Where_the_first_file_is_refused_the_next_one_leads()
    {
        await using var wire = await Wire.OpenAsync(static options => options with { Latency = TimeSpan.FromMilliseconds(50) });
        wire.Stage.Faults.Add("upload:400");
        var release = await Release.WithTokenAsync(wire, Set(4), wire.ApiToken());
        release.AssertHonest();
        Assert.Equal(3, wire.Stage.Store.Files.Count);
        Assert.All(release.Uploads.Skip(2), upload => Assert.True(upload.Began > release.Uploads[1].Ended));
    }

    [Fact]
    public async Task What_holds_for_every_file_is_asked_once()
    {
        await using var wire = await Wire.OpenAsync(static options => options with { Publishers = [new GitHubPublisher("somebody", "else", "release.yml") { Projects = ["theirs"] }] });
        var release = await Release.WithTokenAsync(wire, [.. Set(4), Archives.ValidWheel(_folder, "theirs")], wire.ApiToken("demo"));
        release.AssertHonest();
        Assert.Equal(FailureKind.TokenForOtherProject, release.Results.Single(static result => result.Error is not null).Error!.Kind);

        var other = await Release.WithTokenAsync(wire, Set(6), new(wire.Index, new("pypi-nobody"), null), new RunOptions { ThrottleLimit = 1 });
        Assert.All(other.Results, static result => Assert.Equal(FailureKind.CredentialRefused, result.Error!.Kind));
        Assert.Equal([1, 0, 0, 0, 0, 0], other.Results.Select(static result => result.Attempts));
        Assert.All(other.Results.Skip(1), static result => Assert.Contains("was not sent", result.Error!.Message, StringComparison.Ordinal));
        Assert.All(other.Results, static result => Assert.Equal(result.Distribution.File.FullName, result.Error!.Target));
    }

    [Fact]
    public async Task A_passing_fault_of_the_first_file_that_does_not_pass_keeps_nobody_waiting()
    {
        await using var wire = await Wire.OpenAsync(http: static options => options with { MaximumRetryCount = 1 });
        wire.Stage.Faults.Add("upload:503*2");
        var release = await Release.WithTokenAsync(wire, Set(3), wire.ApiToken());
        release.AssertHonest();
        Assert.Equal([FileStatus.Failed, FileStatus.Published, FileStatus.Published], release.Results.Select(static result => result.Status));
        Assert.True(release.Uploads[^1].Began > release.Uploads[^2].Ended, "The second file did not lead.");
    }

    [Fact]
    public async Task Two_files_that_lead_in_vain_are_enough()
    {
        await using var wire = await Wire.OpenAsync(static options => options with { Latency = TimeSpan.FromMilliseconds(200) }, static options => options with { MaximumRetryCount = 0 });
        wire.Stage.Faults.Add("upload:503*2");
        var release = await Release.WithTokenAsync(wire, Set(6), wire.ApiToken());
        release.AssertHonest();
        Assert.Equal(2, release.Results.Count(static result => result.Status == FileStatus.Failed));
        Assert.Equal(4, wire.Stage.Log.MostAtOnce("upload"));
    }

    [Fact]
    public async Task Two_hundred_files_arrive_once_each_through_a_bad_day()
    {
        await using var wire = await Wire.OpenAsync();
        wire.Stage.Faults.Add("upload:503%2");
        wire.Stage.Faults.Add("upload:reset%2");
        wire.Stage.Faults.Add("upload:lost%2");
        var release = await Release.WithTokenAsync(wire, Enumerable.Range(0, 200).Select(number => Archives.ValidWheel(_folder, version: $"1.{number}")), wire.ApiToken());
        release.AssertHonest();
        Assert.All(release.Results, static result => Assert.Equal(FileStatus.Published, result.Status));
        Assert.Equal(200, wire.Stage.Store.Files.Count);
        Assert.True(release.Uploads.Count > 203, "The day was not bad.");
    }

    /// <summary>An sdist and wheels of one release, the sdist first.</summary>
    private List<FileInfo> Set(int count) =>
    [
        Archives.ValidSdist(_folder),
        .. Enumerable.Range(1, count - 1).Select(number => Archives.WholeWheel(_folder, $"demo-1.0-{number}-py3-none-any.whl", "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\nSummary: A demonstration\n", ($"demo/build{number}.py", []))),
    ];
}
