using System.Net;
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
    private readonly ITransparencyLog _log;
    private readonly TimestampAuthority? _timestampAuthority;
    private readonly TimeSpan _lifetime;
    private readonly long _begin;

    private EnvelopeSigner(HttpTransport transport, SigningServices services, EnvelopeVerifier verifier, EphemeralKey key, SigningCertificate certificate, long begin)
    {
        _transport = transport;
        _verifier = verifier;
        _key = key;
        Certificate = certificate;
        _log = services.RekorVersion == 1 ? new RekorV1Log(transport, services.Rekor) : new RekorV2Log(transport, services.Rekor);
        _timestampAuthority = services.TimestampAuthority is { } address ? new TimestampAuthority(transport, address) : null;
        _lifetime = certificate.NotAfter - certificate.NotBefore;
        _begin = begin;
    }

    /// <summary>Who signs.</summary>
    public SigningCertificate Certificate { get; }

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
            var certificate = Read(issued);
            if (!key.IsKeyOf(certificate.PublicKey.Span)) throw Invalid("Sigstore's certificate is for another key than the one it was asked for.", null);
            // A clock that is slow is no fault of the certificate; the log's own decides in the end.
            var now = transport.Options.TimeProvider.GetUtcNow();
            Verify(() => verifier.VerifyCertificate(issued, now < certificate.NotBefore ? certificate.NotBefore : now), "Sigstore's certificate does not verify");
            transport.Trace.Verbose($"The certificate is for {certificate.Identity} and ends at {certificate.NotAfter:u}.");
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
        try
        {
            return await SignOnceAsync(unsigned, cancellationToken);
        }
        catch (PublishException failure) when (failure.Status == HttpStatusCode.Conflict)
        {
            // The log has the entry, whose answer was lost, and can't show it. No two signatures are the same, so neither are entries.
            _transport.Trace.Verbose($"Signing once more: {failure.Message}");
            return await SignOnceAsync(unsigned, cancellationToken);
        }
    }

    /// <summary>Ends the key.</summary>
    public void Dispose() => _key.Dispose();

    private async Task<SignedEnvelope> SignOnceAsync(DsseEnvelope unsigned, CancellationToken cancellationToken)
    {
        var envelope = unsigned with { Signature = _key.Sign(unsigned.SignedBytes()) };
        // Before the log, which may take a while: the certificate has to be valid at the time that is stamped.
        IReadOnlyList<ReadOnlyMemory<byte>> timestamps = _timestampAuthority is null ? [] : [await _timestampAuthority.StampAsync(envelope.Signature, cancellationToken)];
        var entry = await _log.AddAsync(envelope, Certificate.Bytes, cancellationToken);
        var signed = new SignedEnvelope(envelope, Certificate.Bytes, entry, timestamps);
        Verify(() => _verifier.Verify(signed), "What Sigstore's log answered does not verify");
        _transport.Trace.Verbose($"Signed; the log's entry is {entry.LogIndex}.");
        return signed;
    }

    private static SigningCertificate Read(ReadOnlyMemory<byte> certificate)
    {
        try
        {
            return SigningCertificate.Read(certificate);
        }
        catch (FormatException exception)
        {
            throw Invalid($"Sigstore's certificate can't be used: {exception.Message}.", exception);
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
        "Check this machine's clock, and look for a proxy between that changes answers. For a private Sigstore, -SigningConfig and -TrustedRoot must belong together.",
        cause);
}
