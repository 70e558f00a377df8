using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.Http;

/// <summary>
/// Certificate authorities of a file (<c>SSL_CERT_FILE</c>), trusted besides the system's own: a company's proxy that
/// inspects traffic signs with one. .NET reads the variable on Linux only, and once in a process.
/// </summary>
internal sealed class CertificateTrust : IDisposable
{
    // TLS server authentication (RFC 5280, 4.2.1.12).
    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");

    private readonly X509Certificate2Collection _authorities;

    private CertificateTrust(X509Certificate2Collection authorities) => _authorities = authorities;

    /// <summary>Reads the file; null where none is named.</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.TlsFailed"/>: it can't be read, or holds no certificate.</exception>
    public static CertificateTrust? Read(string? file)
    {
        if (string.IsNullOrEmpty(file)) return null;
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw Unusable(file, exception.Message, exception);
        }

        return authorities.Count > 0 ? new CertificateTrust(authorities) : throw Unusable(file, "it holds no certificate in PEM form", null);
    }

    /// <summary>Whether a server's certificate is to be trusted, given what the system found wrong with it.</summary>
    public bool Accepts(X509Certificate2? certificate, X509Chain? presented, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None) return true;
        // Another host's certificate stays one, whoever signed it.
        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || certificate is null) return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authorities);
        chain.ChainPolicy.ApplicationPolicy.Add(ServerAuthentication);
        // A company's own authority rarely publishes what it revokes; .NET's own check does not ask either.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        foreach (var element in presented?.ChainElements ?? Enumerable.Empty<X509ChainElement>()) chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        return chain.Build(certificate);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var authority in _authorities) authority.Dispose();
    }

    private static PublishException Unusable(string file, string why, Exception? cause) => new(
        FailureKind.TlsFailed,
        $"The certificate authorities in {file} can't be used: {why}.",
        "Point SSL_CERT_FILE to a PEM file with your company's CA certificate, or unset it.",
        cause) { Target = "SSL_CERT_FILE" };
}
