using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;

namespace TrustedPublish.Core.Distributions.Metadata;

/// <summary>
/// A version as PEP 440 reads it: <c>1.0</c>, <c>1.0.0</c> and <c>v1.0.0</c> are the same one.
/// </summary>
public sealed partial class PackageVersion : IEquatable<PackageVersion>
{
    // No real version comes near; a longer text is not worth a regular expression's time.
    private const int LongestText = 256;

    private readonly string _key;

    private PackageVersion(string text, string normalized, string key)
    {
        Text = text;
        Normalized = normalized;
        _key = key;
    }

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>The normalised form, as <c>str(packaging.version.Version(…))</c> gives it. Trailing zeros stay.</summary>
    public string Normalized { get; }

    /// <summary>Whether it has a local part (<c>1.0+abc</c>), which is for one's own installations alone.</summary>
    public bool IsLocal => _key.Contains('+', StringComparison.Ordinal);

    /// <summary>Reads <paramref name="text"/>, or gives null where PEP 440 has no such version.</summary>
    public static PackageVersion? TryParse(string? text)
    {
        if (text is null || text.Length > LongestText) return null;
        var match = Form().Match(text.Trim());
        if (!match.Success) return null;

        var release = match.Groups["release"].Value.Split('.').Select(Number).ToArray();
        var epoch = match.Groups["epoch"].Success ? Number(match.Groups["epoch"].Value) : "0";
        var suffix = new StringBuilder();
        if (match.Groups["pre"].Success)
            suffix.Append(PreReleaseLetter(match.Groups["preL"].Value)).Append(NumberOrZero(match.Groups["preN"]));
        if (match.Groups["post"].Success)
            suffix.Append(".post").Append(match.Groups["postN1"].Success ? Number(match.Groups["postN1"].Value) : NumberOrZero(match.Groups["postN2"]));
        if (match.Groups["dev"].Success)
            suffix.Append(".dev").Append(NumberOrZero(match.Groups["devN"]));
        if (match.Groups["local"].Success)
            suffix.Append('+').AppendJoin('.', match.Groups["local"].Value.ToLowerInvariant().Split('-', '_', '.').Select(static part => part.All(char.IsAsciiDigit) ? Number(part) : part));

        var prefix = epoch == "0" ? "" : $"{epoch}!";
        var significant = release.Length;
        while (significant > 1 && release[significant - 1] == "0") significant--;
        return new PackageVersion(
            text,
            $"{prefix}{string.Join('.', release)}{suffix}",
            $"{prefix}{string.Join('.', release.Take(significant))}{suffix}");
    }

    /// <inheritdoc/>
    public bool Equals(PackageVersion? other) => other is not null && other._key == _key;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PackageVersion);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_key);

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static string Number(string digits) => BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);

    private static string NumberOrZero(Group group) => group.Success && group.Length > 0 ? Number(group.Value) : "0";

    private static string PreReleaseLetter(string written) => written.ToLowerInvariant() switch
    {
        "a" or "alpha" => "a",
        "b" or "beta" => "b",
        _ => "rc", // c, rc, pre and preview
    };

    // PEP 440, appendix B: the grammar with every spelling it accepts.
    [GeneratedRegex(
        @"\A v? (?:(?<epoch>[0-9]+)!)? (?<release>[0-9]+(?:\.[0-9]+)*)
          (?<pre>[-_.]?(?<preL>alpha|a|beta|b|preview|pre|c|rc)[-_.]?(?<preN>[0-9]+)?)?
          (?<post>-(?<postN1>[0-9]+)|[-_.]?(?:post|rev|r)[-_.]?(?<postN2>[0-9]+)?)?
          (?<dev>[-_.]?dev[-_.]?(?<devN>[0-9]+)?)?
          (?:\+(?<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))? \z",
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
