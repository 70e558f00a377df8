using System.Text;
using TrustedPublish.Rehearsal.Stage.Oidc;

namespace TrustedPublish.Rehearsal.Stage.Upload;

/// <summary>Who uploads (warehouse macaroons/security_policy.py).</summary>
internal static class Credentials
{
    private const string Unknown = "Invalid or non-existent authentication information. See https://pypi.org/help/#invalid-auth for more information.";

    /// <summary>The grant of the request's token.</summary>
    /// <exception cref="UploadRefusedException">There is none, it is unknown, or it has ended.</exception>
    public static ApiTokenGrant Find(HttpRequest request, ApiTokens tokens)
    {
        var token = ReadToken(request.Headers.Authorization.ToString()) ?? throw new UploadRefusedException(403, Unknown);
        var grant = tokens.Find(token) ?? throw new UploadRefusedException(403, Unknown);
        return tokens.IsExpired(grant) ? throw new UploadRefusedException(403, "Invalid API Token: token is expired") : grant;
    }

    /// <exception cref="UploadRefusedException">The token is for other projects, or the project does not exist.</exception>
    public static void RequireProject(ApiTokenGrant grant, string project, RegisteredPublishers publishers)
    {
        if (grant.Projects is not { } projects || projects.Contains(ProjectNames.Normalize(project))) return;
        // A pending publisher has made its project; a file of another name finds none.
        if (!publishers.IsProject(project))
            throw UploadRefusedException.BadRequest("Non-user identities cannot create new projects. This was probably caused by successfully using a pending publisher but specifying the project name incorrectly (either in the publisher or in your project's metadata). Please ensure that both match. See: https://docs.pypi.org/trusted-publishers/troubleshooting/");
        throw new UploadRefusedException(403, $"Invalid API Token: OIDC scoped token is not valid for project '{project}'");
    }

    private static string? ReadToken(string authorization)
    {
        var space = authorization.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0) return null;
        var (scheme, value) = (authorization[..space].ToLowerInvariant(), authorization[(space + 1)..].Trim());
        if (scheme is "token" or "bearer") return value;
        if (scheme != "basic") return null;
        try
        {
            var pair = Encoding.UTF8.GetString(Convert.FromBase64String(value)).Split(':', 2);
            return pair is ["__token__", var token] ? token : throw new UploadRefusedException(403, "Username/Password authentication is no longer supported. Migrate to API Tokens or Trusted Publishers instead.");
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
