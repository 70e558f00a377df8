using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.Http;

/// <summary>
/// The one HTTP client. It follows no redirect, keeps no cookie, bounds what it reads and how long it waits, and turns
/// every failure of the wire into a <see cref="PublishException"/>. One request is one try; <see cref="Retry"/> repeats.
/// </summary>
public sealed class HttpTransport : IDisposable
{
    private static readonly string UserAgent =
        $"TrustedPublish/{typeof(HttpTransport).Assembly.GetName().Version?.ToString(3)} (+https://docs.pypi.org/trusted-publishers/) "
        + $"dotnet/{Environment.Version}";

    // Reading files needs none, and opening one takes a while.
    private readonly Lazy<HttpClient> _client;
    private readonly HttpVersions _versions = new();
    private CertificateTrust? _trust;
    private readonly Trace _trace;

    /// <summary>The client opens when it is first used; proxies come from the environment, as .NET reads them.</summary>
    public HttpTransport(HttpOptions options, Trace trace)
    {
        Options = options;
        _trace = trace;
        Retry = new RetryPipeline(options, trace);
        _client = new Lazy<HttpClient>(Open);
    }

    /// <summary>The limits this client was opened with.</summary>
    public HttpOptions Options { get; }

    /// <summary>The retry policy for requests that may be repeated.</summary>
    public RetryPipeline Retry { get; }

    /// <summary>Where this client says what it does.</summary>
    public Trace Trace => _trace;

