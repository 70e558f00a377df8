using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using TrustedPublish.Rehearsal.Stage.Oidc;

namespace TrustedPublish.Rehearsal.Stage.Sigstore;

/// <summary>
/// Who a certificate is for: its alternative name and the extensions that tell of the job (Fulcio's docs/oid-info.md, "Mapping
/// OIDC token claims to Fulcio OIDs").
/// </summary>
internal sealed class FulcioIdentity
{
    private const string GitHub = "https://github.com";

    private FulcioIdentity(string subject, Action<SubjectAlternativeNameBuilder> addName, IReadOnlyList<X509Extension> extensions)
    {
        Subject = subject;
        var names = new SubjectAlternativeNameBuilder();
        addName(names);
        // Critical, for the subject is empty (RFC 5280 §4.2.1.6).
        AlternativeName = names.Build(critical: true);
        Extensions = extensions;
    }

    /// <summary>What a key that comes without a request must sign, to prove that it is there.</summary>
    public string Subject { get; }

    public X509Extension AlternativeName { get; }

    public IReadOnlyList<X509Extension> Extensions { get; }

    /// <summary>The identity of the token's job; null where the system is none of those that sign, or a claim is missing.</summary>
    public static FulcioIdentity? Of(CISystem system, SignedClaims claims)
    {
        try
        {
            return system switch
            {
                CISystem.GitHub => OfGitHub(new Claims(claims)),
                CISystem.GitLab => OfGitLab(new Claims(claims)),
                CISystem.Google => OfGoogle(claims),
                _ => null,
            };
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static FulcioIdentity OfGitHub(Claims claims)
    {
        var repository = $"{GitHub}/{claims["repository"]}";
        var signer = $"{GitHub}/{claims["job_workflow_ref"]}";
        return new FulcioIdentity(claims["sub"], names => names.AddUri(new Uri(signer)),
        [
            Raw(1, claims["iss"]),
            Raw(2, claims["event_name"]),
            Raw(3, claims["sha"]),
            Raw(4, claims["workflow"]),
            Raw(5, claims["repository"]),
            Raw(6, claims["ref"]),
            .. Encode(
                (8, claims["iss"]),
                (9, signer),
                (10, claims["job_workflow_sha"]),
                (11, claims["runner_environment"]),
                (12, repository),
                (13, claims["sha"]),
                (14, claims["ref"]),
                (15, claims["repository_id"]),
                (16, $"{GitHub}/{claims["repository_owner"]}"),
                (17, claims["repository_owner_id"]),
                (18, $"{GitHub}/{claims["workflow_ref"]}"),
                (19, claims["workflow_sha"]),
                (20, claims["event_name"]),
                (21, $"{repository}/actions/runs/{claims["run_id"]}/attempts/{claims["run_attempt"]}"),
                (22, claims["repository_visibility"]),
                (23, claims.Find("environment")),
                (24, claims["sub"])),
        ]);
    }

    private static FulcioIdentity OfGitLab(Claims claims)
    {
        var server = claims["iss"];
        // The claim has no scheme; the server's own is that of its issuer.
        var config = $"{new Uri(server).Scheme}://{claims["ci_config_ref_uri"]}";
        var project = $"{server}/{claims["project_path"]}";
        var gitRef = claims["ref_type"] switch
        {
            "branch" => $"refs/heads/{claims["ref"]}",
            "tag" => $"refs/tags/{claims["ref"]}",
            _ => throw new FormatException("unexpected ref_type"),
        };
        return new FulcioIdentity(claims["sub"], names => names.AddUri(new Uri(config)),
        [
            Raw(1, server),
            .. Encode(
                (8, server),
                (9, config),
                (10, claims.Find("ci_config_sha")),
                (11, claims["runner_environment"]),
                (12, project),
                (13, claims["sha"]),
                (14, gitRef),
                (15, claims["project_id"]),
                (16, $"{server}/{claims["namespace_path"]}"),
                (17, claims["namespace_id"]),
                (18, config),
                (19, claims.Find("ci_config_sha")),
                (20, claims["pipeline_source"]),
                (21, $"{project}/-/jobs/{claims["job_id"]}"),
                (22, claims["project_visibility"]),
                (23, claims.Find("environment")),
                (24, claims["sub"])),
        ]);
    }

    private static FulcioIdentity? OfGoogle(SignedClaims claims)
    {
        if (claims.Flag("email_verified") is not true || claims.Text("email") is not { } email) return null;
        return new FulcioIdentity(email, names => names.AddEmailAddress(email), [Raw(1, claims.Issuer), .. Encode((8, claims.Issuer))]);
    }

    /// <summary>The extensions of old, whose values are bare bytes.</summary>
    private static X509Extension Raw(int number, string value) => new(Id(number), Encoding.UTF8.GetBytes(value), critical: false);

    /// <summary>Those that came later, whose values are DER; an empty one is left out.</summary>
    private static IEnumerable<X509Extension> Encode(params IEnumerable<(int Number, string? Value)> values) => values.Where(static pair => pair.Value is not null).Select(static pair =>
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteCharacterString(UniversalTagNumber.UTF8String, pair.Value!);
        return new X509Extension(Id(pair.Number), writer.Encode(), critical: false);
    });

    private static string Id(int number) => ObjectIds.Fulcio + number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Claims that must be there.</summary>
    private sealed class Claims(SignedClaims claims)
    {
        public string this[string name] => Find(name) ?? throw new FormatException($"missing {name} claim in ID token");

        public string? Find(string name) => name == "iss" ? claims.Issuer : claims.Text(name) is { Length: > 0 } text ? text : null;
    }
}
