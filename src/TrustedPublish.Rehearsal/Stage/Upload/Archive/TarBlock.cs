using System.Text;

namespace TrustedPublish.Rehearsal.Stage.Upload.Archive;

/// <summary>Whether a file begins like a tar archive (POSIX ustar: a check sum over the first block).</summary>
internal static class TarBlock
{
    public static bool IsAtStart(Stream file)
    {
        var block = new byte[512];
        file.Position = 0;
        if (file.ReadAtLeast(block, block.Length, throwOnEndOfStream: false) < block.Length) return false;
        var text = Encoding.ASCII.GetString(block, 148, 8).Trim(' ', '\0');
        if (text.Length == 0 || text.Any(static digit => digit is < '0' or > '7')) return false;
        block.AsSpan(148, 8).Fill((byte)' ');
        return Convert.ToInt64(text, 8) == block.Sum(static value => (long)value);
    }
}
