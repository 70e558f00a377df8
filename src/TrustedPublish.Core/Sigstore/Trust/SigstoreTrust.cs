using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;
using TrustedPublish.Core.Sigstore.Tuf;

namespace TrustedPublish.Core.Sigstore.Trust;

/// <summary>
/// Where the trusted root and the signing configuration come from: a file that the user names, else Sigstore's TUF repository,
/// which is refreshed once for all files.
/// <para>
/// A repository that can't be reached is no error: the last copy that was verified, else the shipped one, is used with a warning.
/// That is safe because both are signed by keys that Sigstore's root trusted, and who cuts the connection gains only that a newer
/// copy isn't seen. A repository that answers with what does not verify is an error and never leads to a copy: it is the sign of an
/// attack or of a fault that must be seen, and who could make it pass unseen could hold newer copies back for ever.
/// </para>
/// </summary>
public sealed class SigstoreTrust : IDisposable
{
    private const string TrustedRoot = "trusted_root.json";
    private const string SigningConfig = "signing_config.v0.2.json";

    // The public Sigstore keeps its Rekor v2 logs apart, so that clients which know v1 alone don't come upon them.
    private const string SigningConfigOfRekor2 = "signing_config_rekor_v2.v0.2.json";

    // Of either file, in bytes; the public one's are under 10 KB.
    private const int LongestFile = 5_000_000;

    private readonly HttpTransport _transport;
    private readonly TrustOptions _options;
    private readonly TrustCache? _cache;
    private readonly TufClient _client;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _targets = [];
    private VerifiedRepository? _refreshed;
    private PublishException? _unreachable;
    private PublishException? _refused;
    private bool _hasWarned;

    /// <summary>The trust of those options. Nothing is read or asked for before it is needed.</summary>
    public SigstoreTrust(HttpTransport transport, TrustOptions options)
    {
        _transport = transport;
        _options = options;
        _cache = options.CacheFolder is { } folder ? new TrustCache(folder, options.Repository, transport.Trace) : null;
        _client = new TufClient(new TufRepository(transport, options.Repository), options.Shipped.Root, _cache, options.Shipped, transport.Options.TimeProvider);
    }

    /// <summary>Told, from any thread, that an older copy is used, of when it is, and why.</summary>
    public Action<string> Warn { get; init; } = static _ => { };

    /// <summary>What an error calls the trusted root: its file, or the repository.</summary>
    public string TrustedRootSource => _options.TrustedRootFile ?? $"{TrustedRoot} of {_options.Repository.Host}";

    /// <summary>What an error calls the signing configuration: its file, or the repository.</summary>
    public string SigningConfigSource(int rekorVersion) => _options.SigningConfigFile ?? $"{ConfigOf(rekorVersion)} of {_options.Repository.Host}";

    /// <summary>The trusted root's JSON: whose certificates, log entries and timestamps count.</summary>
    /// <exception cref="PublishException">
    /// <see cref="FailureKind.TrustUpdateRefused"/>: the repository gives what does not verify. <see cref="FailureKind.PathNotFound"/>,
    /// <see cref="FailureKind.FileUnreadable"/>: the named file is not there, or can't be read. Or the network's own failures, of which
    /// those of a repository that can't be reached are none.
    /// </exception>
    public Task<ReadOnlyMemory<byte>> TrustedRootAsync(CancellationToken cancellationToken) => GetAsync(_options.TrustedRootFile, TrustedRoot, cancellationToken);

    /// <summary>The signing configuration's JSON: the services that sign, with the times they are in use, and logs of version <paramref name="rekorVersion"/> (1 or 2).</summary>
    /// <exception cref="PublishException">As with the trusted root.</exception>
    public Task<ReadOnlyMemory<byte>> SigningConfigAsync(int rekorVersion, CancellationToken cancellationToken) => GetAsync(_options.SigningConfigFile, ConfigOf(rekorVersion), cancellationToken);

