using System.Security.Cryptography;
using System.Text;
using TrustedPublish.Core.Sigstore.Tuf;

namespace TrustedPublish.Core.Sigstore.Trust;

/// <summary>
/// What was verified of one repository, in one flat folder on disk. A folder that can't be read or written is an empty one: the
/// cache spares requests and guards against older metadata, and nothing depends on it being there. Two processes may use it at
/// once: each file is replaced as a whole, and files of two processes that don't belong together are found out when they are read.
/// </summary>
internal sealed class TrustCache : IMetadataStore
{
    // The longest that is kept, in bytes; a longer file is none of ours.
    private const int LongestFile = TufLimits.Target;

    private readonly string _folder;
    private readonly Trace _trace;
    private bool _isUnusable;

    /// <param name="folder">The folder of all repositories; it is made when something is kept.</param>
    /// <param name="repository">Which repository's files are meant.</param>
    /// <param name="trace">Where it says once that nothing can be kept.</param>
    public TrustCache(string folder, Uri repository, Trace trace)
    {
        // The hash tells apart what a folder's name can't: ports, paths, and hosts of the same letters.
        var host = new string([.. repository.IdnHost.Select(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' ? letter : '_')]);
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(repository.AbsoluteUri)))[..8].ToLowerInvariant();
        _folder = Path.Combine(folder, "tuf", $"{host}-{hash}");
        _trace = trace;
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte>? Read(string name)
    {
        try
        {
            // Another process may replace it meanwhile, which Windows forbids unless it is said to be allowed.
            using var file = new FileStream(PathOf(name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (file.Length > LongestFile) return null;
            var content = new byte[file.Length];
            file.ReadExactly(content);
            return content;
        }
        catch (Exception exception) when (IsOfTheDisk(exception))
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Write(string name, ReadOnlyMemory<byte> content)
    {
        if (_isUnusable) return;
        var path = PathOf(name);
        var draft = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            MakeFolder();
            using (var file = new FileStream(draft, FileMode.CreateNew, FileAccess.Write)) file.Write(content.Span);
            File.Move(draft, path, overwrite: true);
        }
        catch (Exception exception) when (IsOfTheDisk(exception))
        {
            Remove(draft);
            // On Windows a file that is being read can't be replaced for that moment; its reader has what is as good.
            if (File.Exists(path)) return;
            _isUnusable = true;
            _trace.Verbose($"What was verified can't be kept in {_folder}: {exception.Message}");
        }
    }

    /// <inheritdoc/>
    public void Delete(string name) => Remove(PathOf(name));

    private void MakeFolder()
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(_folder);
        // XDG asks for a folder that is the user's alone.
        else Directory.CreateDirectory(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Names hold slashes, and a delegated role's whatever its delegator wrote: escaped they are names of files in this folder.</summary>
    private string PathOf(string name) => Path.Combine(_folder, Uri.EscapeDataString(name));

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (IsOfTheDisk(exception))
        {
            // What stays is verified before it is used.
        }
    }

    private static bool IsOfTheDisk(Exception exception) => exception is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException;
}
