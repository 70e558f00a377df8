using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.Sigstore.Signing;

/// <summary>A log that takes entries.</summary>
internal interface ITransparencyLog
{
    /// <summary>
    /// Has the signature logged, and says where it stands. Nothing of the answer has been verified. A request that failed on the
    /// way is sent again; a second entry of the same signature does no harm.
    /// </summary>
    /// <exception cref="PublishException">The log refused, or gave no entry.</exception>
    Task<LogEntry> AddAsync(DsseEnvelope envelope, ReadOnlyMemory<byte> certificate, CancellationToken cancellationToken);
}
