using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TrustedPublish.Unit.Support;

/// <summary>A server on loopback that reads one request's head and answers with given bytes, for what no real index sends.</summary>
public sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<string> _requests = [];
    private readonly Task _serving;

    /// <param name="answer">The whole answer; null never answers.</param>
    public RawServer(byte[]? answer)
    {
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _serving = ServeAsync(answer);
    }

    public Uri Address { get; }

    /// <summary>The heads of the requests so far.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_requests) return [.. _requests];
        }
    }

    public static RawServer Json(string body, int status = 200) => new(Encoding.UTF8.GetBytes(Answer(body, status)));

    /// <summary>JSON in Latin-1, which JSON is not.</summary>
    public static RawServer Latin1Json(string body, int status) => new(Encoding.Latin1.GetBytes(Answer(body, status)));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Stop();
        _stop.Dispose();
    }

    private static string Answer(string body, int status) =>
        $"HTTP/1.1 {status} Told\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}";

    private async Task ServeAsync(byte[]? answer)
    {
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await ServeAsync(client.GetStream(), answer);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or IOException)
        {
            // The test is over, or its client has gone.
        }
    }

    private async Task ServeAsync(NetworkStream stream, byte[]? answer)
    {
        var head = new StringBuilder();
        var buffer = new byte[64 * 1024];
        while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer, _stop.Token);
            if (read == 0) return;
            head.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }

        lock (_requests) _requests.Add(head.ToString());
        if (answer is null) await Task.Delay(Timeout.Infinite, _stop.Token);
        // What the client is still sending is read: a connection that is closed before is a reset to it.
        await stream.WriteAsync(answer, _stop.Token);
        stream.Socket.Shutdown(SocketShutdown.Send);
        while (await stream.ReadAsync(buffer, _stop.Token) > 0)
        {
        }
    }
}
