using System.Text.RegularExpressions;

namespace TrustedPublish.Rehearsal.Stage.Upload.Metadata;

/// <summary>What each field of the form's metadata may hold (warehouse forklift/metadata.py over packaging.metadata).</summary>
internal static partial class FieldRules
{
    private static readonly string[] PythonKeywords =
        "False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield".Split(' ');

    // warehouse forklift/metadata.py, DYNAMIC_FIELDS.
    private static readonly HashSet<string> MayBeDynamic = new(
        "platform supported-platform summary description description-content-type keywords home-page download-url author author-email maintainer maintainer-email license license-expression license-file classifier requires-dist requires-python requires-external project-url provides-extra provides-dist obsoletes-dist requires provides obsoletes import-name import-namespace".Split(' '),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Field, value and complaint of everything that is wrong, in no order that matters.</summary>
    public static IEnumerable<(string Field, string Value, string Error)> Find(ReceivedUpload upload)
    {
        IEnumerable<(string, string, string)> Each(string field, Func<string, string?> complaint) =>
            upload.All(field).Select(value => (field, value, complaint(value))).Where(static found => found.Item3 is not null).Select(static found => (found.field, found.value, found.Item3!));

        return
        [
            .. Each("summary", static text => text.EnumerateRunes().Count() > 512 ? "'summary' field must be 512 characters or less." : text.Contains('\n', StringComparison.Ordinal) ? "'summary' must be a single line" : null),
            .. Each("description_content_type", ContentTypeComplaint),
            .. Each("author_email", MailGrammar.Complaint), .. Each("maintainer_email", MailGrammar.Complaint),
            .. Each("home_page", UrlComplaint), .. Each("download_url", UrlComplaint),
            .. ProjectUrls(upload),
            .. Each("classifiers", ClassifierList.Complaint),
            .. Each("requires_python", static text => DependencyGrammar.IsSpecifierSet(text) ? null : $"'{text}' is invalid for 'requires-python'"),
            .. new[] { "requires_dist", "provides_dist", "obsoletes_dist" }.SelectMany(field => Each(field, DependencyGrammar.Complaint)),
            .. Each("provides_extra", static text => Name().IsMatch(text) ? null : $"'{text}' is invalid for 'provides-extra'"),
            .. Each("dynamic", static text => MayBeDynamic.Contains(text) ? null : $"'{text.ToLowerInvariant()}' is not a valid dynamic field"),
            .. Each("license_expression", LicenseGrammar.Complaint),
            .. Each("license_file", LicenseFileComplaint),
            .. Each("import_name", ImportComplaint), .. Each("import_namespace", ImportComplaint),
            .. upload["license"] is { } licence && upload["license_expression"] is not null ? [("license", licence, "License is deprecated when License-Expression is present. Only License-Expression should be present.")] : Array.Empty<(string, string, string)>(),
        ];
    }

    /// <summary>As packaging 26.2 has it, but that charset may be written as later versions allow.</summary>
    private static string? ContentTypeComplaint(string text)
    {
        var match = ContentType().Match(text);
        if (!match.Success) return $"'description-content-type' must be one of ['text/plain', 'text/x-rst', 'text/markdown'], not '{text}'";
        var named = Parameter().Matches(match.Groups["rest"].Value).Select(static parameter => (Name: parameter.Groups["name"].Value.ToLowerInvariant(), Value: parameter.Groups["value"].Value)).ToList();
        if (named.Where(static parameter => parameter.Name == "charset").Take(1).Any(static charset => !charset.Value.Equals("utf-8", StringComparison.OrdinalIgnoreCase)))
            return "'description-content-type' can only specify the UTF-8 charset";
        return match.Groups["type"].Value.Equals("markdown", StringComparison.OrdinalIgnoreCase) && named.Where(static parameter => parameter.Name == "variant").Take(1).Any(static variant => variant.Value is not ("GFM" or "CommonMark"))
            ? "valid Markdown variants for 'description-content-type' are ['GFM', 'CommonMark']" : null;
    }

    private static string? UrlComplaint(string text) => UrlGrammar.IsValid(text) ? null : $"'{text}' is not a valid url.";

    private static IEnumerable<(string Field, string Value, string Error)> ProjectUrls(ReceivedUpload upload)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var value in upload.All("project_urls"))
        {
            var (label, url) = value.Split(',', 2, StringSplitOptions.TrimEntries) is [var first, var second] ? (first, second) : (value.Trim(), "");
            var error = !seen.Add(label) ? "'project_urls' has invalid data"
                : label.Length == 0 ? "Must have a label"
                : label.EnumerateRunes().Count() > 32 ? $"'{label}' must be 32 characters or less."
                : url.Length == 0 ? "Must have a URL"
                : UrlComplaint(url) is not null ? $"'{url}' is not a valid url" : null;
            if (error is not null) yield return ("project_urls", value, error);
        }
    }

    private static string? LicenseFileComplaint(string path) =>
        path.Contains("..", StringComparison.Ordinal) ? $"'{path}' is invalid for 'license-file', parent directory indicators are not allowed"
        : path.Contains('*', StringComparison.Ordinal) ? $"'{path}' is invalid for 'license-file', paths must be resolved"
        : path.StartsWith('/') || (path.Length > 2 && path[1] == ':' && path[2] is '/' or '\\') ? $"'{path}' is invalid for 'license-file', paths must be relative"
        : path.Contains('\\', StringComparison.Ordinal) || path.Split('/').Any(static part => part is "" or ".") ? $"'{path}' is invalid for 'license-file', paths must use '/' delimiter" : null;

    private static string? ImportComplaint(string text)
    {
        var parts = text.Split(';', 2);
        var name = parts[0].TrimEnd();
        if (name.Split('.').Any(static word => !Identifier().IsMatch(word) || PythonKeywords.Contains(word))) return $"'{name}' is invalid for 'import-name'; it is not a valid identifier";
        return parts.Length == 2 && parts[1].TrimStart() != "private" ? $"'{text}' is invalid for 'import-name'; the only valid option is 'private'" : null;
    }

    [GeneratedRegex(@"\A(?:[A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9._-]*[A-Za-z0-9])\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();

    [GeneratedRegex(@"\A(?!\p{Nd}|\p{M}|[\u00B7\u0387\u1369-\u1371\u19DA\u200C\u200D\u30FB\uFF65]|\p{Pc}(?<!_))(?:[\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}\u2118\u212E\u00B7\u0387\u1369-\u1371\u19DA\u200C\u200D\u30FB\uFF65])+\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Identifier();

    [GeneratedRegex(@"\A\s*text/(?<type>plain|x-rst|markdown)\s*(?:;(?<rest>(?!.*\*\s*(?:;|\z)).*))?\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ContentType();

    [GeneratedRegex(@"(?:\A|(?<=;))\s*(?<name>[^\s=;""'*]+)\s*(?:=\s*(?:""(?<value>[^""]*)|(?<value>[^\s;""',=()<>@:\\/\[\]?]+))|(?=;|\z))", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();
}
