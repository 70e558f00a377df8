using System.Text.RegularExpressions;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Identity;

namespace TrustedPublish.Core.Publishers;

/// <summary>GitHub Actions (warehouse oidc/models/github.py).</summary>
public sealed partial class GitHubPublisher : PublisherKind
{
    /// <inheritdoc/>
    public override string Name => "GitHub Actions";

    internal override string FormName => "github";

    internal override string Issuer => "https://token.actions.githubusercontent.com";

    internal override string? Provider => "GitHubActions";

    internal override IReadOnlyList<string> TellingClaims => ["job_workflow_ref", "repository_owner"];

    private protected override string JobNoun => "workflow";

    /// <inheritdoc/>
    public override IReadOnlyList<PublisherField> Read(IdToken idToken)
    {
        var claims = idToken.Claims;
        var repository = claims.Text("repository");
        return
        [
            new("owner", "Owner", claims.Text("repository_owner") ?? Part(repository, 0), "the repository's owner")
            {
                Shorten = static value => value.TrimStart('@').Split('/')[0],
            },
            new("repository", "Repository name", Part(repository, 1), "the repository's name")
            {
                Shorten = static value => value.TrimEnd('/').Split('/')[^1],
            },
            new("workflow_filename", "Workflow name", WorkflowFile(claims.Text("job_workflow_ref")), "the workflow's file name in .github/workflows/")
            {
                Shorten = static value => value.Split('/')[^1],
                HowToSay = static value => $"Rename the workflow file to .github/workflows/{value}",
            },
            new("environment", "Environment name", claims.Text("environment"), "'environment:' of the job")
            {
                IsOptional = true,
                IgnoresCase = true,
                HowToSay = static value => $"Write 'environment: {value}' into the job, beside 'runs-on:'",
            },
            new("owner_id", "Owner id", claims.Text("repository_owner_id"), "GitHub's number of the owner")
            {
                IsOnForm = false,
                WhenDifferent = "The owner was renamed, or another account has taken the name, since the publisher was registered. Make sure that the account is yours; then remove the publisher on the index and add it again, which notes the new number.",
            },
        ];
    }

    /// <inheritdoc/>
    public override IEnumerable<PublisherFault> Examine(IdToken idToken)
    {
        var claims = idToken.Claims;
        foreach (var fault in Missing(idToken, "Request the token as Get-CIIdToken does; a token made by hand lacks claims.", "repository", "repository_owner", "repository_owner_id", "job_workflow_ref", "event_name", "jti", "ref", "sha")) yield return fault;
        if (claims.Text("event_name") == "pull_request_target")
        {
            yield return new(
                "Event",
                "The workflow runs on 'pull_request_target', from which the index takes no release.",
                "Publish from another event: on: release: types: [published], or on: push: tags.",
                IsFatal: true);
        }

        if (claims.Text("job_workflow_ref") is not { Length: > 0 } called || claims.Text("repository") is not { } repository) yield break;
        var at = called.LastIndexOf('@');
        var path = at < 0 ? called : called[..at];
        var caller = claims.Text("workflow_ref");
        if (!path.StartsWith($"{repository}/.github/workflows/", StringComparison.OrdinalIgnoreCase))
        {
            yield return new(
                "Reusable workflow",
                $"The publishing job stands in a reusable workflow of another repository ({path}), which the index can't match with a publisher of {repository}.",
                $"Move the job that publishes into {Calling(caller)} itself, and call the reusable workflow for what comes before, such as the build.",
                IsFatal: true);
        }
        else if (at >= 0 && called[(at + 1)..] is var pinned && claims.Text("ref") is { } gitRef && claims.Text("sha") is { } sha && pinned != gitRef && pinned != sha)
        {
            yield return new(
                "Reusable workflow",
                $"The publishing job stands in a reusable workflow that is called at '{pinned}', but the run is at '{gitRef}': the index wants the same.",
                $"Call it as uses: ./{path[(repository.Length + 1)..]} (without @…), or move the job that publishes into {Calling(caller)}.",
                IsFatal: true);
        }
        else if (caller is { Length: > 0 } && !caller.Equals(called, StringComparison.OrdinalIgnoreCase))
        {
            yield return new(
                "Reusable workflow",
                $"The publishing job stands in the reusable workflow {WorkflowFile(called)}, called by {WorkflowFile(caller)}: the index looks at the one that is called.",
                $"Register {WorkflowFile(called)} as Workflow name; better, move the job that publishes into {WorkflowFile(caller)}, because PyPI doesn't promise that reusable workflows work.",
                IsFatal: false);
        }
    }

    internal override string? Advise(FailureKind kind, IdToken idToken) => kind switch
    {
        FailureKind.MintIdTokenMalformed => "Pass the token on as Get-CIIdToken returns it, in the same job: GitHub empties a masked value that goes through 'outputs:' to another job.",
        FailureKind.MintIssuerUnknown when idToken.Issuer != Issuer => $"The token's issuer is {idToken.Issuer}. PyPI takes {Issuer} alone: not a GitHub Enterprise Server, and no enterprise whose issuer carries its name (include_enterprise_slug). Publish from github.com's usual issuer.",
        FailureKind.MintIdTokenRefused => "Request it in the publishing step itself, right before it is used: Get-CIIdToken | New-PyPIToken. It lives for minutes. On a self-hosted runner, correct the clock.",
        FailureKind.IdTokenReused => "Request a token for each exchange: Get-CIIdToken | New-PyPIToken. A job may do so as often as it likes.",
        _ => null,
    };

    private static string? Part(string? repository, int place) => repository?.Split('/', 2) is { Length: 2 } parts ? parts[place] : null;

    private static string Calling(string? workflow) => WorkflowFile(workflow) is { } file ? $".github/workflows/{file}" : "the workflow that calls it";

    /// <summary>The file's name, which may itself hold an <c>@</c>; so may the git ref behind it.</summary>
    private static string? WorkflowFile(string? reference) => reference is not null && FileName().Match(reference) is { Success: true } match ? match.Value : null;

    [GeneratedRegex(@"[^/]+\.(?:yml|yaml)(?=@)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FileName();
}
