using System.Security.Cryptography.X509Certificates;
using TrustedPublish.Rehearsal.Stage.Faults;
using TrustedPublish.Rehearsal.Stage.Identity;
using TrustedPublish.Rehearsal.Stage.Integrity;
using TrustedPublish.Rehearsal.Stage.Network;
using TrustedPublish.Rehearsal.Stage.Oidc;
using TrustedPublish.Rehearsal.Stage.Requests;
using TrustedPublish.Rehearsal.Stage.Sigstore;
using TrustedPublish.Rehearsal.Stage.Simple;
using TrustedPublish.Rehearsal.Stage.Tools;
using TrustedPublish.Rehearsal.Stage.Upload;
using TrustedPublish.Rehearsal.Stage.Upload.Attestations;

namespace TrustedPublish.Rehearsal.Stage;

/// <summary>
/// A strict package index, the identity provider of a CI system and, where asked for, a Sigstore on loopback. It judges the module,
/// so it shares no code with it. Disposing it stops all of them and removes what was uploaded.
/// </summary>
public sealed class RehearsalStage : IAsyncDisposable
{
    private readonly string _folder;
    private readonly X509Certificate2? _certificate;
    private readonly WebApplication _index;
    private readonly WebApplication _identity;
    private readonly WebApplication? _sigstoreHost;
    private readonly SigstoreServices? _sigstore;
    private readonly IdTokenIssuer _issuer;
    private readonly CIJobs _jobs;
    private readonly ToolEndpoint _tools;
    private readonly ApiTokens _tokens;
    private readonly List<Publisher> _publishers;

    private RehearsalStage(StageOptions options)
    {
        _folder = Directory.CreateTempSubdirectory("trustedpublish-index-").FullName;
        Store = new IndexStore(_folder);
        Log = new RequestLog(options.TimeProvider);
        Faults = new FaultPlan(options.Seed);
        _publishers = [.. options.Publishers];
        _tokens = new ApiTokens(options.TimeProvider);
        if (options.Tls)
        {
            CertificateAuthorityFile = Path.Combine(_folder, "authority.pem");
            _certificate = CertificateAuthority.Issue(CertificateAuthorityFile);
        }

        _issuer = new IdTokenIssuer(options.TimeProvider);
        _jobs = new CIJobs(options, _issuer);
        _tools = new ToolEndpoint(_issuer, _jobs) { Failure = options.ToolFailure };
        _identity = LoopbackHost.Build(options, 0, null, Log, Faults);
        _index = LoopbackHost.Build(options, options.Port, _certificate, Log, Faults);
        if (options.Sigstore)
        {
            _sigstore = new SigstoreServices(options.TimeProvider);
            _sigstoreHost = LoopbackHost.Build(options, 0, null, Log, Faults);
            TrustedRootFile = Path.Combine(_folder, "trusted_root.json");
            SigningConfigFile = Path.Combine(_folder, "signing_config.json");
        }
    }

    /// <summary>The index's base URL.</summary>
    public Uri IndexUrl { get; private set; } = new("http://127.0.0.1/");

    /// <summary>The identity provider's base URL, which is GitHub's issuer; those of the other systems stand below it.</summary>
    public Uri IdentityUrl => _issuer.Url;

    /// <summary>The address of the stage's own Sigstore, which all its services share; null without one.</summary>
    public Uri? SigstoreUrl => _sigstore?.Url;

    /// <summary>The file with the certificates and keys of that Sigstore (trusted_root.json); null without one.</summary>
    public string? TrustedRootFile { get; }

    /// <summary>The file with its addresses (signing_config.json); null without one.</summary>
    public string? SigningConfigFile { get; }

    /// <summary>The certificate of the authority that vouches for an index with TLS (PEM); null without TLS.</summary>
    public string? CertificateAuthorityFile { get; }

