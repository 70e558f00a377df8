using System.Text;
using TrustedPublish.Core.Sigstore.Trust;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Sigstore.Tuf;

/// <summary>A repository of trust, what is shipped of it, and a cache on disk.</summary>
public abstract class SigstoreTrustTest : TufTest
{
    private protected static readonly byte[] Config = Encoding.UTF8.GetBytes("""{"mediaType":"a signing configuration"}""");

    /// <summary>What was warned of so far.</summary>
    private protected List<string> Warnings { get; } = [];

    private protected TemporaryFolder Folder { get; } = new();

    private protected SigstoreTrustTest()
    {
        Repository.AddTarget("targets", "signing_config.v0.2.json", Config);
        Repository.Publish("targets", "snapshot", "timestamp");
        Repository.Ship("2025-12-24T00:00:00Z");
    }

    private protected string Cache => Path.Combine(Folder.Path, "cache");

    private protected TrustOptions Options => new() { Repository = Server.Address, Shipped = Repository, CacheFolder = Cache, RefreshedFor = TimeSpan.Zero };

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected SigstoreTrust Open(TrustOptions options) => new(Transport, options)
    {
        Warn = warning =>
        {
            lock (Warnings) Warnings.Add(warning);
        },
    };

    private protected async Task<byte[]> RootAsync(TrustOptions? options = null)
    {
        using var trust = Open(options ?? Options);
        return (await trust.TrustedRootAsync(Stop)).ToArray();
    }

    /// <summary>Publishes another trusted root, all metadata anew, and returns it.</summary>
    private protected byte[] PublishNewer(bool withRoot = true, string content = "a newer trusted root")
    {
        var newer = Encoding.UTF8.GetBytes(content);
        Repository.AddTarget("targets", SimulatedRepository.Target, newer);
        if (withRoot) Repository.RotateKeys("targets");
        Repository.Publish("targets", "snapshot", "timestamp");
        return newer;
    }

    private protected string FileOf(string name) => Path.Combine(Assert.Single(Directory.EnumerateDirectories(Path.Combine(Cache, "tuf"))), name);

    private protected void Spoil(string file)
    {
        var path = FileOf(file);
        var content = File.ReadAllBytes(path);
        content[^10] ^= 1;
        File.WriteAllBytes(path, content);
    }

    private protected static string Text(ReadOnlyMemory<byte> content) => Encoding.UTF8.GetString(content.Span);
}
