using System.Security.Cryptography;
using TrustedPublish.Core.Distributions.Archives;

namespace TrustedPublish.Core.Distributions;

/// <summary>The digest that the index identifies a file by.</summary>
public static class Sha256Digest
{
    /// <summary>The SHA-256 of a file as 64 hex digits in lower case, computed while streaming.</summary>
    public static async Task<string> ComputeAsync(FileInfo file, CancellationToken cancellationToken)
    {
        await using var stream = SequentialFile.Open(file);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[SequentialFile.BufferSize];
        int read;
        while ((read = await SequentialFile.ReadAsync(stream, file, buffer, cancellationToken)) > 0) hash.AppendData(buffer.AsSpan(0, read));
        return Convert.ToHexString(hash.GetHashAndReset()).ToLowerInvariant();
    }
}
