using System.Security.Cryptography;
using System.Text.Json;
using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.Sigstore.Tuf;

/// <summary>What metadata says of a file's content.</summary>
/// <param name="Length">Its length in bytes; null where nothing is said.</param>
/// <param name="Hashes">Its hashes by algorithm, hex in lower case: SHA-256 and SHA-512, others are left out.</param>
internal sealed record FileContent(long? Length, IReadOnlyDictionary<string, string> Hashes)
{
    /// <summary>Reads <c>length</c> and <c>hashes</c>, which targets must have and metadata may.</summary>
    /// <exception cref="FormatException">What is there is malformed, or has hashes of unknown algorithms alone.</exception>
    public static FileContent Read(JsonElement file, bool isRequired)
    {
        long? length = isRequired || file.TryGetProperty("length", out _) ? file.RequiredNumber("length") : null;
        if (length < 0) throw new FormatException("'length' is negative");
        var hashes = new Dictionary<string, string>(StringComparer.Ordinal);
        if (isRequired || file.TryGetProperty("hashes", out _))
        {
            var listed = file.RequiredObject("hashes");
            foreach (var algorithm in (string[])["sha256", "sha512"])
            {
                if (listed.TryGetProperty(algorithm, out _)) hashes.Add(algorithm, listed.RequiredText(algorithm).ToLowerInvariant());
            }

            if (hashes.Count == 0) throw new FormatException("'hashes' has neither SHA-256 nor SHA-512");
        }

        return new FileContent(length, hashes);
    }

    /// <summary>Why the bytes are not this content; null where they are.</summary>
    public string? Difference(ReadOnlySpan<byte> bytes)
    {
        if (Length is { } length && bytes.Length != length) return $"it is {bytes.Length} bytes long instead of {length}";
        foreach (var (algorithm, expected) in Hashes)
        {
            var hash = algorithm == "sha256" ? SHA256.HashData(bytes) : SHA512.HashData(bytes);
            if (!string.Equals(Convert.ToHexString(hash), expected, StringComparison.OrdinalIgnoreCase)) return $"its {(algorithm == "sha256" ? "SHA-256" : "SHA-512")} is another than was signed";
        }

        return null;
    }

    /// <summary>Holds the bytes to it.</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.TrustUpdateRefused"/>.</exception>
    public void Require(string role, long? version, ReadOnlySpan<byte> bytes)
    {
        if (Difference(bytes) is { } difference) throw MetadataRefusal.Of(role, version, difference);
    }
}
