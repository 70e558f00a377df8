using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace TrustedPublish.Core.Sigstore.Verification;

/// <summary>
/// Who a certificate says has signed (fulcio docs/oid-info.md). Nothing of it means anything before the certificate has been
/// verified.
/// </summary>
public sealed class SigningCertificate
{
    private const string Fulcio = "1.3.6.1.4.1.57264.1.";
    private const string AlternativeName = "2.5.29.17";

    private readonly CertificateDer _certificate;

    private SigningCertificate(CertificateDer certificate, DateTimeOffset notBefore, DateTimeOffset notAfter)
    {
        _certificate = certificate;
        NotBefore = notBefore;
        NotAfter = notAfter;
        (Identity, IsEmail) = ReadIdentity(certificate.Extension(AlternativeName) ?? throw new FormatException("the certificate says nobody's name"));
        // The first form of the issuer is bare text; the later ones are DER.
        Issuer = Text(8) ?? (certificate.Extension($"{Fulcio}1") is { } issuer ? Decode(issuer.Span) : null);
        SourceRepository = Text(12);
        SourceCommit = Text(13);
        SourceRef = Text(14);
        BuildConfig = Text(18);
        RunAddress = Text(21);
    }

    /// <summary>The certificate, DER.</summary>
    public ReadOnlyMemory<byte> Bytes => _certificate.Bytes;

    /// <summary>Its public key, DER (SubjectPublicKeyInfo).</summary>
    public ReadOnlyMemory<byte> PublicKey => _certificate.PublicKey;

    /// <summary>From when it is valid (UTC).</summary>
    public DateTimeOffset NotBefore { get; }

    /// <summary>Until when it is valid (UTC).</summary>
    public DateTimeOffset NotAfter { get; }

    /// <summary>Whom it is for: an address of a workflow, or an e-mail address.</summary>
    public string Identity { get; }

    /// <summary>Whether <see cref="Identity"/> is an e-mail address.</summary>
    public bool IsEmail { get; }

    /// <summary>Whose ID token proved it, such as <c>https://token.actions.githubusercontent.com</c>.</summary>
    public string? Issuer { get; }

    /// <summary>The repository that was built, an address such as <c>https://github.com/octo-org/sampleproject</c>.</summary>
    public string? SourceRepository { get; }

    /// <summary>Its commit.</summary>
    public string? SourceCommit { get; }

    /// <summary>Its git ref, such as <c>refs/tags/v1.0</c>.</summary>
    public string? SourceRef { get; }

    /// <summary>The workflow or pipeline file that asked, an address with <c>@</c> and a git ref behind it.</summary>
    public string? BuildConfig { get; }

    /// <summary>The run that asked, an address.</summary>
    public string? RunAddress { get; }

    /// <summary>Reads a certificate.</summary>
    /// <exception cref="FormatException">It is none, or says nobody's name.</exception>
    public static SigningCertificate Read(ReadOnlyMemory<byte> bytes)
    {
        var certificate = CertificateDer.Read(bytes);
        using var loaded = certificate.Load();
        return Read(certificate, loaded);
    }

    /// <summary>The same for one that is at hand.</summary>
    internal static SigningCertificate Read(CertificateDer certificate, X509Certificate2 loaded) =>
        new(certificate, Utc(loaded.NotBefore), Utc(loaded.NotAfter));

    private static DateTimeOffset Utc(DateTime time) => new(time.ToUniversalTime());

    private static (string Identity, bool IsEmail) ReadIdentity(ReadOnlyMemory<byte> names)
    {
        try
        {
            var outer = new AsnReader(names, AsnEncodingRules.DER);
            var list = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            // GeneralName (RFC 5280, 4.2.1.6): rfc822Name [1] and uniformResourceIdentifier [6].
            var tag = list.PeekTag();
            var isEmail = tag.HasSameClassAndValue(new Asn1Tag(TagClass.ContextSpecific, 1));
            if (!isEmail && !tag.HasSameClassAndValue(new Asn1Tag(TagClass.ContextSpecific, 6))) throw new FormatException("the certificate's name is neither an address nor an e-mail address");
            var identity = list.ReadCharacterString(UniversalTagNumber.IA5String, tag);
            return list.HasData ? throw new FormatException("the certificate says several names") : (identity, isEmail);
        }
        catch (AsnContentException exception)
        {
            throw new FormatException("the certificate's name can't be read", exception);
        }
    }

    private static string Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException exception)
        {
            throw new FormatException("an extension of the certificate is no text", exception);
        }
    }

    private string? Text(int number)
    {
        if (_certificate.Extension($"{Fulcio}{number}") is not { } value) return null;
        try
        {
            var reader = new AsnReader(value, AsnEncodingRules.DER);
            var text = reader.ReadCharacterString(UniversalTagNumber.UTF8String);
            reader.ThrowIfNotEmpty();
            return text;
        }
        catch (AsnContentException exception)
        {
            throw new FormatException("an extension of the certificate is no text", exception);
        }
    }
}
