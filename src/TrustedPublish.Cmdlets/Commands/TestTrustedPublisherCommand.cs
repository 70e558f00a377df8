using System.Management.Automation;
using TrustedPublish.Async;
using TrustedPublish.Completion;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Index;
using TrustedPublish.Core.Publishers;
using TrustedPublish.GitHub;
using TrustedPublish.Secrets;

namespace TrustedPublish.Commands;

/// <summary>Test-TrustedPublisher: whether this job could publish, step by step, and what to change.</summary>
[Cmdlet(VerbsDiagnostic.Test, "TrustedPublisher", DefaultParameterSetName = AnyKind, SupportsShouldProcess = true)]
[OutputType(typeof(TrustedPublisherStep))]
public sealed class TestTrustedPublisherCommand : IdentityCommand
{
    private const string AnyKind = "Job";
    private const string GitHub = "GitHub";
    private const string GitLab = "GitLab";
    private const string Google = "Google";
    private const string ActiveState = "ActiveState";

    /// <summary>The index: <c>pypi</c> (where nothing else is said), <c>testpypi</c>, or a base URL.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RepositoryCompleter))]
    public string? Repository { get; set; }

    /// <summary>The project to publish, for the link to its publishing page.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Project { get; set; }

    /// <summary>An ID token that was obtained elsewhere: the object of Get-CIIdToken, or the JWT as SecureString or text.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    [IdTokenArgument]
    public CIIdToken? IdToken { get; set; }

    /// <summary>Exchanges the ID token too, and revokes the API token at once. For a pending publisher that creates the project.</summary>
    [Parameter]
    public SwitchParameter Mint { get; set; }

    /// <summary>GitHub: the owner that is registered.</summary>
    [Parameter(ParameterSetName = GitHub)]
    [ArgumentCompleter(typeof(OriginCompleter))]
    public string? Owner { get; set; }

    /// <summary>GitHub: the repository that is registered, without its owner.</summary>
    [Parameter(ParameterSetName = GitHub)]
    [ArgumentCompleter(typeof(OriginCompleter))]
    public string? RepositoryName { get; set; }

    /// <summary>GitHub: the workflow's file name that is registered.</summary>
    [Parameter(ParameterSetName = GitHub)]
    [ArgumentCompleter(typeof(WorkflowCompleter))]
    public string? Workflow { get; set; }

    /// <summary>GitHub and GitLab: the environment that is registered; an empty text for none.</summary>
    [Parameter(ParameterSetName = AnyKind)]
    [Parameter(ParameterSetName = GitHub)]
    [Parameter(ParameterSetName = GitLab)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string? Environment { get; set; }

    /// <summary>GitHub: the owner's number when the publisher was registered, which a renamed owner keeps.</summary>
    [Parameter(ParameterSetName = GitHub)]
    public string? OwnerId { get; set; }

    /// <summary>GitLab: the group or user that is registered.</summary>
    [Parameter(ParameterSetName = GitLab)]
    [ArgumentCompleter(typeof(OriginCompleter))]
    public string? Namespace { get; set; }

    /// <summary>GitLab: the project that is registered, without its namespace.</summary>
    [Parameter(ParameterSetName = GitLab)]
    [ArgumentCompleter(typeof(OriginCompleter))]
    public string? ProjectName { get; set; }

    /// <summary>GitLab: the top-level pipeline file path that is registered.</summary>
    [Parameter(ParameterSetName = GitLab)]
    [ArgumentCompleter(typeof(PipelineFileCompleter))]
    public string? PipelineFile { get; set; }

    /// <summary>Google Cloud: the e-mail address that is registered.</summary>
    [Parameter(ParameterSetName = Google)]
    public string? Email { get; set; }

    /// <summary>Google Cloud: the subject that is registered; an empty text for none.</summary>
    [Parameter(ParameterSetName = Google)]
    [AllowEmptyString]
    public string? Subject { get; set; }

    /// <summary>ActiveState: the organization that is registered.</summary>
    [Parameter(ParameterSetName = ActiveState)]
    public string? Organization { get; set; }

    /// <summary>ActiveState: the project that is registered.</summary>
    [Parameter(ParameterSetName = ActiveState)]
    public string? ActiveStateProject { get; set; }

    /// <summary>ActiveState: the account that is registered.</summary>
    [Parameter(ParameterSetName = ActiveState)]
    public string? Actor { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            var index = PackageIndex.Parse(Repository ?? IdToken?.Repository ?? PackageIndex.PyPI.Name);
            var given = IdToken?.Unwrap();
            var mint = Mint && ShouldProcess(index.Name, "Exchange the ID token for an API token, and revoke it");
            var steps = new List<CheckStep>();
            Run(async (transport, stop) =>
            {
                var check = new PublisherCheck(transport, index, Show)
                {
                    Registered = Registered(),
                    Project = Project,
                    Mint = mint,
                    Hide = (secret, cancellation) => LogMask.HideAsync(secret, transport, cancellation),
                };
                if (given is not null) await check.RunAsync(given, stop);
                else await check.RunAsync(JobIdentity.Of(transport, TokenVariable), ProviderName, stop);
                return true;
            });
            if (JobSummary.Add(index.Name, steps) is { } why) WriteVerbose(why);
            // For people, and beside the objects: a table would cut it in pieces that nobody can follow or copy.
            if (steps.FirstOrDefault(static step => step is { Link: not null, Status: not CheckStatus.Passed })?.Link is { } link)
                WriteInformation(new HostInformationMessage { Message = $"The form for this job's publisher, filled in: {link.AbsoluteUri}" }, ["PSHOST"]);

            void Show(CheckStep step) => Post(() =>
            {
                steps.Add(step);
                WriteObject(new TrustedPublisherStep(step));
            });
        }
        catch (PublishException failure)
        {
            Throw(failure);
        }
    }

    private RegisteredPublisher Registered()
    {
        IReadOnlyList<(string Key, string? Value)> given = ParameterSetName switch
        {
            GitHub => [("owner", Owner), ("repository", RepositoryName), ("workflow_filename", Workflow), ("environment", Environment), ("owner_id", OwnerId)],
            GitLab => [("namespace", Namespace), ("project", ProjectName), ("workflow_filepath", PipelineFile), ("environment", Environment)],
            Google => [("email", Email), ("sub", Subject)],
            ActiveState => [("organization", Organization), ("project", ActiveStateProject), ("actor", Actor)],
            _ => [("environment", Environment)],
        };
        return RegisteredPublisher.Of(
            ParameterSetName.ToLowerInvariant(),
            given.Where(static field => field.Value is not null).ToDictionary(static field => field.Key, static field => field.Value!));
    }
}