    /// <summary>Sends a small request once and reads the whole answer, whatever its status.</summary>
    /// <exception cref="PublishException">No whole answer came in time, or it was longer than the limit.</exception>
    public async Task<HttpAnswer> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(Options.RequestTimeout, Options.TimeProvider, cancellationToken);
        return await SendAsync(request, deadline, Options.MaximumAnswerBytes, cancellationToken);
    }

    /// <summary>
    /// Sends a request whose body or answer may take long: <paramref name="deadline"/> is moved on by who makes the body, as
    /// its bytes go out. The answer may have up to <paramref name="maximumBytes"/>.
    /// </summary>
    /// <exception cref="PublishException">No whole answer came in time, or it was longer than the limit.</exception>
    public async Task<HttpAnswer> SendAsync(HttpRequestMessage request, Deadline deadline, int maximumBytes, CancellationToken cancellationToken)
    {
        var address = PublicAddress(request.RequestUri!);
        request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        _versions.Choose(request);
        _trace.Debug($"→ {request.Method} {address}{(request.Content?.Headers.ContentLength is { } length ? $" ({length} bytes)" : "")}");
        try
        {
            using var response = await _client.Value.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            _versions.Answered(request, response);
            var body = await ReadBodyAsync(response, address, maximumBytes, deadline.Token);
            _trace.Debug($"← {(int)response.StatusCode} {address} ({response.Content.Headers.ContentType?.MediaType ?? "no content type"}, {body.Length} bytes, HTTP/{response.Version})");
            return new HttpAnswer(
                response.StatusCode,
                response.ReasonPhrase,
                response.Content.Headers.ContentType?.MediaType,
                body,
                ReadRetryAfter(response.Headers.RetryAfter, response.Headers.Date),
                response.Headers.Location)
            {
                MetadataFlavor = response.Headers.TryGetValues("Metadata-Flavor", out var flavors) ? string.Join(", ", flavors) : null,
            };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException exception) when (exception.InnerException is TimeoutException)
        {
            throw new PublishException(
                FailureKind.ConnectionFailed,
                $"No connection to {address} came about within {Options.ConnectTimeout.TotalSeconds:0} s.",
                "Check that the address is right and reachable from this machine (DNS, firewall, HTTPS_PROXY), then run the job again.",
                exception) { Target = address, IsTransient = true };
        }
        catch (OperationCanceledException exception)
        {
            throw new PublishException(
                FailureKind.TimedOut,
                $"{address} did not answer within {deadline.Length.TotalSeconds:0} s.",
                "Run the job again; if it stays like this, look at the index's status page and at the proxy between.",
                exception) { Target = address, IsTransient = true };
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or SocketException)
        {
            _versions.Failed(request, exception);
            // The body's own failure (a file that changed while it was read) arrives wrapped.
            if (Chain(exception).OfType<PublishException>().FirstOrDefault() is { } own) throw own;
            throw Explain(exception, address);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_client.IsValueCreated) _client.Value.Dispose();
        _trust?.Dispose();
    }

    private HttpClient Open()
    {
        var handler = new SocketsHttpHandler
        {
            // A redirect could carry a credential to another host, so none is followed, ever.
            AllowAutoRedirect = false,
            UseCookies = false,
            Proxy = new ProxyExceptLoopback(Options.Proxy ?? HttpClient.DefaultProxy),
            ConnectTimeout = Options.ConnectTimeout,
            MaxResponseHeadersLength = 64,
            AutomaticDecompression = DecompressionMethods.None,
        };
        _trust = CertificateTrust.Of(Options.CertificateFile);
        if (_trust is not null)
        {
            handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
                _trust.Accepts(certificate as X509Certificate2, chain, errors);
        }

        return new HttpClient(handler)
        {
            // Polly and the deadlines below decide; the client's own time-out would look like a cancellation.
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>An address that may be shown: queries of CI systems' request URLs can hold credentials.</summary>
    private static string PublicAddress(Uri address) => address.GetLeftPart(UriPartial.Path);

    private static async Task<byte[]> ReadBodyAsync(HttpResponseMessage response, string address, int limit, CancellationToken cancellationToken)
    {
        using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream();
        var buffer = new byte[8192];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (body.Length + read > limit)
            {
                // Of an error page the beginning is enough: the status says what to do.
                if ((int)response.StatusCode >= 400) break;
                throw new PublishException(
                    FailureKind.AnswerTooLarge,
                    $"{address} answered with more than {limit / 1024} KiB.",
                    "That is not what a package index sends here. Check the address, and any proxy between.") { Target = address, Status = response.StatusCode };
            }

            await body.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        return body.ToArray();
    }

    private TimeSpan? ReadRetryAfter(RetryConditionHeaderValue? header, DateTimeOffset? now)
    {
        if (header?.Delta is { } delta) return delta;
        if (header?.Date is not { } date) return null;
        // By the server's own clock, where it tells it: a runner's may be wrong.
        var wait = date - (now ?? Options.TimeProvider.GetUtcNow());
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    private PublishException Explain(Exception exception, string address)
    {
        if (exception is HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } tunnel) return ExplainProxy(tunnel, address);
        // A connection that is cut in the middle of the handshake is not one that is not trusted.
        if (Chain(exception).Any(static cause => cause is AuthenticationException))
        {
            if (_trust?.Fault is { } fault) return fault;
            return new PublishException(
                FailureKind.TlsFailed,
                $"No trusted TLS connection to {address}: {Innermost(exception)}",
                "If a proxy of your company inspects traffic, point SSL_CERT_FILE to its CA certificate (PEM), on any system. Otherwise check the address and this machine's clock.",
                exception) { Target = address };
        }

        return new PublishException(
            FailureKind.ConnectionFailed,
            $"The connection to {address} failed: {Innermost(exception)}",
            "Check that the address is right and reachable from this machine (DNS, firewall, HTTPS_PROXY), then run the job again.",
            exception) { Target = address, IsTransient = true };
    }

    /// <summary>The framework's own text quotes the proxy's address, user name and password included: none of it is passed on.</summary>
    private PublishException ExplainProxy(HttpRequestException exception, string address)
    {
        var proxy = (Options.Proxy ?? HttpClient.DefaultProxy).GetProxy(new Uri(address));
        // In quotes: its text has the proxy's port and password too, in which the same digits may stand.
        var isRefused = exception.StatusCode == HttpStatusCode.ProxyAuthenticationRequired || exception.Message.Contains("'407'", StringComparison.Ordinal);
        return new PublishException(
            FailureKind.ConnectionFailed,
            $"The proxy {proxy?.Host}:{proxy?.Port} {(isRefused ? "asks for other credentials" : "opened no way")} to {address}.",
            isRefused ? "Correct user name and password in HTTPS_PROXY." : "Check HTTPS_PROXY, and NO_PROXY for hosts that need none; ask who runs the proxy whether it lets this host through.") { Target = address, IsTransient = !isRefused };
    }

    private static IEnumerable<Exception> Chain(Exception exception)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException) yield return inner;
    }

    private static string Innermost(Exception exception) => Chain(exception).Last().Message.TrimEnd('.') + ".";
}
