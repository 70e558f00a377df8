using TrustedPublish.Core;
using TrustedPublish.Core.Http;
using TrustedPublish.Core.Identity;
using TrustedPublish.Core.Index;
using TrustedPublish.Core.Secrets;
using TrustedPublish.Rehearsal.Stage;

namespace TrustedPublish.Unit.Support;

/// <summary>A rehearsal index with one publisher, and a client that waits little.</summary>
public sealed class Wire : IAsyncDisposable
{
    private readonly List<string> _lines = [];

    private Wire(RehearsalStage stage, Func<HttpOptions, HttpOptions>? change)
    {
        Stage = stage;
        var options = new HttpOptions
        {
            RetryDelay = TimeSpan.FromMilliseconds(1),
            MaximumRetryDelay = TimeSpan.FromMilliseconds(5),
            RequestTimeout = TimeSpan.FromSeconds(10),
            CertificateFile = stage.CertificateAuthorityFile,
        };
        Transport = new HttpTransport(change?.Invoke(options) ?? options, new Trace(Add, Add));
        Index = PackageIndex.Parse(stage.IndexUrl.AbsoluteUri);
    }

    public RehearsalStage Stage { get; }

    public HttpTransport Transport { get; }

    public PackageIndex Index { get; }

    /// <summary>Every verbose and debug line so far.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines) return [.. _lines];
        }
    }

    public static async Task<Wire> OpenAsync(Func<StageOptions, StageOptions>? change = null, Func<HttpOptions, HttpOptions>? http = null)
    {
        var options = new StageOptions { Publishers = [Publisher.For(new JobIdentity())] };
        return new Wire(await RehearsalStage.StartAsync(change?.Invoke(options) ?? options, TestContext.Current.CancellationToken), http);
    }

    /// <summary>The same as a job of that CI system, with a publisher that fits.</summary>
    public static Task<Wire> OpenAsync(CISystem system, Func<StageOptions, StageOptions>? change = null, Func<HttpOptions, HttpOptions>? http = null) => OpenAsync(
        options =>
        {
            var fitting = options with { System = system, Publishers = [Publisher.For(system)] };
            return change?.Invoke(fitting) ?? fitting;
        },
        http);

    /// <summary>The job's variables, with some changed; an empty value unsets.</summary>
    public JobEnvironment Job(params (string Name, string Value)[] changes)
    {
        var variables = new Dictionary<string, string>(Stage.Environment);
        foreach (var (name, value) in changes) variables[name] = value;
        return new JobEnvironment(name => variables.GetValueOrDefault(name), () => variables.Keys);
    }

    public IdToken IdToken(Action<IDictionary<string, object>>? change = null) =>
        Core.Identity.IdToken.Read("Test", new Secret(Stage.IssueIdToken("rehearsal", change)));

    public ApiToken ApiToken(params string[] projects) => new(Index, new Secret(Stage.MintApiToken(null, projects)), null);

    public async ValueTask DisposeAsync()
    {
        Transport.Dispose();
        await Stage.DisposeAsync();
    }

    private void Add(string line)
    {
        lock (_lines) _lines.Add(line);
    }
}
