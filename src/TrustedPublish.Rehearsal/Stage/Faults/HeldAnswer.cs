using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace TrustedPublish.Rehearsal.Stage.Faults;

/// <summary>The true answer to a request that was served, held back to go out damaged. One without a body gets one.</summary>
internal sealed class HeldAnswer
{
    private const int Pieces = 32;

    private static readonly byte[] StandIn = Encoding.UTF8.GetBytes("""{"message": "Token is accepted"}""");

    private readonly HttpContext _context;
    private readonly ReadOnlyMemory<byte> _body;

    private HeldAnswer(HttpContext context, byte[] body)
    {
        _context = context;
        _body = body.Length > 0 ? body : StandIn;
        if (body.Length == 0) context.Response.ContentType = "application/json";
    }

    private HttpResponse Response => _context.Response;

    /// <summary>Serves the request; nothing of its answer has gone out.</summary>
    public static async Task<HeldAnswer> TakeAsync(HttpContext context, RequestDelegate next)
    {
        var wire = context.Features.Get<IHttpResponseBodyFeature>()!;
        using var held = new MemoryStream();
        context.Response.Body = held;
        try
        {
            await next(context);
            await context.Response.CompleteAsync();
        }
        finally
        {
            context.Features.Set(wire);
        }

        return new HeldAnswer(context, held.ToArray());
    }

    /// <summary>The head at once, the body in small pieces, the last of them after <paramref name="time"/>.</summary>
    public async Task TrickleAsync(TimeSpan time, TimeProvider timeProvider)
    {
        Response.ContentLength = _body.Length;
        await Response.StartAsync(_context.RequestAborted);
        await Response.Body.FlushAsync(_context.RequestAborted);
        var piece = (_body.Length + Pieces - 1) / Pieces;
        var count = (_body.Length + piece - 1) / piece;
        for (var sent = 0; sent < _body.Length; sent += piece)
        {
            await Task.Delay(time / count, timeProvider, _context.RequestAborted);
            await SendAsync(_body.Slice(sent, Math.Min(piece, _body.Length - sent)));
        }
    }

    /// <summary>Half of the body, as if that were all: whole HTTP, broken JSON.</summary>
    public Task TruncateAsync()
    {
        Response.ContentLength = _body.Length / 2;
        return SendAsync(_body[..(_body.Length / 2)]);
    }

    /// <summary>Half of the body of which the whole was announced.</summary>
    public Task CutAsync()
    {
        // Kestrel ends the connection of an answer that falls short. To abort it here could overtake what has been sent.
        Response.ContentLength = _body.Length;
        return SendAsync(_body[..(_body.Length / 2)]);
    }

    private async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        await Response.Body.WriteAsync(bytes, _context.RequestAborted);
        await Response.Body.FlushAsync(_context.RequestAborted);
    }
}
