using TrustedPublish.Core.Secrets;

namespace TrustedPublish.Core.Tools;

/// <summary>What a program left behind.</summary>
/// <param name="ExitCode">Its exit code; on Unix 128 and more where a signal ended it.</param>
/// <param name="Output">All it wrote to standard output, control characters included.</param>
/// <param name="Error">All it wrote to standard error, control characters included.</param>
public sealed record ToolResult(int ExitCode, string Output, string Error)
{
    /// <summary>Whether it ended with the exit code 0.</summary>
    public bool IsSuccess => ExitCode == 0;

    /// <summary>
    /// What it said of itself in one line that may be shown, without what looks like a token: standard error, else standard output,
    /// else the exit code.
    /// </summary>
    public string Message
    {
        get
        {
            var text = string.IsNullOrWhiteSpace(Error) ? Output : Error;
            return string.IsNullOrWhiteSpace(text) ? $"exit code {ExitCode}" : PlainText.OneLine(TokenText.Redact(text.Trim()), 1000);
        }
    }
}
