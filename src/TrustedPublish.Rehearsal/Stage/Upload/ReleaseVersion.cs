using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace TrustedPublish.Rehearsal.Stage.Upload;

/// <summary>A version (PEP 440), as far as the index needs it: its canonical text, and whether two are the same.</summary>
internal sealed partial class ReleaseVersion
{
    private ReleaseVersion(Match match)
    {
        var numbers = match.Groups["n"].Value.Split('.').Select(static part => BigInteger.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        var epoch = Digits(match, "e");
        var tail = Piece(match, "pre", match.Groups["prel"].Value.ToLowerInvariant() switch { "" => "", "a" or "alpha" => "a", "b" or "beta" => "b", _ => "rc" }, "pren")
            + (match.Groups["post0"].Success ? $".post{Digits(match, "post0")}" : Piece(match, "post", ".post", "postn"))
            + Piece(match, "dev", ".dev", "devn");
        IsLocal = match.Groups["local"].Success;
        if (IsLocal)
        {
            tail += "+" + string.Join('.', match.Groups["local"].Value.ToLowerInvariant().Split('.', '-', '_')
                .Select(static part => BigInteger.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number.ToString(CultureInfo.InvariantCulture) : part));
        }

        var head = epoch.IsZero ? "" : $"{epoch}!";
        Canonical = head + string.Join('.', numbers) + tail;
        var last = Array.FindLastIndex(numbers, static number => !number.IsZero);
        Identity = head + string.Join('.', numbers.Take(Math.Max(1, last + 1))) + tail;
    }

    /// <summary>What <c>str(Version(…))</c> gives.</summary>
    public string Canonical { get; }

    /// <summary>Equal for equal versions, however many zeros they end in.</summary>
    public string Identity { get; }

    public bool IsLocal { get; }

    public static ReleaseVersion? TryParse(string text) => Form().Match(text.Trim()) is { Success: true } match ? new ReleaseVersion(match) : null;

    private static BigInteger Digits(Match match, string group) =>
        match.Groups[group] is { Success: true, Length: > 0 } digits ? BigInteger.Parse(digits.Value, CultureInfo.InvariantCulture) : BigInteger.Zero;

    private static string Piece(Match match, string piece, string label, string number) => match.Groups[piece].Success ? label + Digits(match, number) : "";

    [GeneratedRegex(
        @"\Av?(?:(?<e>[0-9]+)!)?(?<n>[0-9]+(?:\.[0-9]+)*)(?<pre>[._-]?(?<prel>alpha|beta|preview|pre|rc|a|b|c)[._-]?(?<pren>[0-9]*))?(?:-(?<post0>[0-9]+)|(?<post>[._-]?(?:post|rev|r)[._-]?(?<postn>[0-9]*)))?(?<dev>[._-]?dev[._-]?(?<devn>[0-9]*))?(?:\+(?<local>[a-z0-9]+(?:[._-][a-z0-9]+)*))?\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
