using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text.Json;
using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.Sigstore.Verification;

/// <summary>What a check says of a proof that does not hold. Each message begins with the name of the check.</summary>
internal static class ProofFailure
{
    /// <summary>The failure of <paramref name="check"/>, such as <c>Inclusion proof</c>; <paramref name="detail"/> is the rest of the sentence.</summary>
    public static PublishException Of(string check, string detail, string? remedy = null, Exception? cause = null) => new(
        FailureKind.AttestationInvalid,
        $"{check}: {detail}.",
        remedy ?? "Don't trust the file. If you made the attestation, make it again; for a private Sigstore, name its -TrustedRoot.",
        cause);

    /// <summary>Runs a check; what it can't read of a proof is a proof that does not hold.</summary>
    public static T Guard<T>(string check, Func<T> run)
    {
        try
        {
            return run();
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            throw Of(check, exception.Message, cause: exception);
        }
        catch (Exception exception) when (exception is CryptographicException or AsnContentException or ArgumentException or InvalidOperationException or OverflowException)
        {
            // The framework's words differ from system to system, and say little.
            throw Of(check, "it can't be read", cause: exception);
        }
    }
}
