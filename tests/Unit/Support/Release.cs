using TrustedPublish.Core;
using TrustedPublish.Core.Distributions;
using TrustedPublish.Core.Distributions.Rules;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;
using TrustedPublish.Core.Identity;
using TrustedPublish.Core.Index;
using TrustedPublish.Core.Publishing;

namespace TrustedPublish.Unit.Support;

/// <summary>What a run is asked for.</summary>
internal sealed record RunOptions
{
    public int ThrottleLimit { get; init; } = PublishOptions.DefaultThrottleLimit;

    public bool SkipExisting { get; init; }

    public ApiToken? RevokeToo { get; init; }

    public TimeBudget Budget { get; init; } = TimeBudget.Unlimited;

    /// <summary>The attestations for the files, which may use the function to warn; null for none.</summary>
    public Func<IReadOnlyList<Distribution>, Action<string>, ReleaseAttestations>? Attestations { get; init; }
}

/// <summary>A whole run against a rehearsal index, as Publish-PythonDistribution makes it, and all that came of it.</summary>
internal sealed class Release
{
    private readonly List<FileResult> _results = [];

    private Release(Wire wire, IReadOnlyList<Distribution> files) => (Wire, Files) = (wire, files);

    public Wire Wire { get; }

    public IReadOnlyList<Distribution> Files { get; }

    /// <summary>In the order in which they ended.</summary>
    public IReadOnlyList<FileResult> Results
    {
        get
        {
            lock (_results) return [.. _results];
        }
    }

    /// <summary>What ended the whole run.</summary>
    public PublishException? Ended { get; private set; }

    public IReadOnlyList<PublishException> Conflicts { get; private set; } = [];

    public List<string> Warnings { get; } = [];

    /// <summary>Every token that was minted in the run.</summary>
    public IReadOnlyList<ApiToken> Tokens { get; private set; } = [];

    /// <summary>The token that the user brought.</summary>
    public ApiToken? Given { get; private set; }

    /// <summary>The uploads that the index saw, in the order in which they began.</summary>
    public IReadOnlyList<TrustedPublish.Rehearsal.Stage.Requests.RequestEntry> Uploads => [.. Wire.Stage.Log.Entries.Where(static entry => entry.Stage == "upload").OrderBy(static entry => entry.Began)];

    public FileResult Of(FileInfo file) => Results.Single(result => result.Distribution.FileName == file.Name);

    /// <summary>As the job whose tokens it mints.</summary>
    public static Task<Release> MintingAsync(Wire wire, IEnumerable<FileInfo> files, RunOptions? options = null, bool canRepeat = true, CancellationToken? cancellationToken = null)
    {
        var mint = new JobTokenMint(wire.Transport, wire.Index, new GitHubActions(wire.Job(), wire.Transport), static (_, _) => Task.CompletedTask);
        return RunAsync(wire, files, TokenSource.Minting(wire.Index, mint.MintAsync, canRepeat, wire.Transport), options, cancellationToken);
    }

    /// <summary>With a token that the user brought.</summary>
    public static async Task<Release> WithTokenAsync(Wire wire, IEnumerable<FileInfo> files, ApiToken token, RunOptions? options = null, CancellationToken? cancellationToken = null)
    {
        var release = await RunAsync(wire, files, TokenSource.Of(token, null, wire.Transport), options, cancellationToken);
        release.Given = token;
        return release;
    }

    public static async Task<Release> RunAsync(Wire wire, IEnumerable<FileInfo> files, TokenSource tokens, RunOptions? options, CancellationToken? cancellationToken)
    {
        var stop = cancellationToken ?? TestContext.Current.CancellationToken;
        var set = ReleaseSet.Read(files, RuleScope.PyPI, Trace.None, stop);
        Assert.Empty(set.Errors);
        var release = new Release(wire, set.Distributions);
        using (tokens)
        {
            options ??= new RunOptions();
            var run = new PublishRun(wire.Transport, tokens)
            {
                ThrottleLimit = options.ThrottleLimit,
                SkipExisting = options.SkipExisting,
                RevokeToo = options.RevokeToo,
                Budget = options.Budget,
                Attestations = options.Attestations?.Invoke(set.Distributions, release.Warnings.Add) ?? ReleaseAttestations.None,
                Warn = release.Warnings.Add,
            };
            try
            {
                release.Conflicts = await run.PublishAsync(
                    set.Distributions,
                    result =>
                    {
                        lock (release._results) release._results.Add(result);
                    },
                    stop);
            }
            catch (PublishException failure)
            {
                release.Ended = failure;
            }
            finally
            {
                release.Tokens = tokens.Minted;
            }
        }

        return release;
    }

    /// <summary>No file is lost, none is said to be published that is not, none is there twice, and no line shows a token.</summary>
    public void AssertHonest()
    {
        var stored = Wire.Stage.Store.Files;
        Assert.Equal(stored.Count, stored.Select(static file => file.FileName).Distinct().Count());
        if (Ended is null && Conflicts.Count == 0) Assert.Equal(Files.Select(static file => file.FileName).Order(), Results.Select(static result => result.Distribution.FileName).Order());
        foreach (var result in Results.Where(static result => result.Status != FileStatus.Failed))
            Assert.Equal(result.Sha256, stored.Single(file => file.FileName == result.Distribution.FileName).Sha256);
        Assert.All(Results.Where(static result => result.Status == FileStatus.Failed), static result => Assert.NotNull(result.Error));

        var shown = Wire.Lines.Concat(Warnings).Concat(Results.Select(static result => result.Error).Append(Ended).Concat(Conflicts).OfType<PublishException>().SelectMany(static error => new[] { error.ToString(), error.Remedy, error.Target ?? "" })).ToList();
        foreach (var secret in Tokens.Append(Given).OfType<ApiToken>().SelectMany(static token => new[] { token.Value.Reveal(), token.BasicCredential() }).Concat(Wire.Stage.Environment.Where(static variable => variable.Key.EndsWith("_TOKEN", StringComparison.Ordinal)).Select(static variable => variable.Value)))
            Assert.DoesNotContain(shown, line => line.Contains(secret, StringComparison.Ordinal));
        Assert.DoesNotContain(shown, static line => line.Contains("eyJ", StringComparison.Ordinal));
    }
}
