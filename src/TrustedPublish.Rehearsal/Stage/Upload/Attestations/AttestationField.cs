using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using TrustedPublish.Rehearsal.Stage.Oidc;
using TrustedPublish.Rehearsal.Stage.Sigstore;

namespace TrustedPublish.Rehearsal.Stage.Upload.Attestations;

/// <summary>The form's field <c>attestations</c>, with its checks in the index's order (warehouse attestations/services.py).</summary>
/// <param name="sigstore">Whom the index believes; null for nobody.</param>
/// <param name="issuerOf">The issuer that every index knows for a system.</param>
/// <param name="withTimestamps">Whether the index knows of timestamps.</param>
internal sealed class AttestationField(SigstoreServices? sigstore, Func<CISystem, string> issuerOf, bool withTimestamps)
{
    private const string StatementType = "https://in-toto.io/Statement/v1";
    private const string PayloadType = "application/vnd.in-toto+json";

    private static readonly string[] PredicateTypes = ["https://docs.pypi.org/attestations/publish/v1", "https://slsa.dev/provenance/v1"];

    /// <summary>The provenance of the file (PEP 740, JSON).</summary>
    /// <exception cref="UploadRefusedException">The index's message for the first rule that is broken.</exception>
    public byte[] Check(string field, ApiTokenGrant grant, ReceivedFile file)
    {
        var identity = IdentityOf(grant);
        IReadOnlyList<UploadedAttestation> attestations;
        try
        {
            attestations = UploadedAttestation.ReadField(field, withTimestamps);
        }
        catch (FormatException exception)
        {
            throw Refuse($"Malformed attestations: {exception.Message}");
        }

        if (attestations.Count == 0) throw Refuse("Malformed attestations: an empty attestation set is not permitted");
        if (attestations.Count > PredicateTypes.Length) throw Refuse($"A maximum of {PredicateTypes.Length} attestations per file are supported");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var attestation in attestations)
        {
            var type = Verify(attestation, identity, file);
            if (!seen.Add(type)) throw Refuse($"Multiple attestations for the same file with the same predicate type ({type}) are not supported");
        }

        return CanonicalJson.Write(new { version = 1, attestation_bundles = new[] { new { publisher = identity.Json, attestations = attestations.Select(static attestation => attestation.Json) } } });
    }

    private AttestationIdentity IdentityOf(ApiTokenGrant grant)
    {
        if (grant.Publisher is not { } publisher) throw Refuse("Attestations are only supported when using Trusted Publishing");
        return AttestationIdentity.Of(publisher, issuerOf(publisher.System)) ?? throw Refuse($"Attestations are not currently supported with {publisher.System} publishers");
    }

    /// <summary>The type of what is said.</summary>
    private string Verify(UploadedAttestation attestation, AttestationIdentity identity, ReceivedFile file)
    {
        try
        {
            if (sigstore is null) throw new AttestationRefusedException("this index has no Sigstore to believe");
            RequireSigned(sigstore, attestation, identity);
            return RequireStatement(attestation.Statement, file);
        }
        catch (AttestationRefusedException refusal)
        {
            throw Refuse($"Could not verify the uploaded artifact using the included attestation: {refusal.Message}");
        }
        catch (FormatException exception)
        {
            throw Refuse($"Unknown error while trying to verify included attestations: {exception.Message}");
        }
    }

    private static void RequireSigned(SigstoreServices sigstore, UploadedAttestation attestation, AttestationIdentity identity)
    {
        using var certificate = ReadCertificate(attestation.Certificate);
        var entry = SentLogEntry.Read(attestation.LogEntry);
        var times = attestation.Timestamps.Select(timestamp => TimeOf(sigstore, timestamp, attestation.Signature)).ToList();
        if (entry.Promise is not null && entry.IntegratedTime > 0) times.Add(DateTimeOffset.FromUnixTimeSeconds(entry.IntegratedTime));
        if (times.Count == 0) throw new AttestationRefusedException("not enough sources of verified time");

        new CertificateCheck(sigstore).Require(certificate, times);
        identity.Require(certificate);
        new LogEntryCheck(sigstore).RequireLogged(entry);
        if (times.Exists(time => time.UtcDateTime < certificate.NotBefore.ToUniversalTime() || time.UtcDateTime > certificate.NotAfter.ToUniversalTime())) throw new AttestationRefusedException("invalid signing cert: expired at time of signing");

        var signed = PreAuthentication.Encode(PayloadType, attestation.Statement);
        using var key = certificate.GetECDsaPublicKey();
        if (key is null || !key.VerifyData(signed, attestation.Signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)) throw new AttestationRefusedException("DSSE: invalid signature");
        LogEntryCheck.RequireSame(entry, attestation, signed);
    }

    private static X509Certificate2 ReadCertificate(byte[] der)
    {
        try
        {
            return X509CertificateLoader.LoadCertificate(der);
        }
        catch (CryptographicException exception)
        {
            throw new FormatException("invalid X.509 certificate", exception);
        }
    }

    private static DateTimeOffset TimeOf(SigstoreServices sigstore, byte[] answer, byte[] signature)
    {
        var token = TimestampAuthority.ReadAnswer(answer) ?? throw new AttestationRefusedException("Invalid Timestamp Response");
        return token.VerifySignatureForData(signature, out var signer, [sigstore.Timestamps.Certificate]) && signer.RawDataMemory.Span.SequenceEqual(sigstore.Timestamps.Certificate.RawData)
            ? token.TokenInfo.Timestamp
            : throw new AttestationRefusedException("not enough sources of verified time");
    }

    private static string RequireStatement(byte[] bytes, ReceivedFile file)
    {
        var statement = JsonBody.Parse(bytes) ?? throw new AttestationRefusedException("invalid statement: Invalid JSON");
        if (Text(statement, "_type") != StatementType) throw new AttestationRefusedException($"invalid statement: _type Input should be '{StatementType}'");
        if (Text(statement, "predicateType") is not { } type) throw new AttestationRefusedException("invalid statement: predicateType Field required");
        if (!statement.TryGetProperty("subject", out var subjects) || subjects.ValueKind != JsonValueKind.Array || subjects.GetArrayLength() == 0) throw new AttestationRefusedException("invalid statement: subject Field required");
        if (subjects.GetArrayLength() != 1) throw new AttestationRefusedException("too many subjects in statement (must be exactly one)");
        if (subjects[0].ValueKind != JsonValueKind.Object || Text(subjects[0], "name") is not { Length: > 0 } name) throw new AttestationRefusedException("invalid subject: missing name");
        if (AttestedFileName.KeyOf(name) is not { } attested) throw new AttestationRefusedException($"invalid subject: unknown distribution format: {name}");
        if (attested != AttestedFileName.KeyOf(file.FileName)) throw new AttestationRefusedException($"subject does not match distribution name: {name} != {file.FileName}");
        if (!subjects[0].TryGetProperty("digest", out var digest) || digest.ValueKind != JsonValueKind.Object || Text(digest, "sha256") != file.Sha256) throw new AttestationRefusedException("subject does not match distribution digest");
        return PredicateTypes.Contains(type) ? type : throw new AttestationRefusedException($"unknown attestation type: {type}");
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static UploadRefusedException Refuse(string reason) => UploadRefusedException.BadRequest($"Invalid attestations supplied during upload: {reason}");
}
