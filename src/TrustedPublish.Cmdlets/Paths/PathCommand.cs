using System.Management.Automation;
using TrustedPublish.Async;
using TrustedPublish.Completion;
using TrustedPublish.Core.Failures;

namespace TrustedPublish.Paths;

/// <summary>A cmdlet that takes files by <c>-Path</c> or <c>-LiteralPath</c>, on the command line or from the pipeline.</summary>
public abstract class PathCommand : AsyncCommand
{
    private protected const string ByPath = "Path";
    private protected const string ByLiteralPath = "LiteralPath";

    private readonly List<FileInfo> _files = [];
    private readonly List<PublishException> _pathErrors = [];

    /// <summary>The files; wildcards are expanded.</summary>
    [Parameter(ParameterSetName = ByPath, Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DistributionCompleter))]
    public string[] Path { get; set; } = [];

    /// <summary>The files, taken to the letter.</summary>
    [Parameter(ParameterSetName = ByLiteralPath, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The files found so far, in the order given.</summary>
    private protected IReadOnlyList<FileInfo> Files => _files;

    /// <summary>What was wrong with the paths themselves.</summary>
    private protected IReadOnlyList<PublishException> PathErrors => _pathErrors;

    /// <summary>Whether the paths come one by one from the pipeline.</summary>
    private protected bool PathsArePiped { get; private set; }

    /// <summary>The full path that one names, which need not be there; null where none is named.</summary>
    /// <exception cref="PublishException">It is not in the file system.</exception>
    private protected string? FullPath(string? path) => path is null ? null : FilePaths.Literal(SessionState.Path, path).FullName;

    /// <inheritdoc/>
    protected override void BeginProcessing() =>
        PathsArePiped = !MyInvocation.BoundParameters.ContainsKey(nameof(Path)) && !MyInvocation.BoundParameters.ContainsKey(nameof(LiteralPath));

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (PathsArePiped) Resolve();
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        // Paths from the command line are the same in every record; they are resolved once.
        if (!PathsArePiped) Resolve();
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
}
