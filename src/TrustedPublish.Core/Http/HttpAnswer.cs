using System.Net;
using System.Text;
using System.Text.Json;

namespace TrustedPublish.Core.Http;

/// <summary>A whole answer, already read with a size limit.</summary>
/// <param name="Status">The status code.</param>
/// <param name="ReasonPhrase">The reason phrase; empty over HTTP/2. The index puts its message there too.</param>
/// <param name="MediaType">The media type, or null.</param>
/// <param name="Body">The body's bytes.</param>
/// <param name="RetryAfter">How long the server asks to wait, from either form of <c>Retry-After</c>.</param>
/// <param name="Location">Where a redirect points.</param>
public sealed record HttpAnswer(
    HttpStatusCode Status,
    string? ReasonPhrase,
    string? MediaType,
    ReadOnlyMemory<byte> Body,
    TimeSpan? RetryAfter,
    Uri? Location)
{
    private const int LongestQuote = 1000;

    /// <summary>The header <c>Metadata-Flavor</c>, by which Google's metadata server shows that it is one; null where it is not there.</summary>
    public string? MetadataFlavor { get; init; }

    /// <summary>Whether the status is 2xx.</summary>
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>Whether the status is 3xx.</summary>
    public bool IsRedirect => (int)Status is >= 300 and < 400;

    /// <summary>Whether the same request may be sent again: 408, 429 and 5xx.</summary>
    public bool IsTransient => Status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)Status >= 500;

    /// <summary>The body as a JSON object, or null where it is anything else.</summary>
    public JsonElement? ReadJsonObject() => JsonText.ParseObject(Body);

    /// <summary>
    /// What the server says of itself in one line: the JSON <c>message</c>, else a short plain body, else the reason
    /// phrase. An HTML page is never quoted.
    /// </summary>
    public string Message
    {
        get
        {
            if (ReadJsonObject()?.Text("message") is { Length: > 0 } text) return OneLine(text);
            if (MediaType is "text/plain" && Body.Length > 0)
                return OneLine(Encoding.UTF8.GetString(Body.Span));
            return ReasonPhrase is { Length: > 0 } ? OneLine(ReasonPhrase) : $"HTTP status {(int)Status}";
        }
    }

    /// <summary>A server's text as one bounded line without control characters.</summary>
    public static string OneLine(string text) => PlainText.OneLine(text.Trim(), LongestQuote);
}
