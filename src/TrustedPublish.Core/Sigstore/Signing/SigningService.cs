using TrustedPublish.Core.Sigstore.Trust;

namespace TrustedPublish.Core.Sigstore.Signing;

/// <summary>One service that a signing configuration lists (sigstore protobuf-specs, sigstore_trustroot.proto, Service).</summary>
/// <param name="Address">Its base address; of a timestamp authority, the very address that takes requests.</param>
/// <param name="Version">The major version of its API.</param>
/// <param name="Period">When it is to be used.</param>
internal sealed record SigningService(Uri Address, long Version, ValidityPeriod Period);
