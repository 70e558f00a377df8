using TrustedPublish.Core.Distributions.Metadata;

namespace TrustedPublish.Core.Distributions.Rules;

/// <summary>E-mail and web addresses. Their form is PyPI's rule alone; packaging.metadata takes any text.</summary>
internal static class AddressRules
{
    private const string IndexSource = "warehouse forklift/metadata.py";

    private const int LongestLabel = 32;

    private static readonly string[] EmailFields = ["Author-email", "Maintainer-email"];
    private static readonly string[] UrlFields = ["Home-page", "Download-URL"];

    private static readonly Rule Email = new(
        "Email", Severity.Error, "Write authors and maintainers as { name = \"…\", email = \"user@example.org\" }.", IndexSource + "; email-validator") { IsOfPyPI = true };

    private static readonly Rule Url = new("Url", Severity.Error, "Write whole http:// or https:// addresses.", IndexSource + "; warehouse utils/http.py") { IsOfPyPI = true };

    private static readonly Rule ProjectUrl = new(
        "ProjectUrl", Severity.Error, "Give each entry of [project.urls] a label of 1 to 32 characters and an address.", IndexSource) { IsOfPyPI = true };

    private static readonly Rule ProjectUrlRepeated = new(
        "ProjectUrlRepeated", Severity.Error, "Give each entry of [project.urls] a label of its own.", "PyPA core metadata specification; packaging.metadata");

    /// <summary>Every rule of this file.</summary>
    public static IReadOnlyList<Rule> All { get; } = [Email, Url, ProjectUrl, ProjectUrlRepeated];

    public static IEnumerable<Finding> Find(CoreMetadata metadata)
    {
        foreach (var header in EmailFields)
        {
            foreach (var invalid in metadata.Values(header).Select(EmailAddress.FindInvalid).OfType<string>())
                yield return Email.Broken($"'{invalid}' in {header} is not an e-mail address.");
        }

        foreach (var header in UrlFields)
        {
            foreach (var address in metadata.Values(header).Where(static address => !WebAddress.IsValid(address)))
                yield return Url.Broken($"'{address}' in {header} is not an http or https address.");
        }

        var labels = new HashSet<string>(StringComparer.Ordinal);
        foreach (var value in metadata.Values("Project-URL"))
        {
            var comma = value.IndexOf(',', StringComparison.Ordinal);
            var (label, address) = comma < 0 ? (value.Trim(), "") : (value[..comma].Trim(), value[(comma + 1)..].Trim());
            if (!labels.Add(label)) yield return ProjectUrlRepeated.Broken($"The label '{label}' stands in Project-URL twice.");
            else if (label.Length == 0) yield return ProjectUrl.Broken($"'{value}' in Project-URL has no label.");
            else if (MetadataRules.CodePoints(label) > LongestLabel) yield return ProjectUrl.Broken($"The label '{label}' in Project-URL is longer than {LongestLabel} characters.");
            else if (address.Length == 0) yield return ProjectUrl.Broken($"'{label}' in Project-URL has no address.");
            else if (!WebAddress.IsValid(address)) yield return Url.Broken($"'{address}' in Project-URL is not an http or https address.");
        }
    }
}
