using System.Text.Json;
using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.Sigstore.Trust;

/// <summary>
/// What a Sigstore deployment's proofs are held to: its logs and authorities with their keys, <c>trusted_root.json</c>
/// (sigstore protobuf-specs, sigstore_trustroot.proto, TrustedRoot, 0.1 and 0.2).
/// </summary>
public sealed class TrustedRoot
{
    private TrustedRoot(string source)
    {
        Source = source;
    }

    /// <summary>Where it comes from, a path or an address.</summary>
    public string Source { get; }

    /// <summary>The transparency logs of signatures (Rekor).</summary>
    public required IReadOnlyList<TrustedLog> Logs { get; init; }

    /// <summary>The logs of certificates (certificate transparency).</summary>
    public required IReadOnlyList<TrustedLog> CertificateLogs { get; init; }

    /// <summary>The authorities that give certificates (Fulcio).</summary>
    public required IReadOnlyList<TrustedAuthority> CertificateAuthorities { get; init; }

    /// <summary>The authorities that give timestamps (RFC 3161); there may be none.</summary>
    public required IReadOnlyList<TrustedAuthority> TimestampAuthorities { get; init; }

    /// <summary>Reads one; <paramref name="source"/> is what an error calls it. Logs whose kind of key isn't known here are left out.</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.TrustedRootInvalid"/>.</exception>
    public static TrustedRoot Parse(ReadOnlyMemory<byte> json, string source)
    {
        try
        {
            var text = JsonText.ParseObject(json) ?? throw new FormatException("it is no JSON object");
            if (!TrustedRootJson.IsMediaType(text.Text("mediaType"))) throw new FormatException("its media type is not that of a trusted root, 0.1 or 0.2");
            var root = new TrustedRoot(source)
            {
                Logs = TrustedRootJson.Logs(text, "tlogs"),
                CertificateLogs = TrustedRootJson.Logs(text, "ctlogs"),
                CertificateAuthorities = TrustedRootJson.Authorities(text, "certificateAuthorities"),
                TimestampAuthorities = TrustedRootJson.Authorities(text, "timestampAuthorities"),
            };
            return root.Logs.Count == 0 || root.CertificateAuthorities.Count == 0
                ? throw new FormatException("it names no log or no certificate authority")
                : root;
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException or JsonException)
        {
            throw new PublishException(
                FailureKind.TrustedRootInvalid,
                $"{source} is no trusted root of Sigstore: {exception.Message}.",
                "Name the trusted_root.json of your Sigstore deployment; without -TrustedRoot the public one is used.",
                exception) { Target = source };
        }
    }
}
