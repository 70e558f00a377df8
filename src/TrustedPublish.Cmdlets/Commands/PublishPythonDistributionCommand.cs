using System.Management.Automation;
using TrustedPublish.Async;
using TrustedPublish.Completion;
using TrustedPublish.Core.Distributions;
using TrustedPublish.Core.Distributions.Rules;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;
using TrustedPublish.Core.Identity;
using TrustedPublish.Core.Index;
using TrustedPublish.Core.Publishing;
using TrustedPublish.Paths;
using TrustedPublish.Secrets;

namespace TrustedPublish.Commands;

/// <summary>Publish-PythonDistribution: uploads wheels and sdists to a package index.</summary>
[Cmdlet(VerbsData.Publish, "PythonDistribution", DefaultParameterSetName = ByPath, SupportsShouldProcess = true)]
[OutputType(typeof(PublishedDistribution))]
public sealed class PublishPythonDistributionCommand : PathCommand
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

    /// <summary>Sends files that break a rule too, for an index with other rules; what can't be read is still an error.</summary>
    [Parameter]
    public SwitchParameter SkipValidation { get; set; }

    /// <summary>Ids of rules that do not count, such as <c>FileTooLarge</c> for a project whose limit PyPI has raised.</summary>
    [Parameter]
    [ValidateRule]
    [ArgumentCompleter(typeof(RuleCompleter))]
    public string[] IgnoreRule { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var token in new[] { Token, InputObject }.OfType<PyPIToken>().Where(token => !_tokens.Contains(token))) _tokens.Add(token);
        base.ProcessRecord();
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
            var indexes = _tokens.Count == 0 ? [PackageIndex.Parse(Repository ?? PackageIndex.PyPI.Name)] : _tokens.Select(IndexOf).ToList();
            var set = ReadSet(RuleSelection.Without(SkipValidation ? RuleScope.None : indexes.Max(static index => index.Rules), IgnoreRule));
            if (set is null) return;

            for (var number = 0; number < indexes.Count; number++)
            {
                var index = indexes[number];
                var destination = awaitsToken && Repository is null ? "the token's index" : index.Name;
                var chosen = set.Distributions.Where(distribution => ShouldProcess($"{distribution.FileName} to {destination}", "Publish")).ToList();
                if (chosen.Count == 0) continue;
                if (awaitsToken)
                {
                    throw new PublishException(
                        FailureKind.NoToken,
                        "The pipeline brought no token, so nothing was published.",
                        "Look at what stands before this cmdlet: it returned nothing. Without a pipeline this cmdlet gets a token itself.");
                }

                Publish(index, number < _tokens.Count ? _tokens[number] : null, chosen);
            }
        }
        catch (PublishException failure)
        {
            Throw(failure);
        }
    }

    /// <summary>The set, or null where something is wrong with it, which has then been reported file by file.</summary>
    private ReleaseSet? ReadSet(RuleSelection rules)
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
        foreach (var error in errors) Report(error);
        if (errors.Count > 0 && set?.Distributions.Count > 0)
            WriteWarning("Nothing was published: some of the files can't be, and a release goes out whole or not at all.");
        return errors.Count == 0 ? set : null;
    }

    private PackageIndex IndexOf(PyPIToken token)
    {
        var index = PackageIndex.Parse(token.Repository ?? Repository ?? PackageIndex.PyPI.Name);
        if (Repository is not null && PackageIndex.Parse(Repository) is var asked && asked != index)
        {
            throw new PublishException(
                FailureKind.IndexMismatch,
                $"The token is for {index}, but -Repository says {asked}.",
                $"Leave -Repository away, or get the token for it: New-PyPIToken -Repository {asked}.") { Target = asked.Name };
        }

        return index;
    }

    private void Publish(PackageIndex index, PyPIToken? token, IReadOnlyList<Distribution> distributions)
    {
        using var progress = new PublishProgress(this, index);
        var errors = new List<PublishException>();
        PublishException? ended = null;
        Run(async (transport, stop) =>
        {
            try
            {
                var apiToken = token?.Unwrap(index) ?? await MintAsync(transport, index, stop);
                await new Publisher(transport).PublishAsync(
                    apiToken,
                    distributions,
                    step => progress.Show(step, Post),
                    result => Post(() =>
                    {
                        WriteObject(new PublishedDistribution(result));
                        if (result.Error is not null) errors.Add(result.Error);
                    }),
                    stop);
            }
            catch (PublishException failure)
            {
                ended = failure;
            }

            return true;
        });

        // Only now: under $ErrorActionPreference = 'Stop' the first error ends the cmdlet, and by now every file has had
        // its turn.
        foreach (var error in errors) Report(error);
        if (ended is not null) throw ended;
    }

    /// <summary>The whole flow where the user gave no token.</summary>
    private static async Task<ApiToken> MintAsync(HttpTransport transport, PackageIndex index, CancellationToken stop)
    {
        var provider = new IdentityProviders(JobEnvironment.Process, transport).Find();
        var audience = await new AudienceDiscovery(transport).GetAsync(index, stop);
        var token = await new TokenExchange(transport).MintAsync(index, provider, audience, null, stop);
        LogMask.Hide(token.Value);
        return token;
    }
}
