using TrustedPublish.Core.Failures;

namespace TrustedPublish.Unit.Sigstore.Tuf;

/// <summary>What stands in for a repository of trust that can't be reached, and what does not.</summary>
public sealed class OutOfReachTests : SigstoreTrustTest
{
    [Fact]
    public async Task Out_of_reach_the_last_verified_copy_is_used_and_its_day_is_told()
    {
        var newer = PublishNewer();
        await RootAsync();
        Clock.Advance(TimeSpan.FromDays(90));
        Server.Status = 503;
        using var trust = Open(Options);
        Assert.Equal(newer, (await trust.TrustedRootAsync(Stop)).ToArray());
        Assert.Equal(newer, (await trust.TrustedRootAsync(Stop)).ToArray());
        Assert.Contains("the copy of 2026-01-01 is used", Assert.Single(Warnings), StringComparison.Ordinal);
        Assert.Contains("503", Warnings[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Out_of_reach_without_a_cache_the_shipped_copy_is_used()
    {
        var options = Options with { CacheFolder = null };
        await Server.DisposeAsync();
        using var trust = Open(options);
        Assert.Equal(SimulatedRepository.Content, (await trust.TrustedRootAsync(Stop)).ToArray());
        Assert.Equal(Config, (await trust.SigningConfigAsync(1, Stop)).ToArray());
        Assert.Contains("the copy that came with this module (2025-12-24) is used", Assert.Single(Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("targets.json")]
    [InlineData("targets%2Ftrusted_root.json")]
    [InlineData("2.root.json")]
    public async Task Out_of_reach_a_damaged_cache_is_passed_over(string file)
    {
        PublishNewer();
        await RootAsync();
        Spoil(file);
        Server.Status = 500;
        Assert.Equal(SimulatedRepository.Content, await RootAsync());
        Assert.Contains("came with this module", Assert.Single(Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Out_of_reach_a_cache_that_is_older_than_what_is_shipped_is_passed_over()
    {
        PublishNewer(withRoot: false);
        await RootAsync();
        // A newer module.
        var newest = PublishNewer(withRoot: false, content: "the newest trusted root");
        Repository.Ship("2026-01-02T00:00:00Z");
        Server.Status = 500;
        Assert.Equal(newest, await RootAsync());
        Assert.Contains("came with this module (2026-01-02)", Assert.Single(Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_newer_target_that_is_out_of_reach_is_an_error_and_no_older_one_stands_in()
    {
        await RootAsync();
        var newer = PublishNewer();
        var missing = Repository.Files.Single(file => file.Value == newer).Key;
        Server.EndlessFrom = missing;
        var failure = await Assert.ThrowsAsync<PublishException>(() => RootAsync());
        Assert.Equal(FailureKind.TrustUpdateRefused, failure.Kind);
        Server.EndlessFrom = null;
        Server.BreaksAt = missing;
        await Assert.ThrowsAsync<PublishException>(() => RootAsync());
        Assert.Empty(Warnings);
    }
}
