using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.Distributions.Archives;

/// <summary>Reading a large file once from front to back, as hashing and uploading do.</summary>
internal static class SequentialFile
{
    /// <summary>
    /// Bytes a read should ask for: large enough that system calls don't show in a profile, and all the memory that a file
    /// of any size costs.
    /// </summary>
    public const int BufferSize = 128 * 1024;

    /// <summary>Opens the file for asynchronous reading; others may read it meanwhile, nobody may write.</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.FileUnreadable"/>.</exception>
    public static FileStream Open(FileInfo file)
    {
        try
        {
            // BufferSize 0: the caller's buffer is large enough, a second one would only copy.
            return new FileStream(
                file.FullName,
                new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.Read, BufferSize = 0, Options = FileOptions.Asynchronous | FileOptions.SequentialScan });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(file, exception);
        }
    }

    /// <summary>Reads on; the end of the file is 0.</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.FileUnreadable"/>.</exception>
    public static async ValueTask<int> ReadAsync(FileStream stream, FileInfo file, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await stream.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A network share can fail in the middle.
            throw Unreadable(file, exception);
        }
    }

    /// <summary>The error for a file that the system does not let this process read.</summary>
    public static PublishException Unreadable(FileInfo file, Exception cause) => new(
        FailureKind.FileUnreadable,
        $"{file.FullName} can't be read: {cause.Message}",
        "Give this user the right to read it, and let no other program hold it open.",
        cause) { Target = file.FullName };
}
