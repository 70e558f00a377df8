using Microsoft.Extensions.Time.Testing;
using TrustedPublish.Core;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;
using TrustedPublish.Core.Sigstore.Tuf;

namespace TrustedPublish.Unit.Sigstore.Tuf;

/// <summary>A simulated repository on loopback, and a client of it that keeps what it verified.</summary>
public abstract class TufTest : IAsyncLifetime
{
    protected SimulatedRepository Repository { get; set; } = new();

    protected MemoryStore Store { get; } = new();

    protected FakeTimeProvider Clock { get; } = new(SimulatedRepository.Start);

    protected FileServer Server { get; private set; } = null!;

    protected HttpTransport Transport { get; private set; } = null!;

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Server = await FileServer.StartAsync(path => Repository.Files.GetValueOrDefault(path));
        Transport = new HttpTransport(new HttpOptions { MaximumRetryCount = 0, TimeProvider = Clock }, Trace.None);
    }

    public virtual async ValueTask DisposeAsync()
    {
        Transport.Dispose();
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected TufClient Client => new(new TufRepository(Transport, Server.Address), Repository.Root, Store, null, Clock);

    private protected Task<VerifiedRepository> RefreshAsync() => Client.RefreshAsync(Stop);

    protected async Task<byte[]> TargetAsync(string path = SimulatedRepository.Target)
    {
        var client = Client;
        return (await client.TargetAsync(await client.RefreshAsync(Stop), path, Stop)).ToArray();
    }

    /// <summary>The update is refused for what that role gave, with words that say why.</summary>
    protected async Task RefusedAsync(string role, string reason, string? target = null)
    {
        var failure = await Assert.ThrowsAsync<PublishException>(async () => _ = target is null ? (object)await RefreshAsync() : await TargetAsync(target));
        Assert.Equal(FailureKind.TrustUpdateRefused, failure.Kind);
        Assert.Equal(role, failure.Target);
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
    }
}
