using System.Text;

namespace TrustedPublish.Rehearsal.Run;

/// <summary>
/// Passes text on, line by line, without the workflow commands by which the module asks GitHub's log to hide a token: a
/// runner reads those and shows none.
/// </summary>
internal sealed class MaskFilter(TextWriter inner) : TextWriter
{
    private const string Command = "::add-mask::";

    public override Encoding Encoding => inner.Encoding;

    public static bool IsMask(string line) => line.StartsWith(Command, StringComparison.Ordinal);

    public override void Write(char value) => inner.Write(value);

    public override void Write(string? value) => inner.Write(value);

    public override void WriteLine(string? value)
    {
        if (value is not null && IsMask(value)) inner.WriteLine("  (the job's log was asked to hide a token)");
        else inner.WriteLine(value);
    }
}
