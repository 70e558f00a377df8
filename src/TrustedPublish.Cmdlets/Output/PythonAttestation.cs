using System.Text;
using TrustedPublish.Core.Attestations;
using TrustedPublish.Core.Distributions;
using TrustedPublish.Core.Sigstore.Verification;

namespace TrustedPublish;

/// <summary>A distribution with its attestation: what New-PythonAttestation returns.</summary>
public sealed class PythonAttestation
{
    internal PythonAttestation(Distribution distribution, Attestation attestation, string? path, Uri? entryPage)
    {
        FileName = distribution.FileName;
        Path = distribution.File.FullName;
        AttestationPath = path;
        Sha256 = attestation.Statement.Sha256;
        PredicateType = attestation.Statement.PredicateType;
        // It was verified when it was made.
        var signer = SigningCertificate.Read(attestation.Signed.Certificate);
        Identity = signer.Identity;
        Issuer = signer.Issuer;
        LogIndex = attestation.Signed.Entry.LogIndex;
        LogUrl = entryPage;
        Json = Encoding.UTF8.GetString(attestation.Json.Span);
    }

    /// <summary>The distribution's file name.</summary>
    public string FileName { get; }

    /// <summary>Where the distribution is on disk.</summary>
    public string Path { get; }

    /// <summary>Where its attestation was written; null where none was.</summary>
    public string? AttestationPath { get; }

    /// <summary>The distribution's SHA-256, 64 hex digits in lower case.</summary>
    public string Sha256 { get; }

    /// <summary>What the attestation says of it.</summary>
    public string PredicateType { get; }

    /// <summary>Who signed: the address of a workflow or pipeline, or an e-mail address.</summary>
    public string Identity { get; }

    /// <summary>Whose ID token proved that.</summary>
    public string? Issuer { get; }

    /// <summary>The place in the transparency log.</summary>
    public long LogIndex { get; }

    /// <summary>The log's page of the entry; null for a log that has none.</summary>
    public Uri? LogUrl { get; }

    /// <summary>The attestation itself, as it stands in its file.</summary>
    public string Json { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{FileName}: attested";
}
