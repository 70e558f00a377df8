using System.Management.Automation;
using TrustedPublish.Async;
using TrustedPublish.Completion;
using TrustedPublish.Core.Distributions;
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
public sealed class PublishPythonDistributionCommand : AsyncCommand
{
    private const string ByPath = "Path";
    private const string ByLiteralPath = "LiteralPath";

    private readonly List<FileInfo> _files = [];
    private readonly List<PublishException> _pathErrors = [];
    private readonly List<PyPIToken> _tokens = [];
    private bool _pathsArePiped;

    /// <summary>The files; wildcards are expanded.</summary>
    [Parameter(ParameterSetName = ByPath, Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The files, taken to the letter.</summary>
    [Parameter(ParameterSetName = ByLiteralPath, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>
    /// The token to upload with: the object of New-PyPIToken, or a SecureString. Without one, this cmdlet gets an ID token
    /// from the CI system and exchanges it itself.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    [TokenArgument]
    public PyPIToken? Token { get; set; }

    /// <summary>The index: <c>pypi</c> (where neither this nor the token says otherwise), <c>testpypi</c>, or a base URL.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RepositoryCompleter))]
    public string? Repository { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() =>
        _pathsArePiped = !MyInvocation.BoundParameters.ContainsKey(nameof(Path)) && !MyInvocation.BoundParameters.ContainsKey(nameof(LiteralPath));

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Token is not null && !_tokens.Contains(Token)) _tokens.Add(Token);
        // Paths from the command line are the same in every record; they are resolved once, at the end.
        if (_pathsArePiped) Resolve();
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (!_pathsArePiped) Resolve();
        try
        {
            var set = ReadSet();
            if (set is null) return;

            // A pipeline that should have brought a token and brought none has reported why; publishing without it, by
            // this cmdlet's own means, is not what was asked for.
            var awaitsToken = MyInvocation.ExpectingInput && !_pathsArePiped && Token is null;
            var indexes = _tokens.Count == 0 ? [PackageIndex.Parse(Repository ?? PackageIndex.PyPI.Name)] : _tokens.Select(IndexOf).ToList();
            for (var number = 0; number < indexes.Count; number++)
            {
                var index = indexes[number];
                var destination = awaitsToken && Repository is null ? "the token's index" : index.Name;
                var chosen = set.Distributions.Where(distribution => ShouldProcess($"{distribution.FileName} to {destination}", "Publish")).ToList();
                if (chosen.Count > 0 && !awaitsToken) Publish(index, number < _tokens.Count ? _tokens[number] : null, chosen);
            }
        }
        catch (PublishException failure)
        {
            Throw(failure);
        }
    }

    private void Resolve()
    {
        foreach (var path in Path) Collect(() => FilePaths.Expand(SessionState.Path, path));
        foreach (var path in LiteralPath) Collect(() => [FilePaths.Literal(SessionState.Path, path)]);

        void Collect(Func<IEnumerable<FileInfo>> find)
        {
            try
            {
                _files.AddRange(find());
            }
            catch (PublishException failure)
            {
                _pathErrors.Add(failure);
            }
        }
    }

    /// <summary>The set, or null where something is wrong with it, which has then been reported file by file.</summary>
    private ReleaseSet? ReadSet()
    {
        var set = _files.Count == 0 && _pathErrors.Count > 0
            ? null
            : Run((transport, stop) => Task.FromResult(ReleaseSet.Read(_files, transport.Trace, stop)));
        IReadOnlyList<PublishException> errors = [.. _pathErrors, .. set?.Errors ?? []];
        foreach (var error in errors) Report(error);
        if (errors.Count > 0 && set?.Distributions.Count > 0)
            WriteWarning($"Nothing was published: {errors.Count} of the files can't be, and a release goes out whole or not at all.");
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
        Run(async (transport, stop) =>
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
            return true;
        });

        // Only now: under $ErrorActionPreference = 'Stop' the first error ends the cmdlet, and by now every file has had
        // its turn.
        foreach (var error in errors) Report(error);
    }

    /// <summary>The whole flow where the user gave no token.</summary>
    private static async Task<ApiToken> MintAsync(HttpTransport transport, PackageIndex index, CancellationToken stop)
    {
        var provider = new IdentityProviders(JobEnvironment.Process, transport).Find();
        var audience = await new AudienceDiscovery(transport).GetAsync(index, stop);
        var token = await new TokenExchange(transport).MintAsync(index, provider, audience, stop);
        LogMask.Hide(token.Value);
        return token;
    }
}
