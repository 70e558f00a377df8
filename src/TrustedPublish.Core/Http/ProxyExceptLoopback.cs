using System.Net;

namespace TrustedPublish.Core.Http;

/// <summary>
/// The environment's proxy, but never for this machine: plain http is allowed on loopback because it does not leave it, and
/// a proxy would be told the token.
/// </summary>
internal sealed class ProxyExceptLoopback(IWebProxy environment) : IWebProxy
{
    public ICredentials? Credentials
    {
        get => environment.Credentials;
        set => environment.Credentials = value;
    }

    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : environment.GetProxy(destination);

    public bool IsBypassed(Uri host) => host.IsLoopback || environment.IsBypassed(host);
}
