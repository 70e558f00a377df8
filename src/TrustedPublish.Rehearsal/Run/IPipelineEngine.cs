namespace TrustedPublish.Rehearsal.Run;

/// <summary>What the module said of one file, as far as the run looks at it.</summary>
internal sealed record ReportedFile(string FileName, string Status, long Size, string? Sha256, int Attempts);

/// <summary>How a run of the pipeline ended.</summary>
/// <param name="Files">One for each result object.</param>
/// <param name="Succeeded">Whether it ended without an error.</param>
internal sealed record PipelineOutcome(IReadOnlyList<ReportedFile> Files, bool Succeeded);

/// <summary>A PowerShell that runs the module's pipeline.</summary>
internal interface IPipelineEngine
{
    /// <summary>What it is and its version.</summary>
    string Description { get; }

    /// <summary>Runs the pipeline as a job with these variables; what it prints is shown.</summary>
    Task<PipelineOutcome> RunAsync(IReadOnlyDictionary<string, string> environment, Uri index, IReadOnlyList<string> paths, bool verbose, CancellationToken cancellationToken);
}
