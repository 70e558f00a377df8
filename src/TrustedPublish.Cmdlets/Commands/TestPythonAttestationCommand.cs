using System.Management.Automation;
using TrustedPublish.Completion;
using TrustedPublish.Core.Attestations;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;
using TrustedPublish.Core.Publishers;
using TrustedPublish.Core.Sigstore.Trust;
using TrustedPublish.Paths;

namespace TrustedPublish.Commands;

/// <summary>Test-PythonAttestation: holds attestations to their files, to Sigstore and to who must have signed.</summary>
[Cmdlet(VerbsDiagnostic.Test, "PythonAttestation", DefaultParameterSetName = ByPath)]
[OutputType(typeof(TestedAttestation))]
public sealed class TestPythonAttestationCommand : PathCommand
{
    /// <summary>The attestations of the one file; without it, those that lie beside each file.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? AttestationPath { get; set; }

    /// <summary>GitHub: the owner of the repository that must have signed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Owner { get; set; }

    /// <summary>GitHub: the repository that must have signed, without its owner.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RepositoryName { get; set; }

    /// <summary>GitHub: the file name of the workflow that must have signed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(WorkflowCompleter))]
    public string? Workflow { get; set; }

    /// <summary>GitLab: the group or user whose project must have signed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Namespace { get; set; }

    /// <summary>GitLab: the project that must have signed, without its namespace.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ProjectName { get; set; }

    /// <summary>GitLab: the top-level pipeline file path that must have signed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PipelineFile { get; set; }

    /// <summary>Google Cloud: the e-mail address of the service account that must have signed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Email { get; set; }

    /// <summary>GitHub and GitLab: the git ref that must have been built.</summary>
    [Parameter]
    [ValidatePattern("^refs/.")]
    public string? GitRef { get; set; }

    /// <summary>The file's SHA-256, in the place of a file that is not at hand.</summary>
    [Parameter]
    [ValidatePattern("^[0-9A-Fa-f]{64}$")]
    public string? Sha256 { get; set; }

    /// <summary>The trusted_root.json of a private Sigstore; without it, the public one's is asked for.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? TrustedRoot { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        foreach (var error in PathErrors) Report(error);
        try
        {
            var expected = Expected();
            if (expected is null) WriteWarning("No publisher is expected, so this shows who signed and judges nobody: anyone can sign a file. Say -Owner, -RepositoryName and -Workflow, or another publisher, as they are registered on the index.");
            var options = new TrustOptions { TrustedRootFile = FullPath(TrustedRoot) };
            if (Files.Count > 1 && (AttestationPath is not null || Sha256 is not null))
                Refuse($"-AttestationPath and -Sha256 are of one file, but -Path names {Files.Count}. Name one, or leave them away: attestations beside a file are found by themselves.", "SeveralFiles");
            var named = AttestationPath?.SelectMany(path => FilePaths.Expand(SessionState.Path, path)).ToList();
            var pairs = AttestedFile.Find(Files, named, Sha256);
            if (pairs.Count > 0) Run((transport, stop) => CheckAsync(transport, options, pairs, expected, stop));
        }
        catch (PublishException failure)
        {
            Throw(failure);
        }
    }

    private async Task<bool> CheckAsync(HttpTransport transport, TrustOptions options, IReadOnlyList<AttestedFile> pairs, ExpectedPublisher? expected, CancellationToken stop)
    {
        using var trust = new SigstoreTrust(transport, options) { Warn = line => Post(() => WriteWarning(line)) };
        var check = await AttestationCheck.StartAsync(trust, expected, transport.Options.TimeProvider, stop);
        foreach (var pair in pairs)
        {
            var outcome = await pair.CheckAsync(check, stop);
            Post(() => WriteObject(new TestedAttestation(outcome)));
            if (outcome.Failure is { } failure) Post(() => Report(failure));
        }

        return true;
    }

    private ExpectedPublisher? Expected()
    {
        var given = new (string Form, (string Key, string? Value)[] Fields)[]
        {
            ("github", [("owner", Owner), ("repository", RepositoryName), ("workflow_filename", Workflow)]),
            ("gitlab", [("namespace", Namespace), ("project", ProjectName), ("workflow_filepath", PipelineFile)]),
            ("google", [("email", Email)]),
        }.Where(static kind => kind.Fields.Any(static field => field.Value is not null)).ToList();
        if (given.Count > 1) Refuse("What is expected is of publishers of several kinds, but one of them signs a file: say what is expected of GitHub, of GitLab, or of Google Cloud.", "SeveralPublishers");
        // A workflow's name or a tag says nothing of whose it is: anybody has one of that name.
        if ((given.Count == 0 && GitRef is not null) || given.Any(static kind => kind.Fields[0].Value is null))
            Refuse("That names nobody: any repository may have such a workflow, name or tag. Say -Owner, -Namespace or -Email, too.", "PublisherIncomplete");
        if (given.Count == 0) return null;
        return new ExpectedPublisher(
            RegisteredPublisher.Of(given[0].Form, given[0].Fields.Where(static field => field.Value is not null).ToDictionary(static field => field.Key, static field => field.Value!)),
            GitRef);
    }

    private void Refuse(string why, string id) =>
        ThrowTerminatingError(new ErrorRecord(new PSInvalidOperationException(why), id, ErrorCategory.InvalidArgument, null));
}
