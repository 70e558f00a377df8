using TrustedPublish.Rehearsal.Stage.Faults;
using TrustedPublish.Rehearsal.Stage.Identity;
using TrustedPublish.Rehearsal.Stage.Oidc;
using TrustedPublish.Rehearsal.Stage.Requests;
using TrustedPublish.Rehearsal.Stage.Simple;
using TrustedPublish.Rehearsal.Stage.Upload;

namespace TrustedPublish.Rehearsal.Stage;

/// <summary>
/// A strict package index and a GitHub-like identity provider on loopback. It judges the module, so it shares no code
/// with it. Disposing it stops both and removes what was uploaded.
/// </summary>
public sealed class RehearsalStage : IAsyncDisposable
{
    private readonly string _folder;
    private readonly WebApplication _index;
    private readonly WebApplication _identity;
    private readonly IdTokenIssuer _issuer;
    private readonly ApiTokens _tokens;

    private RehearsalStage(
        string folder, WebApplication index, WebApplication identity, IdTokenIssuer issuer, ApiTokens tokens, IndexStore store, RequestLog log, FaultPlan faults, IList<Publisher> publishers)
    {
        _folder = folder;
        _index = index;
        _identity = identity;
        _issuer = issuer;
        _tokens = tokens;
        Store = store;
        Log = log;
        Faults = faults;
        Publishers = publishers;
        IndexUrl = new Uri($"{index.Urls.First()}/");
        IdentityUrl = new Uri($"{identity.Urls.First()}/");
    }

    /// <summary>The index's base URL.</summary>
    public Uri IndexUrl { get; }

    /// <summary>The identity provider's base URL, which is also its issuer.</summary>
    public Uri IdentityUrl { get; }

    /// <summary>The variables that a job of this identity provider sees.</summary>
    public IReadOnlyDictionary<string, string> Environment => _issuer.Environment;

    /// <summary>What was uploaded.</summary>
    public IndexStore Store { get; }

    /// <summary>Every request, without secrets.</summary>
    public RequestLog Log { get; }

    /// <summary>What goes wrong on purpose; may change while it runs.</summary>
    public FaultPlan Faults { get; }

    /// <summary>The registered publishers; may change while it runs.</summary>
    public IList<Publisher> Publishers { get; }

    /// <summary>Starts both on free ports (or the index on the one asked for).</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<RehearsalStage> StartAsync(StageOptions options, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("trustedpublish-index-").FullName;
        var store = new IndexStore(folder);
        var log = new RequestLog(options.TimeProvider);
        var faults = new FaultPlan();
        var publishers = new List<Publisher>(options.Publishers);
        var tokens = new ApiTokens(options.TimeProvider);

        var identity = LoopbackHost.Build(0, log, faults, options.TimeProvider);
        var issuer = new IdTokenIssuer(options.Job, options.TimeProvider);
        issuer.Map(identity);
        await identity.StartAsync(cancellationToken);
        issuer.Url = new Uri($"{identity.Urls.First()}/");

        var index = LoopbackHost.Build(options.Port, log, faults, options.TimeProvider);
        new MintEndpoint(options, publishers, tokens, new IdTokenVerifier(issuer.Url, options.Audience, options.TimeProvider)).Map(index);
        new UploadEndpoint(options, store, tokens).Map(index);
        new SimpleEndpoint(store).Map(index);
        try
        {
            await index.StartAsync(cancellationToken);
        }
        catch
        {
            await identity.DisposeAsync();
            Directory.Delete(folder, recursive: true);
            throw;
        }

        return new RehearsalStage(folder, index, identity, issuer, tokens, store, log, faults, publishers);
    }

    /// <summary>A JWT of the identity provider; <paramref name="change"/> may alter its claims before it is signed.</summary>
    public string IssueIdToken(string audience, Action<IDictionary<string, object>>? change = null, TimeSpan? lifetime = null) =>
        _issuer.Issue(audience, change, lifetime);

    /// <summary>An API token without an exchange; without projects it uploads to every one.</summary>
    public string MintApiToken(TimeSpan? lifetime = null, params string[] projects) =>
        _tokens.Mint(projects.Length == 0 ? null : projects, lifetime ?? TimeSpan.FromSeconds(900)).Token;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // A request that hangs on purpose must not hold the end up.
        Faults.Release();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await Task.WhenAll(_index.StopAsync(patience.Token), _identity.StopAsync(patience.Token));
        await _index.DisposeAsync();
        await _identity.DisposeAsync();
        _issuer.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
