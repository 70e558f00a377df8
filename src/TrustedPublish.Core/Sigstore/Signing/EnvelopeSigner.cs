using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;
using TrustedPublish.Core.Identity;
using TrustedPublish.Core.Sigstore.Verification;

namespace TrustedPublish.Core.Sigstore.Signing;

/// <summary>
/// Signs with one key that never leaves memory and one certificate for it, and has each signature logged. What Sigstore's
/// services answer is verified as whoever reads it later will, before anything is signed with it or handed out.
/// </summary>
public sealed class EnvelopeSigner : IDisposable
{
    private readonly HttpTransport _transport;
    private readonly EnvelopeVerifier _verifier;
    private readonly EphemeralKey _key;
    private readonly ReadOnlyMemory<byte> _certificate;
    private readonly ITransparencyLog _log;
    private readonly TimestampAuthority? _timestampAuthority;
    private readonly TimeSpan _lifetime;
    private readonly long _begin;

    private EnvelopeSigner(HttpTransport transport, SigningServices services, EnvelopeVerifier verifier, EphemeralKey key, X509Certificate2 certificate, long begin)
    {
        _transport = transport;
        _verifier = verifier;
        _key = key;
        _certificate = certificate.RawData;
        _log = services.RekorVersion == 1 ? new RekorV1Log(transport, services.Rekor) : new RekorV2Log(transport, services.Rekor);
        _timestampAuthority = services.TimestampAuthority is { } address ? new TimestampAuthority(transport, address) : null;
        _lifetime = certificate.NotAfter - certificate.NotBefore;
        _begin = begin;
        ExpiresAt = certificate.NotAfter.ToUniversalTime();
    }

    /// <summary>When the certificate ends (UTC); Fulcio's live ten minutes.</summary>
    public DateTimeOffset ExpiresAt { get; }

    /// <summary>How long the certificate lasts on. Counted from when it was asked for: this machine's clock may be wrong.</summary>
    public TimeSpan TimeLeft => _lifetime - _transport.Options.TimeProvider.GetElapsedTime(_begin);

    /// <summary>Whether it ends within that time, or, where it lives for less than twice of it, is past its half.</summary>
    internal bool EndsWithin(TimeSpan margin) => TimeLeft < (margin < _lifetime / 2 ? margin : _lifetime / 2);

    /// <summary>Makes a key and gets a certificate for it and the identity of <paramref name="idToken"/>.</summary>
    /// <exception cref="PublishException">
    /// <see cref="FailureKind.SigningRefused"/>; <see cref="FailureKind.SigningAnswerInvalid"/>: the certificate is for another
    /// key, or does not verify.
    /// </exception>
    public static async Task<EnvelopeSigner> StartAsync(
        HttpTransport transport, SigningServices services, EnvelopeVerifier verifier, IdToken idToken, CancellationToken cancellationToken)
    {
        var key = new EphemeralKey();
        try
        {
            var begin = transport.Options.TimeProvider.GetTimestamp();
            var issued = await new FulcioClient(transport, services.Fulcio).RequestAsync(key.CertificateRequest(), idToken, cancellationToken);
            using var certificate = Read(issued);
            if (!key.IsKeyOf(certificate)) throw Invalid("Sigstore's certificate is for another key than the one it was asked for.", null);
            // At the time from which it holds, which is when it was issued.
            Verify(() => verifier.VerifyCertificate(issued, certificate.NotBefore.ToUniversalTime()), "Sigstore's certificate does not verify");
            transport.Trace.Verbose($"The certificate ends at {certificate.NotAfter.ToUniversalTime():u}.");
            return new EnvelopeSigner(transport, services, verifier, key, certificate, begin);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>Signs a payload and has it logged, and timestamped where the log says no time. From any thread.</summary>
    /// <exception cref="PublishException">
    /// <see cref="FailureKind.SigningRefused"/>; <see cref="FailureKind.SigningAnswerInvalid"/>: entry or timestamp don't verify.
    /// </exception>
    public async Task<SignedEnvelope> SignAsync(string payloadType, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var unsigned = new DsseEnvelope(payloadType, payload, ReadOnlyMemory<byte>.Empty);
        var envelope = unsigned with { Signature = _key.Sign(unsigned.SignedBytes()) };
        // Before the log, so that the timestamp is not the younger one: the log may take a while.
        IReadOnlyList<ReadOnlyMemory<byte>> timestamps = _timestampAuthority is null ? [] : [await _timestampAuthority.StampAsync(envelope.Signature, cancellationToken)];
        var entry = await _log.AddAsync(envelope, _certificate, cancellationToken);
        var signed = new SignedEnvelope(envelope, _certificate, entry, timestamps);
        Verify(() => _verifier.Verify(signed), "What Sigstore's log answered does not verify");
        _transport.Trace.Verbose($"Signed; the log's entry is {entry.LogIndex}.");
        return signed;
    }

    /// <summary>Ends the key.</summary>
    public void Dispose() => _key.Dispose();

    private static X509Certificate2 Read(ReadOnlyMemory<byte> certificate)
    {
        try
        {
            return new X509Certificate2(certificate.Span);
        }
        catch (CryptographicException exception)
        {
            throw Invalid("Sigstore's certificate can't be read.", exception);
        }
    }

    private static void Verify(Action check, string what)
    {
        try
        {
            check();
        }
        catch (PublishException failure) when (failure.Kind == FailureKind.AttestationInvalid)
        {
            throw Invalid($"{what}: {failure.Message}", failure);
        }
    }

    private static PublishException Invalid(string message, Exception? cause) => new(
        FailureKind.SigningAnswerInvalid,
        message,
        "Look for a proxy between that changes answers. For a private Sigstore, -SigningConfig and -TrustedRoot must belong together.",
        cause);
}
