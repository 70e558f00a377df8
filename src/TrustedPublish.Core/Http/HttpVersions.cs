using System.Collections.Concurrent;
using System.Net;

namespace TrustedPublish.Core.Http;

/// <summary>
/// Which HTTP a host is spoken to in. HTTP/1.1 first, which every index knows: uploads side by side then have a connection
/// each, where HTTP/2 would lead them through one and its windows. A host that hangs up on HTTP/1.1 gets HTTP/2.
/// </summary>
internal sealed class HttpVersions
{
    private readonly ConcurrentDictionary<string, Version> _hosts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Sets the version of a request that is about to be sent.</summary>
    public void Choose(HttpRequestMessage request)
    {
        request.Version = _hosts.GetValueOrDefault(request.RequestUri!.Authority, HttpVersion.Version11);
        request.VersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
    }

    /// <summary>The host has answered: it stays with what it speaks.</summary>
    public void Answered(HttpRequestMessage request, HttpResponseMessage response) =>
        // A server that answers in HTTP/1.0 is spoken to in HTTP/1.1 all the same (RFC 9110, 6.2).
        _hosts[request.RequestUri!.Authority] = response.Version.Major > 1 ? response.Version : HttpVersion.Version11;

    /// <summary>The host has ended the connection: if it never answered, the next try may be in a language that it speaks.</summary>
    public void Failed(HttpRequestMessage request, Exception exception)
    {
        // Plain http has no way to agree on HTTP/2.
        if (request.RequestUri!.Scheme == Uri.UriSchemeHttps && exception is HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded or HttpRequestError.HttpProtocolError })
            _hosts.TryAdd(request.RequestUri.Authority, HttpVersion.Version20);
    }
}
