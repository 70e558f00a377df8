namespace TrustedPublish.Rehearsal.Tools;

/// <summary>Ends a tool with a text on standard error.</summary>
internal sealed class ToolFailedException(string message, int exitCode = 1) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