    /// <summary>
    /// The variables that a job of the stage's CI system sees: the address or the token itself, PATH where it needs tools, and with
    /// TLS the one that names the authority. A process is a job of no other system once it has those of the others unset.
    /// </summary>
    public IReadOnlyDictionary<string, string> Environment { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The folder of the stand-ins for the CI system's programs, which <see cref="Environment"/> has in front of PATH; null without any.</summary>
    public string? ToolFolder { get; private set; }

    /// <summary>The starts of those programs, in order.</summary>
    public IReadOnlyList<ToolRun> ToolRuns => _tools.Runs;

    /// <summary>How they fail; null where they work. May change while the stage runs.</summary>
    public ToolFailure? ToolFailure
    {
        get => _tools.Failure;
        set => _tools.Failure = value;
    }

    /// <summary>The values that the job's log was asked to hide, by a program (buildkite-agent redactor add).</summary>
    public IReadOnlyList<string> Hidden => _tools.Hidden;

    /// <summary>What was uploaded.</summary>
    public IndexStore Store { get; }

    /// <summary>Every request, without secrets.</summary>
    public RequestLog Log { get; }

    /// <summary>What goes wrong on purpose; may change while it runs.</summary>
    public FaultPlan Faults { get; }

    /// <summary>The registered publishers; may change while it runs.</summary>
    public IList<Publisher> Publishers => _publishers;

    /// <summary>Starts both on free ports (or the index on the one asked for).</summary>
    /// <exception cref="IOException">The port is taken, or this machine has no such address.</exception>
    public static async Task<RehearsalStage> StartAsync(StageOptions options, CancellationToken cancellationToken)
    {
        var stage = new RehearsalStage(options);
        try
        {
            await stage.ListenAsync(options, cancellationToken);
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client that trusts the index's authority and asks no proxy.</summary>
    public HttpClient CreateClient()
    {
        var handler = new SocketsHttpHandler { UseProxy = false };
        if (CertificateAuthorityFile is not null) handler.SslOptions = CertificateAuthority.Trust(CertificateAuthorityFile);
        return new HttpClient(handler);
    }

    /// <summary>A JWT of the stage's CI system; <paramref name="change"/> may alter its claims before it is signed.</summary>
    public string IssueIdToken(string audience, Action<IDictionary<string, object>>? change = null, TimeSpan? lifetime = null) =>
        _issuer.Issue(_jobs.Own, audience, change, lifetime);

    /// <summary>A JWT of the same job as another system makes it.</summary>
    public string IssueIdToken(CISystem system, string audience, Action<IDictionary<string, object>>? change = null, TimeSpan? lifetime = null) =>
        _issuer.Issue(_jobs.Of(system), audience, change, lifetime);

    /// <summary>The issuer of a system's ID tokens; with <paramref name="selfManaged"/>, that of an installation of one's own.</summary>
    public string IssuerOf(CISystem system, bool selfManaged = false) => selfManaged ? _issuer.SelfManagedIssuerOf(system) : _issuer.IssuerOf(system);

    /// <summary>An API token without an exchange; without projects it uploads to every one.</summary>
    public string MintApiToken(TimeSpan? lifetime = null, params string[] projects) =>
        _tokens.Mint(projects.Length == 0 ? null : projects, lifetime ?? TimeSpan.FromSeconds(900)).Token;

    /// <summary>Whether the index still takes this API token: it is known, not burned and has not ended.</summary>
    public bool Takes(string apiToken) => _tokens.Find(apiToken) is { } grant && !_tokens.IsExpired(grant);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // A request that hangs on purpose must not hold the end up.
        Faults.Release();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await Task.WhenAll(_index.StopAsync(patience.Token), _identity.StopAsync(patience.Token), _sigstoreHost?.StopAsync(patience.Token) ?? Task.CompletedTask);
        await _index.DisposeAsync();
        await _identity.DisposeAsync();
        if (_sigstoreHost is not null) await _sigstoreHost.DisposeAsync();
        _sigstore?.Dispose();
        _issuer.Dispose();
        _certificate?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task ListenAsync(StageOptions options, CancellationToken cancellationToken)
    {
        _issuer.Map(_identity);
        _jobs.Own.Map(_identity);
        _tools.Map(_identity);
        await _identity.StartAsync(cancellationToken);
        _issuer.Url = new Uri($"{_identity.Urls.First()}/");
        Environment = MakeEnvironment();
        if (_sigstore is not null)
        {
            _sigstore.Map(_sigstoreHost!, new TrustedIssuers(_issuer, SigstoreServices.Audience, options.TimeProvider));
            await _sigstoreHost!.StartAsync(cancellationToken);
            _sigstore.Url = new Uri($"{_sigstoreHost.Urls.First()}/");
            _sigstore.WriteDocuments(TrustedRootFile!, SigningConfigFile!);
        }

        var registered = new RegisteredPublishers(_publishers, Store);
        new MintEndpoint(options, registered, _tokens, new TrustedIssuers(_issuer, options.Audience, options.TimeProvider)).Map(_index);
        if (options.CanRevoke) new BurnEndpoint(_tokens).Map(_index);
        new UploadEndpoint(options, Store, _tokens, registered, new AttestationField(_sigstore, system => _issuer.IssuerOf(system), options.TakesTimestamps)).Map(_index);
        new IntegrityEndpoint(options, Store).Map(_index);
        new SimpleEndpoint(options, Store).Map(_index);
        await _index.StartAsync(cancellationToken);
        IndexUrl = new Uri($"{_index.Urls.First()}/");
    }

    private Dictionary<string, string> MakeEnvironment()
    {
        var variables = new Dictionary<string, string>(_jobs.Own.Variables, StringComparer.Ordinal);
        if (_jobs.Own.Tools is { Count: > 0 } tools)
        {
            ToolFolder = Tools.ToolFolder.Write(Path.Combine(_folder, "tools"), tools);
            variables["PATH"] = $"{ToolFolder}{Path.PathSeparator}{System.Environment.GetEnvironmentVariable("PATH")}";
            variables[ToolEndpoint.AddressVariable] = _issuer.Root;
        }

        if (CertificateAuthorityFile is not null) variables["SSL_CERT_FILE"] = CertificateAuthorityFile;
        return variables;
    }
}
