using System.Management.Automation;
using System.Text.RegularExpressions;
using Microsoft.PowerShell.Commands;
using TrustedPublish.Core.Failures;
using DriveNotFoundException = System.Management.Automation.DriveNotFoundException;

namespace TrustedPublish.Paths;

/// <summary>Turns what users write for <c>-Path</c> and <c>-LiteralPath</c> into files, as PowerShell's own cmdlets do.</summary>
internal static partial class FilePaths
{
    /// <summary>The files that a path with wildcards matches, in the provider's order.</summary>
    /// <exception cref="PublishException">It matches nothing, or is not in the file system.</exception>
    public static IEnumerable<FileInfo> Expand(PathIntrinsics paths, string path)
    {
        ProviderInfo provider;
        IReadOnlyList<string> found;
        try
        {
            found = [.. paths.GetResolvedProviderPathFromPSPath(path, out provider)];
        }
        catch (ItemNotFoundException exception)
        {
            throw NotFound(path, exception);
        }
        catch (Exception exception) when (exception is DriveNotFoundException or ProviderNotFoundException)
        {
            throw NotInFileSystem(path, exception);
        }
        catch (RuntimeException exception)
        {
            // Such as a pattern whose brackets don't close.
            throw NotFound(path, exception);
        }

        if (provider.ImplementingType != typeof(FileSystemProvider)) throw NotInFileSystem(path, null);
        if (found.Count == 0) throw NotFound(path, null);
        // A folder named with a slash behind it has no name otherwise.
        return found.Select(static name => new FileInfo(Path.TrimEndingDirectorySeparator(name)));
    }

    /// <summary>The one file that a path names, taken to the letter. Whether it is there shows when it is read.</summary>
    /// <exception cref="PublishException">It is not in the file system.</exception>
    public static FileInfo Literal(PathIntrinsics paths, string path)
    {
        if (IsToken(path)) throw TokenAsPath();
        try
        {
            var name = paths.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            return provider.ImplementingType == typeof(FileSystemProvider) ? new FileInfo(name) : throw NotInFileSystem(path, null);
        }
        catch (Exception exception) when (exception is DriveNotFoundException or ProviderNotFoundException)
        {
            throw NotInFileSystem(path, exception);
        }
    }

    private static PublishException NotFound(string path, Exception? cause) => IsToken(path) ? TokenAsPath() : new(
        FailureKind.PathNotFound,
        $"'{path}' matches no file.",
        "Check the path (it is relative to the current location), and that the build before has written there.",
        cause) { Target = path };

    private static PublishException NotInFileSystem(string path, Exception? cause) => IsToken(path) ? TokenAsPath() : new(
        FailureKind.PathNotInFileSystem,
        $"'{path}' is not in the file system.",
        "Name files on a file system drive.",
        cause) { Target = path };

    /// <summary>Whether a token was put where a path belongs: an error that quotes it would print it.</summary>
    private static bool IsToken(string path) => TokenForm().IsMatch(path);

    private static PublishException TokenAsPath() => new(
        FailureKind.PathNotFound,
        "What came as a path is a token; it is not shown here.",
        "Name the files: -Path dist/*. A token is the object that New-PyPIToken returns, from the pipeline or with -Token.");

    // An API token of an index, a JWT, or what an object with one says of itself: with no -Path, what the pipeline brings is taken for one.
    [GeneratedRegex(@"\AAPI token for |\AID token of |pypi-[A-Za-z0-9_-]{16}|eyJ[A-Za-z0-9_-]{8,}\.", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TokenForm();
}
