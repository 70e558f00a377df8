namespace TrustedPublish.Core.Sigstore.Trust;

/// <summary>Whom to trust as Sigstore, and where to look it up.</summary>
public sealed record TrustOptions
{
    /// <summary>A <c>trusted_root.json</c> of a private Sigstore (a full path); null for the public one's.</summary>
    public string? TrustedRootFile { get; init; }

    /// <summary>A <c>signing_config.json</c> of a private Sigstore (a full path); null for the public one's.</summary>
    public string? SigningConfigFile { get; init; }

    /// <summary>The folder where what was verified is kept between runs; null keeps nothing.</summary>
    public string? CacheFolder { get; init; } = Trust.CacheFolder.OfThisUser();

    /// <summary>The TUF repository of the public Sigstore. Its first root is shipped, so another needs both.</summary>
    internal Uri Repository { get; init; } = new("https://tuf-repo-cdn.sigstore.dev/");

    /// <summary>What is shipped of that repository.</summary>
    internal IShippedTrust Shipped { get; init; } = ShippedTrust.Sigstore;

    /// <summary>How long one refresh holds for all that this process does.</summary>
    internal TimeSpan RefreshedFor { get; init; } = TimeSpan.FromHours(1);
}
