using System.Text.RegularExpressions;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Identity;

namespace TrustedPublish.Core.Publishers;

/// <summary>GitHub Actions (warehouse oidc/models/github.py).</summary>
public sealed partial class GitHubPublisher : PublisherKind
{
    private const string WorkflowKey = "workflow_filename";

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
                Shorten = static value => value.Replace("https://github.com/", "", StringComparison.OrdinalIgnoreCase).TrimStart('@').Split('/')[0],
            },
            new("repository", "Repository name", Part(repository, 1), "the repository's name")
            {
                Shorten = static value => value.TrimEnd('/').Split('/')[^1],
            },
            new(WorkflowKey, "Workflow name", WorkflowFile(claims.Text("job_workflow_ref")), "the workflow's file name in .github/workflows/")
            {
                Shorten = static value => value.Split('/')[^1],
                Hint = static value => IsWorkflowFile(value) ? null : "That looks like the workflow's 'name:'; the field takes its file's name.",
                // A file that is called can't take the name of the one that calls it.
                HowToSay = claims.Text("workflow_ref") is { } caller && caller != claims.Text("job_workflow_ref")
                    ? null
                    : static value => IsWorkflowFile(value) ? $"Rename the workflow file to .github/workflows/{value}" : null,
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
        if (FileName().Match(called) is not { Success: true } file)
        {
            yield return new(
                "Workflow name",
                $"The ID token names no workflow file that ends in .yml or .yaml: {called}",
                "Publish from a workflow in .github/workflows/.",
                IsFatal: true);
            yield break;
        }

        // What is behind the file is the git ref, which may hold an @ of its own.
        var path = called[..(file.Index + file.Length)];
        var pinned = called[(path.Length + 1)..];
        var (gitRef, sha) = (claims.Text("ref"), claims.Text("sha"));
        if (gitRef is "" && sha is "")
        {
            yield return new("Claims", "The claims 'ref' and 'sha' are empty.", "Publish from a tag, a branch or a release.", IsFatal: true);
            yield break;
        }

        var caller = claims.Text("workflow_ref");
        if (!path.StartsWith($"{repository}/.github/workflows/", StringComparison.OrdinalIgnoreCase))
        {
            yield return new(
                "Reusable workflow",
                $"The publishing job stands in a reusable workflow of another repository ({path}), which the index can't match with a publisher of {repository}.",
                $"Move the job that publishes into {Calling(caller)} itself, and call the reusable workflow for what comes before, such as the build.",
                IsFatal: true) { Obscures = WorkflowKey };
        }
        else if (gitRef is not null && sha is not null && (pinned.Length == 0 || (pinned != gitRef && pinned != sha)))
        {
            yield return new(
                "Reusable workflow",
                $"The publishing job stands in a reusable workflow that is called at '{pinned}', but the run is at '{gitRef}': the index wants the same.",
                $"Call it as uses: ./{path[(repository.Length + 1)..]} (without @…), or move the job that publishes into {Calling(caller)}.",
                IsFatal: true) { Obscures = WorkflowKey };
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

    /// <summary>
    /// The publisher is that of the workflow which is called (<c>job_workflow_ref</c>), and the certificate's is that of the one which
    /// calls it (<c>workflow_ref</c>; warehouse attestations/services.py, and the build config of pypi-attestations).
    /// </summary>
    public override string? WhyUnattested(IdToken idToken)
    {
        var (called, caller) = (WorkflowFile(idToken.Claims.Text("job_workflow_ref")), WorkflowFile(idToken.Claims.Text("workflow_ref")));
        return called is null || caller is null || called == caller
            ? null
            : $"The publishing job stands in the reusable workflow {called}, and the attestation would be of {caller}, which calls it: PyPI refuses that.";
    }

    internal override string? Advise(FailureKind kind, IdToken idToken) => kind switch
    {
        FailureKind.MintIdTokenMalformed => "Pass the token on as Get-CIIdToken returns it, in the same job: GitHub empties a masked value that goes through 'outputs:' to another job.",
        FailureKind.MintIssuerUnknown when idToken.Issuer != Issuer => $"The token's issuer is {idToken.Issuer}. PyPI takes {Issuer} alone: not a GitHub Enterprise Server, and no enterprise whose issuer carries its name (include_enterprise_slug). Publish from github.com's usual issuer.",
        FailureKind.MintIdTokenRefused => "Request it in the publishing step itself, right before it is used: Get-CIIdToken | New-PyPIToken. It lives for minutes. On a self-hosted runner, correct the clock.",
        FailureKind.IdTokenReused => "Request a token for each exchange: Get-CIIdToken | New-PyPIToken. A job may do so as often as it likes.",
        _ => null,
    };

    private static bool IsWorkflowFile(string value) => value.EndsWith(".yml", StringComparison.Ordinal) || value.EndsWith(".yaml", StringComparison.Ordinal);

    private static string? Part(string? repository, int place) => repository?.Split('/', 2) is { Length: 2 } parts ? parts[place] : null;

    private static string Calling(string? workflow) => WorkflowFile(workflow) is { } file ? $".github/workflows/{file}" : "the workflow that calls it";

    /// <summary>The file's name, which may itself hold an <c>@</c>; so may the git ref behind it.</summary>
    private static string? WorkflowFile(string? reference) => reference is not null && FileName().Match(reference) is { Success: true } match ? match.Value : null;

    [GeneratedRegex(@"[^/]+\.(?:yml|yaml)(?=@)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FileName();
}
