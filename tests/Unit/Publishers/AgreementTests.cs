using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Identity;
using TrustedPublish.Core.Index;
using TrustedPublish.Core.Publishers;
using TrustedPublish.Core.Secrets;
using TrustedPublish.Rehearsal.Stage;
using TrustedPublish.Unit.Support;
using GitHub = TrustedPublish.Rehearsal.Stage.GitHubPublisher;
using GitLab = TrustedPublish.Rehearsal.Stage.GitLabPublisher;
using Google = TrustedPublish.Rehearsal.Stage.GooglePublisher;
using Platform = TrustedPublish.Rehearsal.Stage.ActiveStatePublisher;

namespace TrustedPublish.Unit.Publishers;

/// <summary>
/// The comparison here and the index's match agree: what the index refuses differs in the field that is named, and what it
/// accepts differs in none. The rehearsal index matches by code of its own (warehouse oidc/models).
/// </summary>
public sealed class AgreementTests
{
    private static readonly JobIdentity Job = new();

    /// <summary>What is registered, what the job's token says otherwise than usual, and the step that fails; null for none.</summary>
    public static TheoryData<string, string?> Cases => new(AllCases.Select(static entry => (entry.Key, entry.Value.Differs)));

    private static readonly Dictionary<string, Case> AllCases = new(StringComparer.Ordinal)
    {
        ["GitHub, as it is"] = new(Registered(), null),
        ["GitHub, environment in other letters"] = new(Registered(environment: "PyPI"), null),
        ["GitHub, any environment"] = new(Registered(environment: ""), null),
        ["GitHub, reusable workflow of this repository"] = new(Registered(workflow: "publish.yml"), null, ("job_workflow_ref", $"{Job.FullName}/.github/workflows/publish.yml@{Job.Ref}")),
        ["GitHub, reusable workflow at the commit"] = new(Registered(workflow: "publish.yml"), null, ("job_workflow_ref", $"{Job.FullName}/.github/workflows/publish.yml@{Job.Sha}")),
        ["GitHub, a tag with an @"] = new(Registered(), null, ("ref", "refs/tags/pkg@1.0.0"), ("job_workflow_ref", $"{Job.FullName}/.github/workflows/{Job.Workflow}@refs/tags/pkg@1.0.0"), ("workflow_ref", $"{Job.FullName}/.github/workflows/{Job.Workflow}@refs/tags/pkg@1.0.0")),
        ["GitHub, environment at a tag with an @"] = new(Registered(environment: "release"), "Environment name", ("ref", "refs/tags/pkg@1.0.0"), ("job_workflow_ref", $"{Job.FullName}/.github/workflows/{Job.Workflow}@refs/tags/pkg@1.0.0")),
        ["GitHub, no workflow file"] = new(Registered(), "Workflow name", ("job_workflow_ref", $"{Job.FullName}/.github/workflows/release@{Job.Ref}")),
        ["GitHub, no commit"] = new(Registered(), "Claims", ("ref", ""), ("sha", "")),
        ["GitHub, owner"] = new(Registered(owner: "octo"), "Owner"),
        ["GitHub, owner in other letters"] = new(Registered(owner: "Octo-Org"), "Owner"),
        ["GitHub, owner id"] = new(Registered(ownerId: "12"), "Owner id"),
        ["GitHub, repository"] = new(Registered(repository: "sample"), "Repository name"),
        ["GitHub, repository in other letters"] = new(Registered(repository: "SampleProject"), "Repository name"),
        ["GitHub, workflow"] = new(Registered(workflow: "publish.yml"), "Workflow name"),
        ["GitHub, workflow in other letters"] = new(Registered(workflow: "Release.yml"), "Workflow name"),
        ["GitHub, environment"] = new(Registered(environment: "release"), "Environment name"),
        ["GitHub, no environment"] = new(Registered(), "Environment name", ("environment", null)),
        ["GitHub, caller of a reusable workflow"] = new(Registered(), "Workflow name", ("job_workflow_ref", $"{Job.FullName}/.github/workflows/publish.yml@{Job.Ref}")),
        ["GitHub, reusable workflow elsewhere"] = new(Registered(workflow: "publish.yml"), "Reusable workflow", ("job_workflow_ref", "octo-org/shared/.github/workflows/publish.yml@refs/heads/main")),
        ["GitHub, reusable workflow at another ref"] = new(Registered(workflow: "publish.yml"), "Reusable workflow", ("job_workflow_ref", $"{Job.FullName}/.github/workflows/publish.yml@refs/heads/main")),
        ["GitHub, pull_request_target"] = new(Registered(), "Event", ("event_name", "pull_request_target")),
        ["GitHub, no jti"] = new(Registered(), "Claims", ("jti", null)),
        ["GitHub, no ref"] = new(Registered(), "Claims", ("ref", null)),
        ["GitLab, as it is"] = new(new GitLab(Job.Owner, Job.Repository, Job.PipelineFile, "pypi"), null),
        ["GitLab, any environment"] = new(new GitLab(Job.Owner, Job.Repository, Job.PipelineFile, null), null),
        ["GitLab, namespace"] = new(new GitLab("octo", Job.Repository, Job.PipelineFile, "pypi"), "Namespace"),
        ["GitLab, namespace in other letters"] = new(new GitLab("Octo-Org", Job.Repository, Job.PipelineFile, "pypi"), "Namespace"),
        ["GitLab, project"] = new(new GitLab(Job.Owner, "sample", Job.PipelineFile, "pypi"), "Project name"),
        ["GitLab, file"] = new(new GitLab(Job.Owner, Job.Repository, "ci/release.yml", "pypi"), "Top-level pipeline file path"),
        ["GitLab, environment in other letters"] = new(new GitLab(Job.Owner, Job.Repository, Job.PipelineFile, "PyPI"), "Environment name"),
        ["GitLab, no environment"] = new(new GitLab(Job.Owner, Job.Repository, Job.PipelineFile, "pypi"), "Environment name", ("environment", null)),
        ["GitLab, file of another project"] = new(new GitLab(Job.Owner, Job.Repository, Job.PipelineFile, "pypi"), "Pipeline file", ("ci_config_ref_uri", null)),
        ["GitLab, a file of another kind"] = new(new GitLab(Job.Owner, Job.Repository, "ci/pipeline.txt", "pypi"), "Pipeline file", ("ci_config_ref_uri", $"gitlab.com/{Job.FullName}//ci/pipeline.txt@{Job.Ref}")),
        ["GitLab, no commit"] = new(new GitLab(Job.Owner, Job.Repository, Job.PipelineFile, "pypi"), "Claims", ("sha", "")),
        ["GitLab, no sha"] = new(new GitLab(Job.Owner, Job.Repository, Job.PipelineFile, "pypi"), "Claims", ("sha", null)),
        ["Google, as it is"] = new(new Google(Job.ServiceAccount, Job.ServiceAccountId), null),
        ["Google, any subject"] = new(new Google(Job.ServiceAccount), null),
        ["Google, email"] = new(new Google("other@octo-org.iam.gserviceaccount.com"), "Email"),
        ["Google, email in other letters"] = new(new Google("Publisher@octo-org.iam.gserviceaccount.com"), "Email"),
        ["Google, subject"] = new(new Google(Job.ServiceAccount, "1"), "Subject"),
        ["Google, no email"] = new(new Google(Job.ServiceAccount), "Email", ("email", null)),
        ["Google, email not verified"] = new(new Google(Job.ServiceAccount), "Email", ("email_verified", false)),
        ["ActiveState, as it is"] = new(new Platform(Job.Owner, Job.Repository, Job.ActorId), null),
        ["ActiveState, organization"] = new(new Platform("acme", Job.Repository, Job.ActorId), "Organization"),
        ["ActiveState, project"] = new(new Platform(Job.Owner, "other", Job.ActorId), "ActiveState Project name"),
        ["ActiveState, no subject"] = new(new Platform(Job.Owner, Job.Repository, Job.ActorId), "Claims", ("sub", null)),
        ["ActiveState, another form of subject"] = new(new Platform(Job.Owner, Job.Repository, Job.ActorId), "Subject", ("sub", "org:octo-org")),
        ["ActiveState, subject of another project"] = new(new Platform(Job.Owner, Job.Repository, Job.ActorId), "Subject", ("sub", $"org:{Job.Owner}:project:other")),
        ["ActiveState, builder"] = new(new Platform(Job.Owner, Job.Repository, Job.ActorId), "Builder", ("builder", "wheel-builder")),
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Index_and_comparison_say_the_same(string name, string? differs)
    {
        var entry = AllCases[name];
        await using var wire = await Wire.OpenAsync(entry.Registered.System, options => options with { Publishers = [entry.Registered] });
        // Google's tokens are known by who gave them, or by their issuer, which is another one here.
        var idToken = IdToken.Read(entry.Registered.System == CISystem.Google ? "GoogleCloud" : "User", new Secret(wire.Stage.IssueIdToken("rehearsal", claims =>
        {
            foreach (var (claim, value) in entry.Claims)
            {
                if (value is null) claims.Remove(claim);
                else claims[claim] = value;
            }
        })));

        var failed = new List<string>();
        var check = new PublisherCheck(wire.Transport, wire.Index, step =>
        {
            if (step.Status == CheckStatus.Failed && step.Name != "Publisher") failed.Add(step.Name);
        }) { Registered = FormOf(entry.Registered) };
        await check.RunAsync(idToken, TestContext.Current.CancellationToken);
        Assert.Equal(differs is null ? [] : [differs], failed.Distinct());

        var exchange = new TokenExchange(wire.Transport).MintAsync(wire.Index, idToken, TestContext.Current.CancellationToken);
        if (differs is null)
        {
            await exchange;
        }
        else
        {
            var refusal = await Assert.ThrowsAsync<PublishException>(() => exchange);
            Assert.Equal(FailureKind.NoMatchingPublisher, refusal.Kind);
            // A form that is filled in with what can't match would mislead.
            Assert.Equal(differs == "Reusable workflow", refusal.Notes.Count == 0);
        }
    }

    private static GitHub Registered(string? owner = null, string? ownerId = null, string? repository = null, string? workflow = null, string environment = "pypi") =>
        new(owner ?? Job.Owner, repository ?? Job.Repository, workflow ?? Job.Workflow, environment) { OwnerId = ownerId ?? Job.OwnerId };

    /// <summary>The publisher as a person reads it from the index's page.</summary>
    private static RegisteredPublisher FormOf(Publisher publisher)
    {
        (string Form, (string Key, string? Value)[] Fields) form = publisher switch
        {
            GitHub github => ("github", [("owner", github.Owner), ("repository", github.Repository), ("workflow_filename", github.Workflow), ("environment", github.Environment ?? ""), ("owner_id", github.OwnerId)]),
            GitLab gitlab => ("gitlab", [("namespace", gitlab.Namespace), ("project", gitlab.Project), ("workflow_filepath", gitlab.WorkflowFilePath), ("environment", gitlab.Environment ?? "")]),
            Google google => ("google", [("email", google.Email), ("sub", google.Subject ?? "")]),
            Platform activeState => ("activestate", [("organization", activeState.Organization), ("project", activeState.Project)]),
            _ => throw new ArgumentOutOfRangeException(nameof(publisher)),
        };
        return RegisteredPublisher.Of(form.Form, form.Fields.Where(static field => field.Value is not null).ToDictionary(static field => field.Key, static field => field.Value!));
    }

    private sealed record Case(Publisher Registered, string? Differs, params (string Claim, object? Value)[] Claims);
}
