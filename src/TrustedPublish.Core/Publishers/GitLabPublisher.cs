using System.Text.RegularExpressions;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Identity;

namespace TrustedPublish.Core.Publishers;

/// <summary>GitLab CI/CD (warehouse oidc/models/gitlab.py).</summary>
public sealed partial class GitLabPublisher : PublisherKind
{
    /// <inheritdoc/>
    public override string Name => "GitLab CI/CD";

    internal override string FormName => "gitlab";

    internal override string Issuer => "https://gitlab.com";

    internal override string? Provider => "GitLab";

    internal override IReadOnlyList<string> TellingClaims => ["ci_config_ref_uri", "namespace_path"];

    private protected override string JobNoun => "GitLab project";

    /// <inheritdoc/>
    public override IReadOnlyList<PublisherField> Read(IdToken idToken)
    {
        var claims = idToken.Claims;
        var path = claims.Text("project_path");
        var slash = path?.LastIndexOf('/') ?? -1;
        return
        [
            new("namespace", "Namespace", slash > 0 ? path![..slash] : null, "the group or user that the project is under"),
            new("project", "Project name", slash > 0 ? path![(slash + 1)..] : null, "the project's name in its address")
            {
                Shorten = static value => value.TrimEnd('/').Split('/')[^1],
            },
            new("workflow_filepath", "Top-level pipeline file path", PipelineFile(claims.Text("ci_config_ref_uri")), "the project's CI/CD configuration file")
            {
                Shorten = static value => value.StartsWith("./", StringComparison.Ordinal) ? value[2..] : value.TrimStart('/'),
                HowToSay = static value => $"Name '{value}' as the CI/CD configuration file (project → Settings → CI/CD → General pipelines)",
            },
            new("environment", "Environment name", claims.Text("environment"), "'environment:' of the job")
            {
                IsOptional = true,
                HowToSay = static value => $"Write 'environment: {value}' into the job in .gitlab-ci.yml",
            },
            // The form offers gitlab.com alone, but for organizations that have an instance of their own registered.
            .. idToken.Issuer is { } issuer && issuer != Issuer ? new PublisherField[] { new("issuer_url", "Issuer URL", issuer, "the GitLab instance that runs the job") } : [],
        ];
    }

    /// <inheritdoc/>
    public override IEnumerable<PublisherFault> Examine(IdToken idToken)
    {
        var claims = idToken.Claims;
        if (claims.Text("ci_config_ref_uri") is not { Length: > 0 } reference)
        {
            yield return new(
                "Pipeline file",
                "The token doesn't say which file defines the pipeline: GitLab leaves that away where the file is not in this project.",
                "Keep the CI/CD configuration file in the project itself (project → Settings → CI/CD → General pipelines), and include: from there what lies elsewhere.",
                IsFatal: true);
            yield break;
        }

        foreach (var fault in Missing(idToken, "Take the token from id_tokens: in .gitlab-ci.yml as it is.", "sub", "project_path", "jti", "ref_path", "sha")) yield return fault;
        if (PipelineFile(reference) is null)
        {
            yield return new(
                "Pipeline file",
                $"The pipeline's file does not end in .yml or .yaml: {reference}",
                "Name one that does as the CI/CD configuration file (project → Settings → CI/CD → General pipelines).",
                IsFatal: true);
        }

        if (claims.Text("ref_path") is "" || claims.Text("sha") is "")
            yield return new("Claims", "The claims 'ref_path' and 'sha' say no commit.", "Publish from a tag or a branch.", IsFatal: true);
    }

    internal override string? Advise(FailureKind kind, IdToken idToken) => kind switch
    {
        FailureKind.MintIdTokenMalformed => "Let the variable under id_tokens: in .gitlab-ci.yml be the token alone, and don't set a CI/CD variable of the same name.",
        FailureKind.MintIssuerUnknown when idToken.Issuer != Issuer => $"The token's issuer is {idToken.Issuer}. PyPI takes {Issuer}; a self-managed GitLab has to be registered there for your organization first, which PyPI's staff does.",
        FailureKind.MintIdTokenRefused => $"Write under id_tokens: in .gitlab-ci.yml 'aud: {idToken.Audience}', one text and no list, and publish early in the job: the token ends with the job's timeout. On a self-managed GitLab, check that its address is public, because the index fetches its keys.",
        FailureKind.IdTokenReused => "A GitLab job has one ID token, and the index takes it once. Keep what New-PyPIToken returned for the whole job, or publish everything with one call; to try again, run the job again.",
        _ => null,
    };

    internal override string? AdviseUpload(FailureKind kind) => kind == FailureKind.TokenExpired
        ? "A GitLab job has one ID token, and so one API token, of 15 minutes. Exchange it right before uploading, publish a large set from several jobs, and run this job again with -SkipExisting to send what is missing."
        : base.AdviseUpload(kind);

    /// <summary>What stands between <c>//</c> and the <c>@</c> of the git ref; the path may hold slashes.</summary>
    private static string? PipelineFile(string? reference) => reference is not null && FilePath().Match(reference) is { Success: true } match ? match.Value : null;

    [GeneratedRegex(@"(?<=//).*[^/]\.(?:yml|yaml)(?=@)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FilePath();
}
