using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.Http;

/// <summary>
/// Certificate authorities of a file (<c>SSL_CERT_FILE</c>), trusted besides the system's own: a company's proxy that
/// inspects traffic signs with one. .NET reads the variable on Linux only, and once in a process. The file is read when the
/// system's own do not know a server: it often holds hundreds, and most servers need none of them.
/// </summary>
internal sealed class CertificateTrust : IDisposable
{
    // TLS server authentication (RFC 5280, 4.2.1.12).
    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");

    private readonly Lazy<X509Certificate2Collection?> _authorities;

    private CertificateTrust(string file) => _authorities = new Lazy<X509Certificate2Collection?>(() => Read(file));

    /// <summary>What is wrong with the file, once it has been read.</summary>
    public PublishException? Fault { get; private set; }

    /// <summary>The trust in a file; null where none is named.</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.TlsFailed"/>: it is not there.</exception>
    public static CertificateTrust? Of(string? file)
    {
        if (string.IsNullOrEmpty(file)) return null;
        return File.Exists(file) ? new CertificateTrust(file) : throw Unusable(file, "there is no such file", null);
    }

    /// <summary>Whether a server's certificate is to be trusted, given what the system found wrong with it.</summary>
    public bool Accepts(X509Certificate2? certificate, X509Chain? presented, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None) return true;
        // Another host's certificate stays one, whoever signed it.
        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || certificate is null || _authorities.Value is not { } authorities) return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.ApplicationPolicy.Add(ServerAuthentication);
        // A company's own authority rarely publishes what it revokes; .NET's own check does not ask either.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        foreach (var element in presented?.ChainElements ?? Enumerable.Empty<X509ChainElement>()) chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        return chain.Build(certificate);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_authorities.IsValueCreated) return;
        foreach (var authority in _authorities.Value ?? []) authority.Dispose();
    }

    private X509Certificate2Collection? Read(string file)
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(file);
            if (authorities.Count > 0) return authorities;
            Fault = Unusable(file, "it holds no certificate in PEM form", null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            Fault = Unusable(file, exception.Message, exception);
        }

        return null;
    }

    private static PublishException Unusable(string file, string why, Exception? cause) => new(
        FailureKind.TlsFailed,
        $"The certificate authorities in {file} can't be used: {why}.",
        "Point SSL_CERT_FILE to a PEM file with your company's CA certificate, or unset it.",
        cause) { Target = "SSL_CERT_FILE" };
}
