using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using TrustedPublish.Core.Sigstore.Trust;

namespace TrustedPublish.Core.Sigstore.Verification;

/// <summary>
/// When a signature was made, as others than the signer say: timestamp authorities (RFC 3161), and a Rekor v1 log. What
/// no trusted one says does not count, and one is needed.
/// </summary>
internal sealed class SigningTimes(TrustedRoot root, TimeProvider clock)
{
    /// <summary>What a failure calls it.</summary>
    private const string Check = "Time of the signature";

    // As sigstore's verifiers have it: each costs several signatures' verification.
    private const int MostTimestamps = 32;

    // A clock that is a little slow makes no attestation one of the future.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(10);

    /// <summary>The hashes that a timestamp may be over.</summary>
    private static readonly string[] Hashes = ["2.16.840.1.101.3.4.2.1", "2.16.840.1.101.3.4.2.2", "2.16.840.1.101.3.4.2.3"];

    /// <summary>
    /// The moments (UTC), one at least; the earliest first. The log's own is one of them where its signature on it is there:
    /// <see cref="EntryPromise"/> verifies that.
    /// </summary>
    public IReadOnlyList<DateTimeOffset> Find(SignedMaterial signed)
    {
        if (signed.Timestamps.Count > MostTimestamps) throw ProofFailure.Of(Check, $"there are more than {MostTimestamps} timestamps");
        if (signed.Timestamps.Select(static timestamp => Convert.ToHexString(timestamp.Span)).Distinct(StringComparer.Ordinal).Count() < signed.Timestamps.Count)
            throw ProofFailure.Of(Check, "a timestamp is there twice");
        var times = ProofFailure.Guard(Check, () => signed.Timestamps.Select(timestamp => Read(timestamp, signed.Signature)).OfType<DateTimeOffset>().ToList());
        if (signed.Entry is { SignedEntryTimestamp: not null, IntegratedTime: { } integrated }) times.Add(integrated);
        if (times.Count == 0)
        {
            throw ProofFailure.Of(
                Check,
                signed.Timestamps.Count > 0
                    ? "no timestamp authority of the trusted root gave one for this signature"
                    : "nobody says it; an entry of a Rekor v2 log needs a timestamp beside it");
        }

        times.Sort();
        return times[^1] > clock.GetUtcNow() + Tolerance
            ? throw ProofFailure.Of(Check, $"{times[^1]:u} is in the future", "Check this machine's clock. If it is right, don't trust the file.")
            : times;
    }

    private DateTimeOffset? Read(ReadOnlyMemory<byte> answer, ReadOnlyMemory<byte> signature)
    {
        var reader = new AsnReader(answer, AsnEncodingRules.BER);
        var response = reader.ReadSequence();
        reader.ThrowIfNotEmpty();
        // PKIStatus: granted, or granted with changes.
        if (!response.ReadSequence().TryReadInt32(out var status) || status is not (0 or 1)) throw new FormatException("a timestamp authority's answer is a refusal");
        var encoded = response.ReadEncodedValue();
        response.ThrowIfNotEmpty();
        // It takes none whose own certificate is not for timestamps, or was not valid then.
        if (!Rfc3161TimestampToken.TryDecode(encoded, out var token, out var length) || length != encoded.Length) throw new FormatException("a timestamp can't be read, or was made when its authority's certificate was over");
        return Hashes.Contains(token.TokenInfo.HashAlgorithmId.Value, StringComparer.Ordinal)
            && root.TimestampAuthorities.Any(authority => IsBy(token, signature, authority))
                ? token.TokenInfo.Timestamp.ToUniversalTime()
                : null;
    }

    private static bool IsBy(Rfc3161TimestampToken token, ReadOnlyMemory<byte> signature, TrustedAuthority authority)
    {
        var time = token.TokenInfo.Timestamp;
        if (!authority.Period.Contains(time)) return false;
        try
        {
            // The certificate may stand in the token or in the trusted root; that it is for timestamps is looked at here too.
            if (!token.VerifySignatureForData(signature.Span, out var signer, [.. authority.Certificates])) return false;
            return IsListed(signer, authority) && CertificateChain.IssuerOf(signer, authority, time) is not null;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>Whether the trusted root names the certificate itself, or none that signs timestamps, so that its authority's word is enough.</summary>
    private static bool IsListed(X509Certificate2 signer, TrustedAuthority authority) =>
        authority.Certificates[0].RawDataMemory.Span.SequenceEqual(signer.RawDataMemory.Span)
        || authority.Certificates[0].Extensions.OfType<X509BasicConstraintsExtension>().Any(static constraints => constraints.CertificateAuthority);
}
