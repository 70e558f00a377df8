using System.Net;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;

namespace TrustedPublish.Core.Sigstore.Tuf;

/// <summary>
/// A TUF repository on the web: metadata at its address, targets in the folder <c>targets</c> there, as Sigstore lays them out.
/// Every download has a limit of size and time.
/// </summary>
internal sealed class TufRepository(HttpTransport transport, Uri address)
{
    /// <summary>
    /// Whether the failure says that the repository could not be asked: no connection, no answer in time, or a server that says
    /// itself that it can't answer now. A connection that is not to be trusted is none of these: somebody did answer.
    /// </summary>
    public static bool IsUnreachable(PublishException failure) =>
        failure.Kind is FailureKind.ConnectionFailed or FailureKind.TimedOut or FailureKind.IndexUnavailable;

    /// <summary>A file of metadata; null where there is none (404, and 403 of storage that hides what it lacks). Transient failures are retried.</summary>
    /// <param name="version">Its version, where it is known and stands in the name.</param>
    /// <param name="role">The role.</param>
    /// <param name="limit">The most bytes that are read.</param>
    /// <param name="cancellationToken">Ends the download.</param>
    /// <exception cref="PublishException"><see cref="FailureKind.TrustUpdateRefused"/>: it is too long; or the network's own failures.</exception>
    public Task<ReadOnlyMemory<byte>?> MetadataAsync(long? version, string role, int limit, CancellationToken cancellationToken)
    {
        var name = $"{Uri.EscapeDataString(role)}.json";
        return GetAsync(version is null ? name : $"{version}.{name}", role, limit, cancellationToken);
    }

    /// <summary>A target's bytes, of the signed length at most; null where there is no such file.</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.TrustUpdateRefused"/>: it is too long; or the network's own failures.</exception>
    public Task<ReadOnlyMemory<byte>?> TargetAsync(string path, FileContent content, bool hasConsistentSnapshots, CancellationToken cancellationToken)
    {
        var parts = path.Split('/');
        if (hasConsistentSnapshots) parts[^1] = $"{content.Hashes.First().Value}.{parts[^1]}";
        return GetAsync($"targets/{string.Join('/', parts.Select(Uri.EscapeDataString))}", path, (int)Math.Min(content.Length ?? TufLimits.Target, TufLimits.Target), cancellationToken);
    }

    private Task<ReadOnlyMemory<byte>?> GetAsync(string file, string role, int limit, CancellationToken cancellationToken) =>
        transport.Retry.RunAsync($"Asking for {role}", run => GetOnceAsync(new Uri(address, file), role, limit, run), cancellationToken);

    private async Task<ReadOnlyMemory<byte>?> GetOnceAsync(Uri file, string role, int limit, CancellationToken cancellationToken)
    {
        // It is never moved on: who sends a byte at a time gets no longer than others.
        using var deadline = new Deadline(transport.Options.RequestTimeout, transport.Options.TimeProvider, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, file);
        HttpAnswer answer;
        try
        {
            answer = await transport.SendAsync(request, deadline, limit, cancellationToken);
        }
        catch (PublishException failure) when (failure.Kind == FailureKind.AnswerTooLarge)
        {
            throw MetadataRefusal.Of(role, null, $"it is longer than {limit} bytes", failure);
        }

        if (answer.Status == HttpStatusCode.OK) return answer.Body;
        if (answer.Status is HttpStatusCode.NotFound or HttpStatusCode.Forbidden) return null;
        throw answer.IsTransient
            ? new PublishException(
                FailureKind.IndexUnavailable,
                $"{file} answered {(int)answer.Status}: {answer.Message}",
                "This is a fault on the server's side. Look at Sigstore's status page (https://status.sigstore.dev) and run the job again.")
            {
                Target = file.AbsoluteUri,
                Status = answer.Status,
                IsTransient = true,
                RetryAfter = answer.RetryAfter,
            }
            : MetadataRefusal.Of(role, null, $"{file} answered {(int)answer.Status}, which is no answer of such a repository");
    }
}
