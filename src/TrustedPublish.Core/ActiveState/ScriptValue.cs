using System.Globalization;
using System.Text;
using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.ActiveState;

/// <summary>Values as they stand in a build script.</summary>
internal static class ScriptValue
{
    /// <summary>
    /// The text as a string of the script. Its lexer is Go's text/scanner, whose strings end at the line's end and know Go's
    /// escapes (pkg/buildscript: participle with Unquote).
    /// </summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var character in text)
        {
            if (character is '"' or '\\') quoted.Append('\\').Append(character);
            else if (char.IsControl(character) || character is '\u2028' or '\u2029') quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            else quoted.Append(character);
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>The time as the info block has it: RFC 3339 in UTC, to the second.</summary>
    public static string Time(DateTimeOffset time)
    {
        var utc = time.ToUniversalTime();
        // Upwards: at the second before, what was published within it does not exist yet.
        var rest = utc.Ticks % TimeSpan.TicksPerSecond;
        if (rest > 0) utc = utc.AddTicks(TimeSpan.TicksPerSecond - rest);
        return utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    }

    /// <summary>A value that no script may have.</summary>
    public static PublishException Invalid(string what, string value, string why, string remedy) => new(
        FailureKind.BuildScriptValueInvalid,
        $"The {what} '{PlainText.OneLine(value, 100)}' can't stand in a build script: {why}.",
        remedy) { Target = PlainText.OneLine(value, 100) };
}
