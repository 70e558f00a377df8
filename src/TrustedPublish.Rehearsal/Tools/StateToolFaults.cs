using System.Globalization;

namespace TrustedPublish.Rehearsal.Tools;

/// <summary>
/// What goes wrong on purpose: <c>COMMAND:WHAT[*TIMES]</c>, with commas between several, in a variable that the tool inherits.
/// WHAT is timeout, vulnerable, garbled, hang, failed, or any text, which is then the error.
/// </summary>
internal static class StateToolFaults
{
    public const string Variable = "TRUSTEDPUBLISH_REHEARSAL_STATE_FAULTS";

    /// <summary>The fault of this start of <paramref name="command"/>, or null.</summary>
    public static string? Next(StateToolPlatform platform, string command)
    {
        foreach (var fault in (Environment.GetEnvironmentVariable(Variable) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var colon = fault.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0 || fault[..colon] != command) continue;
            var what = fault[(colon + 1)..].Split('*');
            var times = what.Length == 2 ? int.Parse(what[1], CultureInfo.InvariantCulture) : int.MaxValue;
            if (platform.Count(fault) <= times) return what[0];
        }

        return null;
    }
}
