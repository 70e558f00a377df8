using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;
using TrustedPublish.Core.Index;
using TrustedPublish.Core.Publishing;
using TrustedPublish.Core.Secrets;
using TrustedPublish.Unit.Support;
using Microsoft.Extensions.Time.Testing;

namespace TrustedPublish.Unit.Publishing;

/// <summary>When a token is replaced, and what is said where it can't be.</summary>
public sealed class TokenSourceTests : IDisposable
{
    private static readonly TransferEstimate Unknown = new(null, null, 3, 30_000_000);

    private readonly FakeTimeProvider _clock = new();
    private readonly HttpTransport _transport;
    private readonly TemporaryFolder _folder = new();
    private int _minted;

    public TokenSourceTests() => _transport = new HttpTransport(new HttpOptions { TimeProvider = _clock }, Core.Trace.None);

    public void Dispose()
    {
        _transport.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Mints_when_it_is_first_asked_and_not_again()
    {
        using var tokens = Minting();
        Assert.Empty(tokens.Minted);
        var first = await tokens.GetAsync(Unknown, Stop);
        Assert.Same(first, await tokens.GetAsync(Unknown, Stop));
        Assert.Equal([first], tokens.Minted);
    }

    [Theory]
    [InlineData(800, null, 1)] // 100 s left
    [InlineData(850, null, 2)] // 50 s left: less than the margin
    [InlineData(600, 100, 1)] // 300 s left for a file of 100 s
    [InlineData(700, 100, 2)] // 200 s left, less than twice the file and the margin
    [InlineData(10, 2000, 1)] // a fresh one would last hardly longer
    public async Task Replaces_a_token_that_would_not_last(int age, int? fileSeconds, int minted)
    {
        using var tokens = Minting();
        await tokens.GetAsync(Unknown, Stop);
        _clock.Advance(TimeSpan.FromSeconds(age));
        var token = await tokens.GetAsync(Unknown with { File = fileSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null }, Stop);
        Assert.Equal(minted, tokens.Minted.Count);
        Assert.Same(tokens.Minted[^1], token);
    }

    [Fact]
    public async Task Where_there_is_no_second_one_says_how_long_the_set_needs_before_the_first_byte()
    {
        using var tokens = TokenSource.Minting(PackageIndex.PyPI, MintAsync, canRepeat: false, _transport);
        await tokens.GetAsync(Unknown, Stop);
        _clock.Advance(TimeSpan.FromSeconds(860));
        await tokens.GetAsync(Unknown, Stop);
        var failure = await Assert.ThrowsAsync<PublishException>(() => tokens.GetAsync(new(TimeSpan.FromSeconds(60), TimeSpan.FromMinutes(9), 12, 84_000_000), Stop));
        Assert.Equal(FailureKind.TokenTooShort, failure.Kind);
        Assert.Contains("ends in 40 s; 12 files of 84 MB are left to send, which take about 9 min at the speed so far", failure.Message, StringComparison.Ordinal);
        _clock.Advance(TimeSpan.FromSeconds(41));
        failure = await Assert.ThrowsAsync<PublishException>(() => tokens.GetAsync(Unknown with { FilesLeft = 1 }, Stop));
        Assert.StartsWith("The API token has ended; 1 file of 30 MB is left to send.", failure.Message, StringComparison.Ordinal);
        Assert.Null(await tokens.RenewAsync(tokens.Minted[0], Stop));
    }

    [Fact]
    public async Task A_renewal_that_fails_leaves_the_token_that_still_lives()
    {
        var given = new ApiToken(PackageIndex.PyPI, new Secret("pypi-theirs"), _clock.GetUtcNow() + TimeSpan.FromSeconds(50));
        using var tokens = TokenSource.Of(given, static _ => throw new PublishException(FailureKind.NoMatchingPublisher, "refused", "x"), _transport);
        Assert.Same(given, await tokens.GetAsync(Unknown, Stop));
        _clock.Advance(TimeSpan.FromSeconds(51));
        await Assert.ThrowsAsync<PublishException>(() => tokens.GetAsync(Unknown, Stop));
    }

    [Fact]
    public async Task A_file_that_outlives_its_tokens_stops_no_other()
    {
        var index = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var wire = await Wire.OpenAsync(options => options with { TimeProvider = index });
        var minted = 0;
        wire.Stage.Log.Added += entry =>
        {
            // The first three tokens have ended, by the index's clock, before the file is through.
            if (entry.Stage == "mint" && ++minted <= 3) index.Advance(TimeSpan.FromSeconds(901));
        };
        var release = await Release.MintingAsync(wire, [Archives.ValidWheel(_folder), Archives.ValidSdist(_folder)], job: new PunctualJob(wire));
        Assert.Equal([FileStatus.Failed, FileStatus.Published], release.Results.Select(static result => result.Status));
    }

    [Fact]
    public async Task A_token_of_the_user_whose_end_is_not_known_is_taken_as_it_is()
    {
        var given = new ApiToken(PackageIndex.PyPI, new Secret("pypi-theirs"), null);
        using var tokens = TokenSource.Of(given, null, _transport);
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.Same(given, await tokens.GetAsync(Unknown with { File = TimeSpan.FromHours(1) }, Stop));
        Assert.Empty(tokens.Minted);
    }

    [Fact]
    public async Task Files_side_by_side_renew_once()
    {
        using var tokens = Minting();
        var ended = await tokens.GetAsync(Unknown, Stop);
        var renewed = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => tokens.RenewAsync(ended, Stop)));
        Assert.Single(renewed.Distinct());
        Assert.Equal(2, tokens.Minted.Count);
    }

    [Fact]
    public async Task A_refusal_is_asked_for_once_and_a_passing_fault_again_after_a_while()
    {
        var asked = 0;
        using var refused = TokenSource.Minting(PackageIndex.PyPI, _ => throw new PublishException(FailureKind.NoMatchingPublisher, $"{++asked}", "x"), canRepeat: true, _transport);
        using var passing = TokenSource.Minting(PackageIndex.PyPI, _ => throw new PublishException(FailureKind.IndexUnavailable, $"{++asked}", "x") { IsTransient = true }, canRepeat: true, _transport);
        for (var time = 0; time < 3; time++) await Assert.ThrowsAsync<PublishException>(() => refused.GetAsync(Unknown, Stop));
        Assert.Equal(1, asked);
        for (var time = 0; time < 3; time++) await Assert.ThrowsAsync<PublishException>(() => passing.GetAsync(Unknown, Stop));
        Assert.Equal(2, asked);
        _clock.Advance(_transport.Options.MaximumRetryDelay);
        await Assert.ThrowsAsync<PublishException>(() => passing.GetAsync(Unknown, Stop));
        Assert.Equal(3, asked);
    }

    [Fact]
    public async Task An_expiry_in_the_middle_is_renewed_and_the_file_sent_again()
    {
        var index = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var wire = await Wire.OpenAsync(options => options with { TimeProvider = index, TokenLifetime = TimeSpan.FromSeconds(900) });
        wire.Stage.Log.Added += entry =>
        {
            // By the index's clock the token ends after the first file; by the client's it has long to live.
            if (entry is { Stage: "upload", Status: 200 } && wire.Stage.Store.Files.Count == 1) index.Advance(TimeSpan.FromSeconds(901));
        };
        var release = await Release.MintingAsync(wire, [Archives.ValidWheel(_folder), Archives.ValidSdist(_folder)], job: new PunctualJob(wire));
        release.AssertHonest();
        Assert.All(release.Results, static result => Assert.Equal(FileStatus.Published, result.Status));
        Assert.Equal(2, release.Tokens.Count);
        Assert.Equal(2, release.Results[1].Attempts);
    }

    [Fact]
    public async Task An_expiry_that_no_renewal_mends_is_told()
    {
        await using var wire = await Wire.OpenAsync(static options => options with { TokenLifetime = TimeSpan.Zero });
        var release = await Release.MintingAsync(wire, [Archives.ValidWheel(_folder)]);
        release.AssertHonest();
        Assert.Equal(FailureKind.TokenExpired, release.Results.Single().Error!.Kind);
        Assert.True(wire.Stage.Log.Entries.Count(static entry => entry.Stage == "mint") < 6);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private TokenSource Minting() => TokenSource.Minting(PackageIndex.PyPI, MintAsync, canRepeat: true, _transport);

    private Task<ApiToken> MintAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new ApiToken(PackageIndex.PyPI, new Secret($"pypi-{++_minted}"), _clock.GetUtcNow() + TimeSpan.FromSeconds(900)));
}
