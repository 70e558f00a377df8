using TrustedPublish.Core.Attestations;
using TrustedPublish.Core.Sigstore;

namespace TrustedPublish;

/// <summary>
/// What the checks say of one attestation: what Test-PythonAttestation returns. Who signed, and when, is there only where it is
/// proven.
/// </summary>
public sealed class TestedAttestation
{
    internal TestedAttestation(AttestationOutcome outcome)
    {
        FileName = outcome.File.Distribution.Name;
        Path = outcome.File.Distribution.FullName;
        AttestationPath = outcome.File.Attestation?.FullName;
        Verified = outcome.Failure is null;
        Failure = outcome.Failure?.Kind.ToString();
        Detail = outcome.Failure?.Message;
        Remedy = outcome.Failure?.Remedy;
        if (outcome.Report is not { Envelope: { } envelope, Publisher: { } publisher }) return;
        PredicateType = outcome.Report.Attestation.Statement.PredicateType;
        Sha256 = outcome.Report.Attestation.Statement.Sha256;
        Publisher = publisher.Words;
        Issuer = envelope.Certificate.Issuer;
        Identity = envelope.Certificate.Identity;
        SourceRepository = publisher.Repository;
        Workflow = publisher.Workflow;
        Commit = publisher.Commit;
        GitRef = publisher.GitRef;
        RunUrl = envelope.Certificate.RunAddress;
        SignedAt = envelope.SignedAt;
        LogIndex = envelope.LogIndex;
        LogUrl = Uri.TryCreate(envelope.LogAddress, UriKind.Absolute, out var log) ? PublicLog.EntryPage(log, envelope.LogIndex) : null;
    }

    /// <summary>The distribution's file name.</summary>
    public string FileName { get; }

    /// <summary>Where the distribution is on disk, or would be.</summary>
    public string Path { get; }

    /// <summary>Where the attestation is on disk; null where the file has none.</summary>
    public string? AttestationPath { get; }

    /// <summary>Whether every check holds.</summary>
    public bool Verified { get; }

    /// <summary>Who signed, in the words of the index's publishers.</summary>
    public string? Publisher { get; }

    /// <summary>Whose ID token proved the signer, an issuer's address.</summary>
    public string? Issuer { get; }

    /// <summary>The certificate's own name of the signer.</summary>
    public string? Identity { get; }

    /// <summary>The source repository, an address.</summary>
    public string? SourceRepository { get; }

    /// <summary>The workflow or pipeline file.</summary>
    public string? Workflow { get; }

    /// <summary>The commit.</summary>
    public string? Commit { get; }

    /// <summary>The git ref, such as <c>refs/tags/v1.0</c>.</summary>
    public string? GitRef { get; }

    /// <summary>The run's page.</summary>
    public string? RunUrl { get; }

    /// <summary>When it was signed (UTC).</summary>
    public DateTimeOffset? SignedAt { get; }

    /// <summary>Its number in the transparency log.</summary>
    public long? LogIndex { get; }

    /// <summary>The log entry's page, for Sigstore's public log.</summary>
    public Uri? LogUrl { get; }

    /// <summary>What the attestation says of the file: PyPI's <c>publish</c> type, or SLSA's provenance.</summary>
    public string? PredicateType { get; }

    /// <summary>The SHA-256 that it says.</summary>
    public string? Sha256 { get; }

    /// <summary>The id of the error where a check failed, as in <c>FullyQualifiedErrorId</c>; else null.</summary>
    public string? Failure { get; }

    /// <summary>Which check failed, and how; else null.</summary>
    public string? Detail { get; }

    /// <summary>What to do about it; else null.</summary>
    public string? Remedy { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{FileName}: {(Verified ? "verified" : "not verified")}";
}
