using System.Text;

namespace TrustedPublish.Core.Tools;

/// <summary>
/// The command line that runs a batch file of Windows. The system hands such a file to cmd.exe, which reads the arguments a second
/// time by rules of its own, so that one of them could start another program (CVE-2024-24576, "BatBadBut"). Each argument goes
/// in quotes, inner quotes are doubled, and what cmd.exe reads inside of quotes too is refused.
/// </summary>
internal static class BatchCommandLine
{
    /// <summary>Whether <paramref name="program"/> is such a file.</summary>
    public static bool Applies(string program) => Path.GetExtension(program).ToUpperInvariant() is ".CMD" or ".BAT";

    /// <summary>Whether <paramref name="argument"/> can be handed over as it is: no variable (<c>%</c>), no end of the line.</summary>
    public static bool Allows(string argument) => !argument.AsSpan().ContainsAny("%\r\n\0");

    /// <summary>The arguments of cmd.exe: no AutoRun, <c>!</c> is a letter, and the outermost quotes are taken off by it.</summary>
    public static string Build(string program, IEnumerable<string> arguments)
    {
        var line = new StringBuilder("/e:ON /v:OFF /d /c \"").Append('"').Append(program).Append('"');
        foreach (var argument in arguments) Append(line.Append(' '), argument);
        return line.Append('"').ToString();
    }

    private static void Append(StringBuilder line, string argument)
    {
        line.Append('"');
        var backslashes = 0;
        foreach (var character in argument)
        {
            // The program at last takes backslashes before a quote for escapes.
            if (character == '"') line.Append('\\', backslashes).Append('"');
            backslashes = character == '\\' ? backslashes + 1 : 0;
            line.Append(character);
        }

        line.Append('\\', backslashes).Append('"');
    }
}
