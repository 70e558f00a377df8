using TrustedPublish.Core.Attestations;
using TrustedPublish.Core.Sigstore;

namespace TrustedPublish.Unit.Support;

/// <summary>Attestations that say something of a file; their proofs are none.</summary>
internal static class Attested
{
    /// <summary>The publisher's attestation of a file of this name and SHA-256.</summary>
    public static Attestation Publish(string fileName, string sha256) => Of(AttestationStatement.Publish(fileName, sha256));

    /// <summary>A build system's.</summary>
    public static Attestation Provenance(string fileName, string sha256) => Of(System.Text.Encoding.UTF8.GetBytes(
        System.Text.Encoding.UTF8.GetString(AttestationStatement.Publish(fileName, sha256)).Replace(AttestationStatement.PublishType, AttestationStatement.ProvenanceType, StringComparison.Ordinal)));

    /// <summary>One with this statement, in JSON.</summary>
    public static Attestation Of(byte[] statement) => Attestation.Of(new SignedEnvelope(
        new DsseEnvelope(DsseEnvelope.InTotoType, statement, new byte[] { 1 }),
        new byte[] { 2 },
        new LogEntry(7, new byte[] { 3 }, "dsse", "0.0.1", new byte[] { 4 }, new InclusionProof(0, new byte[] { 5 }, 1, [], "origin\n"))
        {
            IntegratedTime = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000),
            SignedEntryTimestamp = new byte[] { 6 },
        },
        []));

    /// <summary>Writes an attestation beside a file, as those who make them name it.</summary>
    public static FileInfo Beside(FileInfo file, Attestation attestation, string kind = "publish")
    {
        var path = $"{file.FullName}.{kind}.attestation";
        File.WriteAllBytes(path, attestation.Json.ToArray());
        return new FileInfo(path);
    }
}
