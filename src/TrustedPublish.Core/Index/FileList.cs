using System.Net;
using System.Text.Json;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;

namespace TrustedPublish.Core.Index;

/// <summary>
/// The files that an index has of a project, by the simple repository API in JSON (<c>GET /simple/PROJECT/</c>, PEP 691).
/// On PyPI a new file shows there within moments; a cache between may hold an older list.
/// </summary>
public sealed class FileList(HttpTransport transport)
{
    private const string MediaType = "application/vnd.pypi.simple.v1+json";

    /// <summary>
    /// Each file's name with its SHA-256 (hex, lower case; null where the index gives none); empty for a project that the
    /// index does not know. Transient failures are retried.
    /// </summary>
    /// <exception cref="PublishException">The index has no such list, or did not answer as an index does.</exception>
    public Task<IReadOnlyDictionary<string, string?>> GetAsync(PackageIndex index, string project, CancellationToken cancellationToken)
    {
        transport.Trace.Verbose($"Asking {index} which files of {project} it has.");
        return transport.Retry.RunAsync("Asking for the list of files", run => GetOnceAsync(index, project, run), cancellationToken);
    }

    private async Task<IReadOnlyDictionary<string, string?>> GetOnceAsync(PackageIndex index, string project, CancellationToken cancellationToken)
    {
        // A long list may take longer than other answers, but not for ever.
        using var deadline = new Deadline(transport.Options.UploadIdleTimeout, transport.Options.TimeProvider, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, index.FileListAddress(project));
        request.Headers.Accept.ParseAdd(MediaType);
        // What a cache holds may be from before the upload that is looked for.
        request.Headers.CacheControl = new() { NoCache = true };
        var answer = await transport.SendAsync(request, deadline, transport.Options.MaximumListBytes, cancellationToken);
        if (answer.Status == HttpStatusCode.NotFound) return new Dictionary<string, string?>();
        if (answer.IsSuccess && answer.ReadJsonObject() is { } json && Read(json) is { } files) return files;

        var address = index.FileListAddress(project).AbsoluteUri;
        throw answer switch
        {
            { IsSuccess: true } or { Status: HttpStatusCode.NotAcceptable } => new PublishException(
                FailureKind.FileListUnsupported,
                $"{index} does not list its files in JSON (PEP 691), so which of them it has can't be known: {address} answered {(int)answer.Status} with {answer.MediaType ?? "no content type"}.",
                "Leave -SkipExisting away for this index. Most indexes take an identical file twice without an error.") { Status = answer.Status, Target = address },
            { Status: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } => new PublishException(
                FailureKind.FileListRefused,
                $"{index} shows the files of {project} to nobody who is not signed in: {address} answered {(int)answer.Status}.",
                "Leave -SkipExisting away for this index. Most indexes take an identical file twice without an error.") { Status = answer.Status, Target = address },
            _ => IndexAnswers.Unexpected(index, answer, $"asked for the files of {project}", address),
        };
    }

    /// <summary>The <c>files</c> of a project's page, or null where it is not of that form.</summary>
    private static Dictionary<string, string?>? Read(JsonElement page)
    {
        if (!page.TryGetProperty("files", out var files) || files.ValueKind != JsonValueKind.Array) return null;
        var found = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var file in files.EnumerateArray())
        {
            if (file.ValueKind != JsonValueKind.Object || file.Text("filename") is not { } name) return null;
            var digest = file.TryGetProperty("hashes", out var hashes) && hashes.ValueKind == JsonValueKind.Object ? hashes.Text("sha256") : null;
            found[name] = digest?.ToLowerInvariant();
        }

        return found;
    }
}
