using TrustedPublish.Rehearsal.Stage.Oidc;

namespace TrustedPublish.Rehearsal.Stage.Sigstore;

/// <summary>
/// A Sigstore of the stage's own: the authority for certificates, transparency logs of both forms, a timestamp authority, and the
/// two documents that tell clients of them. All of them share one address.
/// </summary>
internal sealed class SigstoreServices : IDisposable
{
    /// <summary>The audience that ID tokens must carry to be exchanged for a certificate.</summary>
    public const string Audience = "sigstore";

    private readonly TimeProvider _timeProvider;
    private readonly TrustDocuments _documents;
    private Uri? _url;

    public SigstoreServices(TimeProvider timeProvider)
    {
        _timeProvider = timeProvider;
        var from = timeProvider.GetUtcNow().AddDays(-1);
        var until = timeProvider.GetUtcNow().AddYears(10);
        Certificates = new SigningCertificates(from, until);
        Timestamps = new TimestampAuthority(from, until);
        _documents = new TrustDocuments(Certificates, FirstLog, SecondLog, Timestamps, from);
    }

    public SigningCertificates Certificates { get; }

    public TimestampAuthority Timestamps { get; }

    /// <summary>The log of the first form (Rekor v1).</summary>
    public TransparencyLog FirstLog { get; } = new() { OriginSuffix = $" - {RekorV1Endpoint.TreeId}" };

    /// <summary>The log of the second form (Rekor v2).</summary>
    public TransparencyLog SecondLog { get; } = new();

    /// <summary>Their address, known once they listen.</summary>
    public Uri Url
    {
        get => _url ?? throw new InvalidOperationException("Sigstore does not listen yet.");
        set
        {
            _url = value;
            FirstLog.Name = SecondLog.Name = value.Authority;
        }
    }

    private string Address => Url.AbsoluteUri.TrimEnd('/');

    public void Map(WebApplication app, TrustedIssuers issuers)
    {
        new FulcioEndpoint(issuers, Certificates, _timeProvider).Map(app);
        new RekorV1Endpoint(FirstLog, _timeProvider).Map(app);
        new RekorV2Endpoint(SecondLog, _timeProvider).Map(app);
        new TimestampEndpoint(Timestamps, _timeProvider).Map(app);
        app.MapGet("/trusted_root.json", context => WriteAsync(context, _documents.TrustedRoot(Address)));
        app.MapGet("/signing_config.json", context => WriteAsync(context, _documents.SigningConfig(Address)));
    }

    /// <summary>Writes both documents into a folder.</summary>
    public void WriteDocuments(string trustedRootFile, string signingConfigFile)
    {
        File.WriteAllBytes(trustedRootFile, _documents.TrustedRoot(Address));
        File.WriteAllBytes(signingConfigFile, _documents.SigningConfig(Address));
    }

    public void Dispose()
    {
        Certificates.Dispose();
        Timestamps.Dispose();
        FirstLog.Dispose();
        SecondLog.Dispose();
    }

    private static async Task WriteAsync(HttpContext context, byte[] document)
    {
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(document, context.RequestAborted);
    }
}
