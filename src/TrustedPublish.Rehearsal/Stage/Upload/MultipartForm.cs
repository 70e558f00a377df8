using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using TrustedPublish.Rehearsal.Stage.Requests;

namespace TrustedPublish.Rehearsal.Stage.Upload;

/// <summary>Reads a multipart form part by part; the file goes to disk as it comes and is hashed on the way.</summary>
internal static class MultipartForm
{
    private const int LongestField = 10 * 1024 * 1024;
    private const int BufferSize = 128 * 1024;

    /// <exception cref="UploadRefusedException">It is no form.</exception>
    public static async Task<ReceivedUpload> ReadAsync(HttpRequest request, string path, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || type.MediaType != "multipart/form-data" || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 } boundary)
            throw UploadRefusedException.BadRequest("Upload payload does not have a file.");

        var fields = new List<KeyValuePair<string, string>>();
        var withFile = new List<string>();
        ReceivedFile? content = null;
        var reader = new MultipartReader(boundary, request.Body, BufferSize) { HeadersCountLimit = 16, HeadersLengthLimit = 16 * 1024, BodyLengthLimit = null };
        try
        {
            while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
            {
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)) continue;
                var name = HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? "";
                var fileName = disposition.FileNameStar.HasValue ? disposition.FileNameStar.Value : HeaderUtilities.RemoveQuotes(disposition.FileName).Value;
                if (name == "content" && fileName is not null)
                {
                    RequestLog.Name(request.HttpContext, fileName);
                    content = await ReceiveAsync(section, fileName, path, cancellationToken);
                    continue;
                }

                if (fileName is not null) withFile.Add(name);
                var value = await ReadTextAsync(section, cancellationToken);
                if (value.Length > 0 && value != "UNKNOWN") fields.Add(new(name, value));
            }
        }
        catch (IOException exception) when (exception is not Microsoft.AspNetCore.Connections.ConnectionResetException)
        {
            throw UploadRefusedException.BadRequest("Upload payload does not have a file.");
        }

        return new ReceivedUpload(fields, withFile, content);
    }

    private static async Task<ReceivedFile> ReceiveAsync(MultipartSection section, string fileName, string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferSize];
        int read;
        while ((read = await section.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            hash.AppendData(buffer.AsSpan(0, read));
            await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        return new ReceivedFile(fileName, section.ContentType, file.Length, Convert.ToHexString(hash.GetHashAndReset()).ToLowerInvariant(), path);
    }

    private static async Task<string> ReadTextAsync(MultipartSection section, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[8192];
        int read;
        while ((read = await section.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (bytes.Length + read > LongestField) throw UploadRefusedException.BadRequest("A field of the form is too long.");
            await bytes.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }
}
