using System.Globalization;
using System.Text;

namespace TrustedPublish.Rehearsal.Stage.Sigstore;

/// <summary>A log's signed word on the size and the root of its tree (C2SP tlog-checkpoint and signed-note).</summary>
internal static class Checkpoint
{
    /// <summary>The length of the key's hint before a signature.</summary>
    public const int HintLength = 4;

    /// <param name="origin">The first line: which log.</param>
    /// <param name="name">The signer's name, without blanks.</param>
    /// <param name="size">The number of entries.</param>
    /// <param name="root">The root's hash.</param>
    /// <param name="key">Whose signature.</param>
    /// <param name="isForged">Whether the signature is one on another text.</param>
    public static string Sign(string origin, string name, long size, byte[] root, LogKey key, bool isForged)
    {
        var note = string.Create(CultureInfo.InvariantCulture, $"{origin}\n{size}\n{Convert.ToBase64String(root)}\n");
        var signature = key.Sign(Encoding.UTF8.GetBytes(isForged ? $"{note}." : note));
        return $"{note}\n— {name} {Convert.ToBase64String([.. key.Id.AsSpan(0, HintLength), .. signature])}\n";
    }
}
