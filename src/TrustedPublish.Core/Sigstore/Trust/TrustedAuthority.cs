using System.Security.Cryptography.X509Certificates;

namespace TrustedPublish.Core.Sigstore.Trust;

/// <summary>An authority that is trusted: one that gives certificates, or one that gives timestamps.</summary>
/// <param name="Address">Where it is, a base URL; for people alone.</param>
/// <param name="Certificates">Its certificates, from the one that signs to the root.</param>
/// <param name="Period">When it is to be trusted.</param>
public sealed record TrustedAuthority(string Address, IReadOnlyList<X509Certificate2> Certificates, ValidityPeriod Period)
{
    /// <summary>The end of every chain.</summary>
    public X509Certificate2 Root => Certificates[^1];
}
