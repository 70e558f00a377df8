using TrustedPublish.Core.Publishers;
using TrustedPublish.Core.Sigstore.Verification;

namespace TrustedPublish.Core.Attestations;

/// <summary>
/// Who signed, in the words of the index's publishers, as a verified certificate says it (pypi-attestations, _impl.py,
/// GitHubPublisher and its like). The environment of a job is in no certificate.
/// </summary>
/// <param name="Kind">The kind of publisher; null for a signer that is none of the index's.</param>
/// <param name="Fields">What the certificate says for the fields of the index's form, by their key.</param>
/// <param name="Words">The publisher in a few words.</param>
public sealed record SigningPublisher(PublisherKind? Kind, IReadOnlyDictionary<string, string> Fields, string Words)
{
    private const string GitHub = "https://github.com/";
    private const string GitLab = "https://gitlab.com/";
    private const string Workflows = "/.github/workflows/";

    /// <summary>The source repository, an address; null where the certificate names none.</summary>
    public string? Repository { get; private init; }

    /// <summary>The workflow or pipeline file: its name as the index's form takes it, or its address where it is another repository's.</summary>
    public string? Workflow { get; private init; }

    /// <summary>The commit; null where the certificate names none.</summary>
    public string? Commit { get; private init; }

    /// <summary>The git ref, such as <c>refs/tags/v1.0</c>; null where the certificate names none.</summary>
    public string? GitRef { get; private init; }

    /// <summary>Of a certificate that has been verified.</summary>
    public static SigningPublisher Of(SigningCertificate certificate)
    {
        var publisher = PublisherKinds.All.FirstOrDefault(kind => kind.Issuer == certificate.Issuer) switch
        {
            GitHubPublisher kind when Path(certificate, GitHub) is { } path => OfProject(kind, certificate, path, "owner", "repository", "workflow_filename", Workflows),
            GitLabPublisher kind when Path(certificate, GitLab) is { } path => OfProject(kind, certificate, path, "namespace", "project", "workflow_filepath", "//"),
            GooglePublisher kind when certificate.IsEmail => new SigningPublisher(
                kind, new Dictionary<string, string>(StringComparer.Ordinal) { ["email"] = certificate.Identity }, $"{kind.Name}: {certificate.Identity}"),
            _ => new SigningPublisher(null, new Dictionary<string, string>(StringComparer.Ordinal), $"{certificate.Identity} ({certificate.Issuer ?? "no issuer"})"),
        };
        return publisher with { Repository = certificate.SourceRepository, Commit = certificate.SourceCommit, GitRef = certificate.SourceRef };
    }

    private static SigningPublisher OfProject(PublisherKind kind, SigningCertificate certificate, string path, string ownerKey, string nameKey, string workflowKey, string folder)
    {
        var slash = path.LastIndexOf('/');
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { [ownerKey] = path[..slash], [nameKey] = path[(slash + 1)..] };
        var address = File(certificate);
        // A file of another repository, or one that ran at another commit, is no publisher's of this one.
        var workflow = address is not null && address.StartsWith($"{certificate.SourceRepository}{folder}", StringComparison.Ordinal) ? address[(certificate.SourceRepository!.Length + folder.Length)..] : null;
        if (workflow is { Length: > 0 }) fields[workflowKey] = workflow;
        return new SigningPublisher(kind, fields, $"{kind.Name}: {path}, {workflow ?? certificate.BuildConfig ?? "no workflow"}") { Workflow = workflow ?? certificate.BuildConfig };
    }

    /// <summary>The path of the source repository at its host; null for another host, and for what is no repository.</summary>
    private static string? Path(SigningCertificate certificate, string host) =>
        certificate.SourceRepository is { } repository && repository.StartsWith(host, StringComparison.Ordinal) && repository[host.Length..] is var path && path.IndexOf('/', StringComparison.Ordinal) > 0 && !path.EndsWith('/')
            ? path
            : null;

    /// <summary>The address of the workflow's file without what pins it, which must be the commit or the ref of the source.</summary>
    private static string? File(SigningCertificate certificate)
    {
        foreach (var pin in new[] { certificate.SourceCommit, certificate.SourceRef })
        {
            if (!string.IsNullOrEmpty(pin) && certificate.BuildConfig is { } config && config.EndsWith($"@{pin}", StringComparison.Ordinal)) return config[..^(pin.Length + 1)];
        }

        return null;
    }
}
