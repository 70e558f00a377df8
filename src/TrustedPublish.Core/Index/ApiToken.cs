using System.Text;
using TrustedPublish.Core.Publishers;
using TrustedPublish.Core.Secrets;

namespace TrustedPublish.Core.Index;

/// <summary>A token that uploads to one index.</summary>
/// <param name="Index">The index that issued it.</param>
/// <param name="Value">The token (<c>pypi-…</c>).</param>
/// <param name="ExpiresAt">When it ends (UTC); null where that is not known, as for a token that the user brought.</param>
public sealed record ApiToken(PackageIndex Index, Secret Value, DateTimeOffset? ExpiresAt)
{
    /// <summary>The user name that goes with any API token (warehouse macaroons/security_policy.py).</summary>
    public const string UserName = "__token__";

    /// <summary>The job whose ID token it was exchanged for; null for a token that came otherwise.</summary>
    public PublisherIdentity? Identity { get; init; }

    /// <summary>User name and token as HTTP's Basic authentication writes them (RFC 7617).</summary>
    public string BasicCredential() => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{UserName}:{Value.Reveal()}"));

    /// <summary>The text without the token, in either of the forms that it has on the wire.</summary>
    public string Redact(string text) =>
        text.Replace(Value.Reveal(), "***", StringComparison.Ordinal).Replace(BasicCredential(), "***", StringComparison.Ordinal);
}
