namespace TrustedPublish.Rehearsal.Stage;

/// <summary>How a tool on PATH fails.</summary>
/// <param name="ExitCode">Its exit code, 1 to 255.</param>
/// <param name="Error">What it says on standard error.</param>
public sealed record ToolFailure(int ExitCode, string Error);
