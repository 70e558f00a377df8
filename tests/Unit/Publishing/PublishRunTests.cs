using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;
using TrustedPublish.Core.Publishing;
using TrustedPublish.Unit.Support;
using Microsoft.Extensions.Time.Testing;

namespace TrustedPublish.Unit.Publishing;

/// <summary>What is there already, how tokens end, and what a limited time leaves.</summary>
public sealed class PublishRunTests : IDisposable
{
    private static readonly RunOptions Skip = new() { SkipExisting = true };
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_rerun_sends_only_what_is_missing()
    {
        await using var wire = await Wire.OpenAsync();
        FileInfo[] files = [Archives.ValidWheel(_folder), Archives.ValidSdist(_folder), Archives.ValidWheel(_folder, "other")];
        await Release.WithTokenAsync(wire, files.Take(1), wire.ApiToken());
        var release = await Release.MintingAsync(wire, files, Skip);
        release.AssertHonest();
        Assert.Equal(FileStatus.AlreadyPublished, release.Of(files[0]).Status);
        Assert.Equal(0, release.Of(files[0]).Attempts);
        Assert.Equal([FileStatus.Published, FileStatus.Published], files[1..].Select(file => release.Of(file).Status));
        Assert.Equal(3, release.Uploads.Count);
        // Once a project.
        Assert.Equal(2, wire.Stage.Log.Entries.Count(static entry => entry.Stage == "simple"));
    }

    [Fact]
    public async Task Where_all_is_there_no_token_is_minted()
    {
        await using var wire = await Wire.OpenAsync();
        FileInfo[] files = [Archives.ValidWheel(_folder)];
        await Release.WithTokenAsync(wire, files, wire.ApiToken());
        var release = await Release.MintingAsync(wire, files, Skip);
        Assert.Equal(FileStatus.AlreadyPublished, release.Results.Single().Status);
        Assert.DoesNotContain(wire.Stage.Log.Entries, static entry => entry.Stage is "mint" or "identity" or "audience");
    }

    [Fact]
    public async Task Another_file_of_the_name_keeps_the_whole_set_back()
    {
        await using var wire = await Wire.OpenAsync();
        await Release.WithTokenAsync(wire, [Archives.ValidWheel(_folder)], wire.ApiToken());
        FileInfo[] files = [Archives.ValidWheel(_folder, padding: 10), Archives.ValidSdist(_folder)];
        var release = await Release.MintingAsync(wire, files, Skip);
        release.AssertHonest();
        Assert.Empty(release.Results);
        var conflict = release.Conflicts.Single();
        Assert.Equal(FailureKind.FileAlreadyExists, conflict.Kind);
        Assert.Equal(files[0].FullName, conflict.Target);
        Assert.Single(wire.Stage.Store.Files);
        Assert.DoesNotContain(wire.Stage.Log.Entries, static entry => entry.Stage == "mint");
    }

    /// <summary>An index that refuses an identical file, as others than PyPI do, after an answer that was lost.</summary>
    [Theory]
    [InlineData("upload:400", FileStatus.Failed)] // the index says something else
    [InlineData("upload:409", FileStatus.Published)]
    public async Task Already_exists_to_a_second_try_counts_where_the_index_shows_the_same_digest(string second, FileStatus status)
    {
        await using var wire = await Wire.OpenAsync();
        wire.Stage.Faults.Add("upload:lost");
        wire.Stage.Faults.Add(second);
        var release = await Release.WithTokenAsync(wire, [Archives.ValidWheel(_folder)], wire.ApiToken());
        Assert.Equal(status, release.Results.Single().Status);
        Assert.Equal(2, release.Results.Single().Attempts);
    }

    [Fact]
    public async Task Already_exists_to_a_second_try_is_an_error_where_the_index_shows_nothing()
    {
        await using var wire = await Wire.OpenAsync(static options => options with { SimpleDelay = TimeSpan.FromHours(1) });
        wire.Stage.Faults.Add("upload:lost");
        wire.Stage.Faults.Add("upload:409");
        Assert.Equal(FailureKind.NameConflict, (await Release.WithTokenAsync(wire, [Archives.ValidWheel(_folder)], wire.ApiToken())).Results.Single().Error!.Kind);
    }

