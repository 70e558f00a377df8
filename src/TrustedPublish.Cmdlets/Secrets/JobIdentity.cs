using TrustedPublish.Core.Http;
using TrustedPublish.Core.Identity;

namespace TrustedPublish.Secrets;

/// <summary>The CI systems of this process's job, which hide what they give out in its log.</summary>
internal static class JobIdentity
{
    /// <summary>Those that <paramref name="transport"/> asks.</summary>
    public static IdentityProviders Of(HttpTransport transport, string? tokenVariable = null) => new(
        JobEnvironment.Process,
        transport,
        new IdentityOptions
        {
            Hide = (secret, stop) => LogMask.HideAsync(secret, transport, stop),
            TokenVariable = tokenVariable,
        });
}