    /// <summary>
    /// Refuses one of the two files without the other, to sign with: the public Sigstore would take the place of what is missing, and
    /// have a private deployment's ID token, and stand in its log for ever.
    /// </summary>
    /// <exception cref="PublishException"><see cref="FailureKind.TrustedRootInvalid"/> or <see cref="FailureKind.SigningConfigInvalid"/>: which is missing.</exception>
    public void RefuseHalf()
    {
        var (root, config) = (_options.TrustedRootFile, _options.SigningConfigFile);
        if ((root is null) == (config is null)) return;
        throw new PublishException(
            root is null ? FailureKind.TrustedRootInvalid : FailureKind.SigningConfigInvalid,
            root is null ? "-SigningConfig names a private Sigstore, but not what its answers are held to." : "-TrustedRoot names a private Sigstore, but not which services sign.",
            "Give both, -TrustedRoot and -SigningConfig, or neither.") { Target = root ?? config };
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private static string ConfigOf(int rekorVersion) => rekorVersion == 1 ? SigningConfig : SigningConfigOfRekor2;

    private Task<ReadOnlyMemory<byte>> GetAsync(string? file, string target, CancellationToken cancellationToken) =>
        file is null ? TargetAsync(target, cancellationToken) : ReadAsync(file, cancellationToken);

    /// <summary>One caller at a time asks, and all get what it got, the failure included: twenty files make one refresh and one warning.</summary>
    private async Task<ReadOnlyMemory<byte>> TargetAsync(string target, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_refused is not null) throw _refused;
            if (_targets.TryGetValue(target, out var content)) return content;
            return _targets[target] = await AskAsync(target, cancellationToken);
        }
        catch (PublishException failure)
        {
            _refused = failure;
            throw;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<ReadOnlyMemory<byte>> AskAsync(string target, CancellationToken cancellationToken)
    {
        if (_unreachable is null)
        {
            try
            {
                _refreshed ??= await RefreshAsync(cancellationToken);
            }
            catch (PublishException failure) when (TufRepository.IsUnreachable(failure))
            {
                _unreachable = failure;
            }

            // What is the newest is known then: where it can't be had, an older one does not stand in.
            if (_refreshed is not null) return await _client.TargetAsync(_refreshed, target, cancellationToken);
        }

        var (content, age) = new LastKnownTrust(_cache, _options.Shipped).Target(target);
        // One warning for both files: they are of one day, but for a disk that lost one of them.
        if (!_hasWarned) Warn($"Sigstore's repository of trust can't be reached, so {age} is used. {_unreachable!.Message}");
        _hasWarned = true;
        return content;
    }

    private async Task<VerifiedRepository> RefreshAsync(CancellationToken cancellationToken)
    {
        var repository = _options.Repository;
        if (RefreshedTrust.Of(repository, _options.Shipped.Root, _options.RefreshedFor, _transport.Options.TimeProvider.GetUtcNow()) is { } known) return known;
        _transport.Trace.Verbose($"Asking {repository.Host} whom to trust as Sigstore.");
        var verified = await _client.RefreshAsync(cancellationToken);
        _transport.Trace.Verbose($"Sigstore's trust is that of root {verified.Root.Version}, targets {verified.Targets.Version}.");
        RefreshedTrust.Remember(repository, _options.Shipped.Root, verified);
        return verified;
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 4096, useAsync: true);
            if (file.Length > LongestFile) throw new IOException($"it is longer than {LongestFile} bytes");
            var content = new byte[file.Length];
            await file.ReadExactlyAsync(content, cancellationToken);
            return content;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new PublishException(FailureKind.PathNotFound, $"There is no file {path}.", "Check the path, which is relative to the current location.", exception) { Target = path };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PublishException(FailureKind.FileUnreadable, $"{path} can't be read: {exception.Message}", "Give this user the right to read it, and let no other program hold it open.", exception) { Target = path };
        }
    }
}
