using System.Net;

namespace TrustedPublish.Core.Http;

/// <summary>
/// The environment's proxy, but never for this machine nor for plain http, which is allowed for what does not leave the machine
/// or its host (loopback, Google's metadata server): a proxy would be told the token.
/// </summary>
internal sealed class ProxyExceptLoopback(IWebProxy environment) : IWebProxy
{
    public ICredentials? Credentials
    {
        get => environment.Credentials;
        set => environment.Credentials = value;
    }

    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : environment.GetProxy(destination);

    public bool IsBypassed(Uri host) => host.IsLoopback || host.Scheme == Uri.UriSchemeHttp || environment.IsBypassed(host);
}
