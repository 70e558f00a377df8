using System.Management.Automation;
using TrustedPublish.Async;
using TrustedPublish.Completion;
using TrustedPublish.Core.Distributions;
using TrustedPublish.Core.Distributions.Rules;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;
using TrustedPublish.Core.Index;
using TrustedPublish.Core.Publishing;
using TrustedPublish.Core.Sigstore.Trust;
using TrustedPublish.GitHub;
using TrustedPublish.Secrets;

namespace TrustedPublish.Commands;

/// <summary>Publish-PythonDistribution: uploads wheels and sdists to a package index.</summary>
[Cmdlet(VerbsData.Publish, "PythonDistribution", DefaultParameterSetName = ByPath, SupportsShouldProcess = true)]
[OutputType(typeof(PublishedDistribution))]
public sealed class PublishPythonDistributionCommand : PublishCommand
{
    private readonly List<PyPIToken> _tokens = [];

    /// <summary>
    /// The token to upload with: the object of New-PyPIToken, or a SecureString. Without one, this cmdlet gets an ID token
    /// from the CI system and exchanges it itself.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [TokenArgument]
    public PyPIToken? Token { get; set; }

    /// <summary>A token from New-PyPIToken. It has no transformation as <c>-Token</c> has: that would take paths for tokens.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public PyPIToken? InputObject { get; set; }

    /// <summary>The index: <c>pypi</c> (where neither this nor the token says otherwise), <c>testpypi</c>, or a base URL.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RepositoryCompleter))]
    public string? Repository { get; set; }

    /// <summary>
    /// Asks the index first which files it has: the same file is passed over, and another one of the same name is an error
    /// before anything is sent.
    /// </summary>
    [Parameter]
    public SwitchParameter SkipExisting { get; set; }

    /// <summary>Uploads at a time, after the first file of each release, which goes alone.</summary>
    [Parameter]
    [ValidateRange(1, PublishOptions.LargestThrottleLimit)]
    public int ThrottleLimit { get; set; } = PublishOptions.DefaultThrottleLimit;

    /// <summary>Revokes the token that was passed in, too. A token that this cmdlet mints itself is always revoked.</summary>
    [Parameter]
    public SwitchParameter RevokeToken { get; set; }

    /// <summary>Sends files that break a rule too, for an index with other rules; what can't be read is still an error.</summary>
    [Parameter]
    public SwitchParameter SkipValidation { get; set; }

    /// <summary>
    /// <c>Optional</c>: files get attestations (PEP 740) where there are any or they can be made, on every index; without it, on
    /// PyPI and TestPyPI alone. <c>Required</c>: no file is published without one.
    /// </summary>
    [Parameter]
    [ValidateSet(nameof(AttestationUse.Optional), nameof(AttestationUse.Required))]
    public string? Attestation { get; set; }

    /// <summary>Publishes without attestations: none is made, and none that lies beside a file goes along.</summary>
    [Parameter]
    public SwitchParameter NoAttestation { get; set; }

    /// <summary>The <c>trusted_root.json</c> of a private Sigstore that attestations are made with.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? TrustedRoot { get; set; }