    [Fact]
    public async Task Tokens_that_were_minted_end_with_the_run_and_those_of_the_user_do_not()
    {
        await using var wire = await Wire.OpenAsync();
        var (good, bad) = (await Release.MintingAsync(wire, [Archives.ValidWheel(_folder)]), await FailingAsync(wire));
        Assert.NotNull(bad.Results.Single().Error);
        foreach (var token in good.Tokens.Concat(bad.Tokens)) Assert.False(wire.Stage.Takes(token.Value.Reveal()));
        Assert.Empty(good.Warnings);

        var (kept, ended) = (wire.ApiToken(), wire.ApiToken());
        await Release.WithTokenAsync(wire, [Archives.ValidWheel(_folder)], kept);
        await Release.WithTokenAsync(wire, [Archives.ValidWheel(_folder)], ended, new RunOptions { RevokeToo = ended });
        Assert.True(wire.Stage.Takes(kept.Value.Reveal()));
        Assert.False(wire.Stage.Takes(ended.Value.Reveal()));
    }

    [Fact]
    public async Task An_index_that_can_not_revoke_is_a_warning()
    {
        await using var wire = await Wire.OpenAsync(static options => options with { CanRevoke = false });
        var release = await Release.MintingAsync(wire, [Archives.ValidWheel(_folder)]);
        release.AssertHonest();
        Assert.Equal(FileStatus.Published, release.Results.Single().Status);
        Assert.Contains("does not know how to revoke", release.Warnings.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_through_in_time_has_failed_and_a_rerun_finishes_it()
    {
        var clock = new FakeTimeProvider();
        await using var wire = await Wire.OpenAsync();
        wire.Stage.Faults.Add("upload:hang");
        using var budget = new TimeBudget(TimeSpan.FromSeconds(30), clock);
        wire.Stage.Log.Added += entry =>
        {
            if (entry.Stage == "mint") _ = Task.Run(async () =>
            {
                while (wire.Stage.Log.MostAtOnce("upload") == 0) await Task.Delay(5, Stop);
                clock.Advance(TimeSpan.FromSeconds(31));
            }, Stop);
        };
        FileInfo[] files = [Archives.ValidWheel(_folder), Archives.ValidSdist(_folder)];
        var release = await Release.MintingAsync(wire, files, new RunOptions { Budget = budget });
        release.AssertHonest();
        Assert.All(release.Results, static result => Assert.Equal(FailureKind.OutOfTime, result.Error!.Kind));
        Assert.Equal(2, release.Results.Count);
        Assert.All((await Release.MintingAsync(wire, files, Skip)).Results, static result => Assert.Equal(FileStatus.Published, result.Status));
    }

    [Fact]
    public async Task A_run_that_is_stopped_ends_within_a_second_and_a_rerun_finishes_it()
    {
        await using var wire = await Wire.OpenAsync(static options => options with { BytesPerSecond = 200_000 });
        // Revoking may not hold it up either.
        wire.Stage.Faults.Add("revoke:hang");
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        FileInfo[] files = [Archives.ValidWheel(_folder), .. Enumerable.Range(1, 6).Select(number => Archives.WholeWheel(_folder, $"demo-1.0-{number}-py3-none-any.whl", "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\nSummary: A demonstration\n", ($"demo/build{number}.bin", new byte[2_000_000])))];
        var running = Release.MintingAsync(wire, files, cancellationToken: cancel.Token);
        while (wire.Stage.Log.MostAtOnce("upload") < 2) await Task.Delay(5, Stop);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(1), $"It took {clock.Elapsed}.");

        wire.Stage.Faults.Clear();
        var again = await Release.MintingAsync(wire, files, Skip);
        again.AssertHonest();
        Assert.All(again.Results, static result => Assert.NotEqual(FileStatus.Failed, result.Status));
        Assert.Equal(7, wire.Stage.Store.Files.Count);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Task<Release> FailingAsync(Wire wire)
    {
        wire.Stage.Faults.Add("upload:400");
        return Release.MintingAsync(wire, [Archives.ValidWheel(_folder, "failing")]);
    }
}
