using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.Sigstore.Tuf;

/// <summary>The failure of a repository whose metadata or files are not what they must be.</summary>
internal static class MetadataRefusal
{
    /// <summary>A <see cref="FailureKind.TrustUpdateRefused"/> that names the role (or the file), its version where it is known, and why.</summary>
    public static PublishException Of(string role, long? version, string reason, Exception? cause = null) => new(
        FailureKind.TrustUpdateRefused,
        $"What the repository of trust gave as {role}{(version is { } number ? $" (version {number})" : "")} is refused: {reason}.",
        "Check this machine's clock and any proxy between. If both are right, don't go on: Sigstore's status page (https://status.sigstore.dev) tells more.",
        cause) { Target = role };
}
