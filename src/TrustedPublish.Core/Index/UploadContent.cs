using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using TrustedPublish.Core.Distributions.Archives;
using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.Index;

/// <summary>
/// A multipart/form-data body (RFC 7578) whose file is streamed from disk: its length is known before, its bytes are
/// never held in memory.
/// </summary>
internal sealed class UploadContent : HttpContent
{
    private readonly FileInfo _file;
    private readonly long _size;
    private readonly byte[] _head;
    private readonly byte[] _tail;
    private readonly Action<long> _sent;

    /// <summary>
    /// The body for <paramref name="file"/>, which must still be <paramref name="size"/> bytes long.
    /// <paramref name="sent"/> is told the bytes of the file that have gone out.
    /// </summary>
    public UploadContent(IEnumerable<KeyValuePair<string, string>> fields, FileInfo file, long size, Action<long> sent)
    {
        _file = file;
        _size = size;
        _sent = sent;
        // Random, so that no file can hold it on purpose.
        var boundary = $"----TrustedPublish{RandomNumberGenerator.GetHexString(32)}";
        Headers.TryAddWithoutValidation("Content-Type", $"multipart/form-data; boundary={boundary}");

        var head = new StringBuilder();
        foreach (var (name, value) in fields)
            head.Append(CultureInfo.InvariantCulture, $"--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        head.Append(CultureInfo.InvariantCulture, $"--{boundary}\r\nContent-Disposition: form-data; name=\"content\"; filename=\"{file.Name}\"\r\nContent-Type: application/octet-stream\r\n\r\n");
        _head = Encoding.UTF8.GetBytes(head.ToString());
        _tail = Encoding.ASCII.GetBytes($"\r\n--{boundary}--\r\n");
    }

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = _head.Length + _size + _tail.Length;
        return true;
    }

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await using var file = SequentialFile.Open(_file);
        if (file.Length != _size) throw Changed();

        await stream.WriteAsync(_head, cancellationToken);
        var buffer = new byte[SequentialFile.BufferSize];
        long sent = 0;
        _sent(0);
        while (sent < _size)
        {
            var read = await SequentialFile.ReadAsync(file, _file, buffer.AsMemory(0, (int)Math.Min(buffer.Length, _size - sent)), cancellationToken);
            if (read == 0) throw Changed();
            await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            sent += read;
            _sent(sent);
        }

        await stream.WriteAsync(_tail, cancellationToken);
        await stream.FlushAsync(cancellationToken);
    }

    private PublishException Changed() => new(
        FailureKind.FileChanged,
        $"{_file.Name} changed while it was uploaded.",
        "Let the build finish before publishing, and let nothing write to the folder meanwhile.") { Target = _file.FullName };
}
