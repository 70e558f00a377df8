using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.Sigstore.Tuf;

/// <summary>
/// From the root that came with the program to the newest one, each signed by the one before it (TUF specification, 5.3). Roots
/// that are kept from an earlier time take the place of their download, and are verified no less: the chain begins anew each time.
/// </summary>
internal sealed class RootChain
{
    private readonly IMetadataStore? _store;

    private RootChain(RootMetadata trusted, IMetadataStore? store)
    {
        Newest = trusted;
        _store = store;
    }

    /// <summary>The last root of the chain.</summary>
    public RootMetadata Newest { get; private set; }

    /// <summary>Whether the keys of timestamp or snapshot have changed since the first root, so that what came with it of theirs is void.</summary>
    public bool HasRotatedSinceFirst { get; private set; }

    /// <summary>The chain as far as what is kept leads it. One that is damaged ends it there.</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.TrustUpdateRefused"/>: the first root is none.</exception>
    public static RootChain Kept(ReadOnlyMemory<byte> first, IMetadataStore? store)
    {
        var chain = new RootChain(RootMetadata.Trusted(first), store);
        while (store?.Read(StoredName.Root(chain.Newest.Version + 1)) is { } kept)
        {
            try
            {
                chain.Add(chain.Newest.Next(kept));
            }
            catch (PublishException)
            {
                break;
            }
        }

        return chain;
    }

    /// <summary>Asks the repository for one root after the other until it has no more.</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.TrustUpdateRefused"/>, or the network's own failures.</exception>
    public async Task FollowAsync(TufRepository repository, CancellationToken cancellationToken)
    {
        for (var rotation = 0; rotation < TufLimits.RootRotations; rotation++)
        {
            if (await repository.MetadataAsync(Newest.Version + 1, RootMetadata.Role, TufLimits.Root, cancellationToken) is not { } bytes) return;
            var next = Newest.Next(bytes);
            if (next.HasRotatedOnlineKeys(Newest))
            {
                // Before the root is kept: a process that ends between them must not find both.
                _store?.Delete(StoredName.Timestamp);
                _store?.Delete(StoredName.Snapshot);
            }

            Add(next);
            _store?.Write(StoredName.Root(next.Version), bytes);
        }
    }

    private void Add(RootMetadata next)
    {
        HasRotatedSinceFirst |= next.HasRotatedOnlineKeys(Newest);
        Newest = next;
    }
}
