using TrustedPublish.Core.Distributions.Metadata;
using TrustedPublish.Core.Distributions.Rules;
using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.Index;

/// <summary>
/// A package index: what users call it and where its services are. PyPI and TestPyPI have names; any other is its base
/// URL. Two ways of writing one index are equal.
/// </summary>
public sealed record PackageIndex
{
    private const string UploadPath = "legacy/";

    /// <summary>https://pypi.org</summary>
    public static PackageIndex PyPI { get; } = new("pypi", new("https://pypi.org/"), new("https://upload.pypi.org/legacy/"));

    /// <summary>https://test.pypi.org</summary>
    public static PackageIndex TestPyPI { get; } = new("testpypi", new("https://test.pypi.org/"), new("https://test.pypi.org/legacy/"));

    private PackageIndex(string name, Uri baseAddress, Uri uploadAddress)
    {
        Name = name;
        BaseAddress = baseAddress;
        UploadAddress = uploadAddress;
    }

    /// <summary>The indexes that have a name, for completion.</summary>
    public static IReadOnlyList<PackageIndex> Known { get; } = [PyPI, TestPyPI];

    /// <summary>Whether it is PyPI or TestPyPI, whose issuers are known.</summary>
    public bool IsPyPI => Known.Contains(this);

    /// <summary>Whose rules its files are held to.</summary>
    public RuleScope Rules => IsPyPI ? RuleScope.PyPI : RuleScope.AnyIndex;

    /// <summary><c>pypi</c>, <c>testpypi</c>, or the base URL: what <c>-Repository</c> takes.</summary>
    public string Name { get; }

    /// <summary>The index's root, ending in a slash.</summary>
    public Uri BaseAddress { get; }

    /// <summary>Where files are posted. The slash at its end is needed: without it the index redirects.</summary>
    public Uri UploadAddress { get; }

    /// <summary>Where the index tells its audience (warehouse oidc/__init__.py).</summary>
    public Uri AudienceAddress => new(BaseAddress, "_/oidc/audience");

    /// <summary>Where an ID token is exchanged (warehouse oidc/__init__.py).</summary>
    public Uri MintAddress => new(BaseAddress, "_/oidc/mint-token");

    /// <summary>Where an API token is revoked (warehouse oidc/__init__.py, PR 20197).</summary>
    public Uri RevokeAddress => new(BaseAddress, "_/oidc/burn-token");

    /// <summary>Where the files of a project are listed (PEP 503).</summary>
    public Uri FileListAddress(string project) => new(BaseAddress, $"simple/{Uri.EscapeDataString(ProjectName.Normalize(project))}/");

    /// <summary>
    /// The form on which a publisher of a project is registered, with fields filled in; <paramref name="provider"/> and the keys
    /// are the form's own (warehouse manage/views/oidc_publishers.py).
    /// </summary>
    public Uri PublisherFormAddress(string project, string provider, IEnumerable<(string Key, string Value)> fields) => new(
        BaseAddress,
        $"manage/project/{Uri.EscapeDataString(project)}/settings/publishing/?provider={provider}{string.Concat(fields.Select(static field => $"&{field.Key}={Uri.EscapeDataString(field.Value)}"))}");

    /// <summary>Where a publisher is registered for a project that does not exist yet (warehouse manage/views).</summary>
    public Uri NewProjectFormAddress => new(BaseAddress, "manage/account/publishing/");

    /// <summary>The page of one release, for people.</summary>
    public Uri ReleasePage(string project, string version) => new(BaseAddress, $"project/{Uri.EscapeDataString(project)}/{Uri.EscapeDataString(version)}/");

    /// <summary>Where the index shows who published a file, with the attestations (warehouse api/integrity.py).</summary>
    public Uri ProvenanceAddress(string project, string version, string fileName) =>
        new(BaseAddress, $"integrity/{Uri.EscapeDataString(project)}/{Uri.EscapeDataString(version)}/{Uri.EscapeDataString(fileName)}/provenance");

    /// <summary>
    /// Reads what a user typed: <c>pypi</c>, <c>testpypi</c>, <c>https://host/</c>, or an upload URL such as
    /// <c>https://upload.pypi.org/legacy/</c> or <c>https://host/legacy/</c>.
    /// </summary>
    /// <exception cref="PublishException">
    /// <see cref="FailureKind.IndexAddressInvalid"/>, or <see cref="FailureKind.IndexAddressInsecure"/> for http:// to
    /// another host than this one.
    /// </exception>
    public static PackageIndex Parse(string text)
    {
        var trimmed = text.Trim();
        if (Known.FirstOrDefault(known => string.Equals(known.Name, trimmed, StringComparison.OrdinalIgnoreCase)) is { } named)
            return named;

        if (!Uri.TryCreate(trimmed, UriKind.Absolute, out var address)
            || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
            throw Invalid(Shorten(trimmed), "it is neither 'pypi' nor 'testpypi' nor an https:// URL");
        // What stands in user info or a query may be a credential, so neither is quoted.
        var shown = $"{address.Scheme}://{address.Authority}{address.AbsolutePath}";
        if (address.UserInfo.Length > 0) throw Invalid(shown, "it holds a user name or password");
        if (address.Query.Length > 0 || address.Fragment.Length > 0) throw Invalid(shown, "it has a query or a fragment");
        if (address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback)
        {
            throw new PublishException(
                FailureKind.IndexAddressInsecure,
                $"'{shown}' is not https, so no token is sent there.",
                "Write the address with https://. Plain http is accepted for this machine alone (localhost, 127.0.0.1, ::1).") { Target = shown };
        }

        var path = address.AbsolutePath.EndsWith('/') ? address.AbsolutePath : $"{address.AbsolutePath}/";
        if (path.EndsWith("/simple/", StringComparison.Ordinal))
            throw Invalid(shown, "that is where pip reads; files are uploaded elsewhere");
        if (path.EndsWith($"/{UploadPath}", StringComparison.Ordinal)) path = path[..^UploadPath.Length];

        var host = address.IdnHost;
        if (path == "/" && address is { Scheme: "https", IsDefaultPort: true })
        {
            if (host is "pypi.org" or "upload.pypi.org" or "www.pypi.org" or "pypi.python.org") return PyPI;
            if (host is "test.pypi.org" or "testpypi.python.org") return TestPyPI;
        }

        var root = new Uri($"{address.Scheme}://{address.Authority}{path}");
        return new PackageIndex(root.AbsoluteUri, root, new Uri(root, UploadPath));
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static string Shorten(string text) => text.Length <= 80 ? text : $"{text[..80]}…";

    private static PublishException Invalid(string shown, string why) => new(
        FailureKind.IndexAddressInvalid,
        $"'{shown}' is not a package index: {why}.",
        "Use -Repository pypi, testpypi, or the index's base URL such as https://packages.example.org/.") { Target = shown };
}
