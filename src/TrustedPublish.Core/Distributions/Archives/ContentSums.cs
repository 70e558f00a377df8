using System.Buffers;
using System.Security.Cryptography;

namespace TrustedPublish.Core.Distributions.Archives;

/// <summary>The sums of a member's content.</summary>
/// <param name="Crc">Its CRC-32.</param>
/// <param name="Digest">Its digest in URL-safe Base64 without padding, as RECORD writes it, where one was asked for.</param>
internal readonly record struct ContentSums(uint Crc, string? Digest)
{
    private const int BufferSize = 64 * 1024;

    /// <summary>Reads <paramref name="content"/> to its end, once for both.</summary>
    public static ContentSums Compute(Stream content, HashAlgorithmName? algorithm, CancellationToken cancellationToken)
    {
        using var hash = algorithm is { } name ? IncrementalHash.CreateHash(name) : null;
        var crc = new Crc32();
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int read;
            while ((read = content.Read(buffer)) > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                crc.Add(buffer.AsSpan(0, read));
                hash?.AppendData(buffer.AsSpan(0, read));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return new ContentSums(crc.Value, hash is null ? null : Convert.ToBase64String(hash.GetHashAndReset()).TrimEnd('=').Replace('+', '-').Replace('/', '_'));
    }
}