    /// <summary>The <c>signing_config.json</c> of a private Sigstore that attestations are made with.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SigningConfig { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var token in new[] { Token, InputObject }.OfType<PyPIToken>().Where(token => !_tokens.Contains(token))) _tokens.Add(token);
        base.ProcessRecord();
    }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (NoAttestation && Attestation is not null)
        {
            ThrowTerminatingError(new ErrorRecord(
                new PSInvalidOperationException("-Attestation and -NoAttestation say the opposite of each other. Leave one of them away."), "AttestationContradiction", ErrorCategory.InvalidArgument, Attestation));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        try
        {
            // A pipeline that should have brought a token and brought none: publishing by this cmdlet's own means is not
            // what was asked for, and a job that publishes nothing must not look as if it had.
            var awaitsToken = MyInvocation.ExpectingInput && !PathsArePiped && _tokens.Count == 0;
            var indexes = _tokens.Count == 0 ? [PackageIndex.Parse(Repository ?? PackageIndex.PyPI.Name)] : _tokens.Select(token => token.IndexFor(Repository)).ToList();
            var failures = new List<PublishException>();
            var set = ReadSet(RuleSelection.Without(SkipValidation ? RuleScope.None : indexes.Max(static index => index.Rules), IgnoreRule), failures);
            PublishException? ended = null;
            var unused = new List<PyPIToken>(_tokens);
            for (var number = 0; set is not null && number < indexes.Count; number++)
            {
                var index = indexes[number];
                var destination = awaitsToken && Repository is null ? "the token's index" : index.Name;
                // Read before ShouldProcess asks, so that -WhatIf finds one that can't be used.
                if (!NoAttestation && (Attestation is not null || index.IsPyPI)) _ = ReleaseAttestations.ReadBeside(set.Distributions);
                IReadOnlyList<Distribution> chosen = [.. set.Distributions.Where(distribution => ShouldProcess($"{distribution.FileName} to {destination}", "Publish"))];
                if (chosen.Count == 0) continue;
                if (awaitsToken)
                {
                    throw new PublishException(
                        FailureKind.NoToken,
                        "The pipeline brought no API token, so nothing was published.",
                        "Look at what stands before this cmdlet: New-PyPIToken returned nothing, or is missing (Get-CIIdToken | New-PyPIToken). Without a pipeline this cmdlet gets a token itself.");
                }

                var token = number < _tokens.Count ? _tokens[number] : null;
                if (token is not null) unused.Remove(token);
                var (errors, stopped) = Publish(index, token, chosen);
                failures.AddRange(errors.Where(error => error != stopped));
                ended ??= stopped;
            }

            if (RevokeToken) unused.ForEach(Revoke);
            // Only now: under $ErrorActionPreference = 'Stop' the first error ends the cmdlet, and by now every file has had
            // its turn at every index.
            failures.ForEach(Report);
            if (ended is not null) Throw(ended);
        }
        catch (PublishException failure)
        {
            WorkflowCommand.Error(failure);
            Throw(failure);
        }
    }

    /// <summary>Ends a token that was passed in and not needed.</summary>
    private void Revoke(PyPIToken token)
    {
        var index = token.IndexFor(Repository);
        if (!ShouldProcess(index.Name, "Revoke the API token")) return;
        try
        {
            Run(async (transport, stop) =>
            {
                await new TokenRevocation(transport).RevokeAsync(token.Unwrap(index), stop);
                return true;
            });
        }
        catch (PublishException failure)
        {
            WriteWarning($"The API token was not revoked: {failure.Message}");
        }
    }

    /// <summary>The set, or null where something is wrong with it; what that is, file by file, is then among <paramref name="failures"/>.</summary>
    private ReleaseSet? ReadSet(RuleSelection rules, List<PublishException> failures)
    {
        var set = Files.Count == 0 && PathErrors.Count > 0
            ? null
            : Run((transport, stop) => Task.FromResult(ReleaseSet.Read(Files, rules, transport.Trace, stop)));
        foreach (var warnings in (set?.Reports ?? []).SelectMany(static report => report.Findings.Select(finding => (report.File.Name, Finding: finding)))
            .Where(static found => found.Finding.Severity == Severity.Warning).GroupBy(static found => found.Finding.Rule))
        {
            // One line a rule: forty wheels of one build have the same fault forty times.
            var (name, finding) = warnings.First();
            WriteWarning($"{name}{(warnings.Count() > 1 ? $" and {warnings.Count() - 1} more" : "")}: {finding.Message} ({finding.Rule})");
        }

        IReadOnlyList<PublishException> errors = [.. PathErrors, .. set?.Errors ?? []];
        if (errors.Count == 0) return set;
        // Before the errors, of which the first may end the command.
        if (set?.Distributions.Count > 0) WriteWarning("Nothing was published: some of the files can't be, and a release goes out whole or not at all.");
        Summarize(null, Files.Count, [], errors);
        failures.AddRange(errors);
        return null;
    }

    /// <summary>Sends the set to one index; what went wrong is reported when every index has had its turn.</summary>
    private (IReadOnlyList<PublishException> All, PublishException? Ended) Publish(PackageIndex index, PyPIToken? token, IReadOnlyList<Distribution> distributions)
    {
        using var progress = new PublishProgress(this, index);
        var results = new List<FileResult>();
        IReadOnlyList<PublishException> conflicts = [];
        PublishException? ended = null;
        var use = NoAttestation ? AttestationUse.None
            : Attestation is not null ? Enum.Parse<AttestationUse>(Attestation, ignoreCase: true)
            // Who names a Sigstore wants it used, on any index.
            : (TrustedRoot ?? SigningConfig) is not null ? AttestationUse.Optional : AttestationUse.Unsaid;
        var sigstore = new TrustOptions { TrustedRootFile = FullPath(TrustedRoot), SigningConfigFile = FullPath(SigningConfig) };
        try
        {
            RunWithoutLimit(SendAsync);
        }
        catch (PipelineStoppedException)
        {
            // A job that is cancelled has a page too.
            Summarize(index, distributions.Count, InOrder(distributions, results), []);
            throw;
        }

        async Task<bool> SendAsync(HttpTransport transport, CancellationToken stop)
        {
            try
            {
                using var job = await PublishingJob.FindAsync(transport, index, token, distributions, stop);
                void Warn(string line) => Post(() => WriteWarning(line));
                var run = new PublishRun(transport, job.Tokens)
                {
                    Attestations = await job.AttestationsAsync(use, sigstore, distributions, Warn, stop),
                    ThrottleLimit = ThrottleLimit,
                    SkipExisting = SkipExisting,
                    RevokeToo = RevokeToken ? token?.Unwrap(index) : null,
                    Budget = Budget,
                    Progress = step => progress.Show(step, Post),
                    Warn = Warn,
                };
                conflicts = await run.PublishAsync(
                    distributions,
                    result => Post(() =>
                    {
                        results.Add(result);
                        WriteObject(new PublishedDistribution(result));
                    }),
                    stop);
            }
            catch (PublishException failure)
            {
                ended = failure;
            }

            return true;
        }

        var ordered = InOrder(distributions, results);
        var errors = ordered.Select(static result => result.Error).OfType<PublishException>();
        if (conflicts.Count > 0)
        {
            WriteWarning(conflicts[0].Kind == FailureKind.AttestationMismatch
                ? "Nothing was published: attestations beside the files are of other content."
                : "Nothing was published: the index has other files of these names.");
        }

        IReadOnlyList<PublishException> all = [.. conflicts, .. ended is null ? [] : new[] { ended }, .. errors];
        Summarize(index, distributions.Count, ordered, all);
        return (all, ended);
    }

    /// <summary>Tells the run's page on GitHub; does nothing elsewhere.</summary>
    private void Summarize(PackageIndex? index, int files, IReadOnlyList<FileResult> results, IReadOnlyList<PublishException> errors)
    {
        if (JobSummary.Add(index?.Name ?? "an index", files, results, errors) is { } failure) WriteVerbose(failure);
        // GitHub shows ten of a step.
        foreach (var error in errors.Take(10)) WorkflowCommand.Error(error);
    }

    /// <summary>The results in the order in which the files were given, not in that in which they ended.</summary>
    private static IReadOnlyList<FileResult> InOrder(IReadOnlyList<Distribution> distributions, IReadOnlyList<FileResult> results)
    {
        var places = distributions.Select(static (distribution, place) => (distribution, place)).ToDictionary(static entry => entry.distribution, static entry => entry.place);
        return [.. results.OrderBy(result => places[result.Distribution])];
    }
}
