using System.Text.RegularExpressions;

namespace TrustedPublish.Rehearsal.Stage.Upload.Archive;

/// <summary>
/// Whether Python's csv can read RECORD (warehouse utils/wheel.py). At a blank line the index ends in an error of its own
/// (500); here it is a refusal, which says more.
/// </summary>
internal static partial class RecordRules
{
    private const int LongestField = 131_072;

    public static bool IsSound(string text)
    {
        var quoted = false;
        var lines = LineEnd().Split(text);
        for (var number = 0; number < lines.Length; number++)
        {
            if (lines[number].Length == 0 && !quoted)
            {
                // Behind the last line's end there is no line.
                if (number == lines.Length - 1) return true;
                return false;
            }

            foreach (Match field in Field().Matches((quoted ? "\"" : "") + lines[number]))
            {
                if (field.Groups["content"].Length > LongestField) return false;
                quoted = field.Groups["open"].Success;
            }
        }

        return true;
    }

    [GeneratedRegex(@"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5000)]
    private static partial Regex LineEnd();

    // A field in quotes, one whose quote the line does not close, or one without.
    [GeneratedRegex(@"(?:\A|,)(?:""(?<content>(?:[^""]|"""")*)""[^,]*|(?<open>"")(?<content>(?:[^""]|"""")*)\z|(?<content>[^,]*))", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Field();
}
