using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TrustedPublish.Unit.Support;

/// <summary>A proxy on loopback that leads every tunnel asked for (CONNECT) to one port of this machine.</summary>
internal sealed class TunnelProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<string> _requests = [];
    private readonly List<Task> _tunnels = [];
    private readonly Task _serving;

    public TunnelProxy(int port)
    {
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _serving = ServeAsync(port);
    }

    public Uri Address { get; }

    /// <summary>The first lines of the requests so far.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_requests) return [.. _requests];
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        await Task.WhenAll(_tunnels);
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task ServeAsync(int port)
    {
        try
        {
            while (true) _tunnels.Add(TunnelAsync(await _listener.AcceptTcpClientAsync(_stop.Token), port));
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task TunnelAsync(TcpClient client, int port)
    {
        using var server = new TcpClient();
        try
        {
            using (client)
            {
                var stream = client.GetStream();
                var head = new StringBuilder();
                var one = new byte[1];
                while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one, _stop.Token) > 0) head.Append((char)one[0]);
                lock (_requests) _requests.Add(head.ToString().Split("\r\n")[0]);
                await server.ConnectAsync(IPAddress.Loopback, port, _stop.Token);
                await stream.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray(), _stop.Token);
                await Task.WhenAny(stream.CopyToAsync(server.GetStream(), _stop.Token), server.GetStream().CopyToAsync(stream, _stop.Token));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException)
        {
            // One side has gone.
        }
    }
}
