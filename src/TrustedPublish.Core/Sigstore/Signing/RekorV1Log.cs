using System.Net;
using System.Text.RegularExpressions;
using TrustedPublish.Core.Http;

namespace TrustedPublish.Core.Sigstore.Signing;

/// <summary>A Rekor log of the first API (<c>/api/v1/log/entries</c>): it says when it took an entry, and signs that.</summary>
internal sealed partial class RekorV1Log(HttpTransport transport, Uri address) : ITransparencyLog
{
    private const string Service = "Sigstore's transparency log";

    private readonly Uri _entries = new(address, "api/v1/log/entries");

    /// <inheritdoc/>
    public Task<LogEntry> AddAsync(DsseEnvelope envelope, ReadOnlyMemory<byte> certificate, CancellationToken cancellationToken)
    {
        var body = RekorV1Json.Propose(envelope, certificate);
        return transport.Retry.RunAsync("The log entry", stop => AddOnceAsync(body, stop), cancellationToken);
    }

    private async Task<LogEntry> AddOnceAsync(byte[] body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _entries) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Accept.ParseAdd("application/json");
        var answer = await transport.SendAsync(request, cancellationToken);
        // The first try arrived, though its answer did not.
        if (answer.Status == HttpStatusCode.Conflict && EntryId(answer) is { } id) return await GetAsync(id, cancellationToken);
        return Read(answer, "asked for an entry", _entries);
    }

    private async Task<LogEntry> GetAsync(string id, CancellationToken cancellationToken)
    {
        transport.Trace.Verbose($"{address.Host} has this entry already; fetching it.");
        var place = new Uri(address, $"api/v1/log/entries/{id}");
        using var request = new HttpRequestMessage(HttpMethod.Get, place);
        request.Headers.Accept.ParseAdd("application/json");
        return Read(await transport.SendAsync(request, cancellationToken), "asked for an entry that it has", place);
    }

    /// <summary>The last part of the address that a conflict names: of that, the host is not believed.</summary>
    private string? EntryId(HttpAnswer answer) =>
        answer.Location is { } location && new Uri(_entries, location).Segments[^1] is var id && Id().IsMatch(id) ? id : null;

    private static LogEntry Read(HttpAnswer answer, string asked, Uri place)
    {
        if (answer.IsSuccess && answer.ReadJsonObject() is { } json)
        {
            try
            {
                return RekorV1Json.Read(json);
            }
            catch (FormatException)
            {
                // What is wrong with it is of no use to anybody; it is no entry.
            }
        }

        throw SigningAnswers.Unexpected(answer, Service, asked, place);
    }

    // A UUID of 64 hex digits, or with the tree's 16 before it.
    [GeneratedRegex(@"\A(?:[0-9a-f]{16})?[0-9a-f]{64}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Id();
}
