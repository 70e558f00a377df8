using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using TrustedPublish.Rehearsal.Stage.Sigstore;

namespace TrustedPublish.Rehearsal.Stage.Upload.Attestations;

/// <summary>A publisher as attestations know it (warehouse oidc/models, attestation_identity; pypi_attestations, _Publisher).</summary>
/// <param name="Json">How provenance names it.</param>
/// <param name="Require">Holds a certificate to it.</param>
internal sealed record AttestationIdentity(object Json, Action<X509Certificate2> Require)
{
    /// <summary>The identity; null for a kind of publisher whose attestations the index does not take.</summary>
    /// <param name="publisher">The publisher.</param>
    /// <param name="issuer">The issuer that every index knows for its kind; no attestation of another installation is taken.</param>
    public static AttestationIdentity? Of(Publisher publisher, string issuer) => publisher switch
    {
        GitHubPublisher gitHub => new AttestationIdentity(
            new { kind = "GitHub", repository = $"{gitHub.Owner}/{gitHub.Repository}", workflow = gitHub.Workflow, environment = Optional(gitHub.Environment) },
            certificate => RequireWorkflow(certificate, issuer, $"https://github.com/{gitHub.Owner}/{gitHub.Repository}", $"/.github/workflows/{gitHub.Workflow}", $"{gitHub.Workflow} @ {gitHub.Owner}/{gitHub.Repository}")),
        GitLabPublisher gitLab => new AttestationIdentity(
            new { kind = "GitLab", repository = $"{gitLab.Namespace}/{gitLab.Project}", workflow_filepath = gitLab.WorkflowFilePath, environment = Optional(gitLab.Environment) },
            certificate => RequireWorkflow(certificate, issuer, $"{issuer}/{gitLab.Namespace}/{gitLab.Project}", $"//{gitLab.WorkflowFilePath}", $"{gitLab.WorkflowFilePath} @ {gitLab.Namespace}/{gitLab.Project}")),
        GooglePublisher google => new AttestationIdentity(
            new { kind = "Google", email = google.Email },
            certificate => RequireEmail(certificate, issuer, google.Email)),
        _ => null,
    };

    private static string? Optional(string? environment) => string.IsNullOrEmpty(environment) ? null : environment;

    /// <summary>The environment is not checked: what is checked is the workflow's file at whatever commit or ref.</summary>
    private static void RequireWorkflow(X509Certificate2 certificate, string issuer, string repository, string file, string name)
    {
        RequireSame(certificate, 8, "OIDCIssuerV2", issuer);
        RequireSame(certificate, 12, "OIDCSourceRepositoryURI", repository);
        var config = Find(certificate, 18);
        var expected = new[] { Find(certificate, 13), Find(certificate, 14) }.Where(static at => at is not null).Select(at => $"{repository}{file}@{at}").ToList();
        if (expected.Count == 0) throw new AttestationRefusedException("Certificate must contain either Source Repository Digest or Source Repository Ref");
        if (config is null || !expected.Contains(config)) throw new AttestationRefusedException($"Certificate's Build Config URI ({config}) does not match expected Trusted Publisher ({name})");
    }

    private static void RequireEmail(X509Certificate2 certificate, string issuer, string email)
    {
        RequireSame(certificate, 8, "OIDCIssuerV2", issuer);
        var name = certificate.GetNameInfo(X509NameType.EmailName, forIssuer: false);
        if (name != email) throw new AttestationRefusedException($"Certificate's SANs do not match {email}; actual SANs: {{'{name}'}}");
    }

    private static void RequireSame(X509Certificate2 certificate, int number, string policy, string expected)
    {
        var actual = Find(certificate, number) ?? throw new AttestationRefusedException($"Certificate does not contain {policy} ({ObjectIds.Fulcio}{number}) extension");
        if (actual != expected) throw new AttestationRefusedException($"Certificate's {policy} does not match (got {actual}, expected {expected})");
    }

    private static string? Find(X509Certificate2 certificate, int number)
    {
        var extension = certificate.Extensions.FirstOrDefault(extension => extension.Oid?.Value == $"{ObjectIds.Fulcio}{number}");
        return extension is null ? null : AsnDecoder.ReadCharacterString(extension.RawData, AsnEncodingRules.DER, UniversalTagNumber.UTF8String, out _);
    }
}
