using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace TrustedPublish.Core.Sigstore.Verification;

/// <summary>
/// A log's signed word on its tree (https://github.com/transparency-dev/formats, log/README.md; https://c2sp.org/signed-note).
/// </summary>
/// <param name="Origin">The tree's name.</param>
/// <param name="Size">The number of its entries.</param>
/// <param name="RootHash">Its root.</param>
/// <param name="SignedBytes">What the signatures are over.</param>
/// <param name="Signatures">The signatures, of the log and of others.</param>
internal sealed record Checkpoint(string Origin, long Size, ReadOnlyMemory<byte> RootHash, ReadOnlyMemory<byte> SignedBytes, IReadOnlyList<CheckpointSignature> Signatures)
{
    private const int Longest = 64 * 1024;
    private const int MostSignatures = 100;
    private const string Dash = "\u2014 ";

    /// <summary>Reads one.</summary>
    /// <exception cref="FormatException">What is missing or wrong.</exception>
    public static Checkpoint Read(string envelope)
    {
        if (envelope.Length > Longest) throw new FormatException("it is too long");
        var end = envelope.IndexOf("\n\n", StringComparison.Ordinal);
        if (end < 0 || end + 2 >= envelope.Length || !envelope.EndsWith('\n')) throw new FormatException("it is no signed note");
        var text = envelope[..(end + 1)];
        var lines = text.Split('\n');
        // The last is what stands behind the last line end.
        if (lines.Length < 4 || lines[0].Length == 0) throw new FormatException("it lacks its origin, its size or its root");
        if (!long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size)) throw new FormatException("its size is no number");
        var signatures = envelope[(end + 2)..^1].Split('\n');
        return signatures.Length > MostSignatures
            ? throw new FormatException("it has too many signatures")
            : new Checkpoint(lines[0], size, Decode(lines[2]), Encoding.UTF8.GetBytes(text), [.. signatures.Select(ReadSignature)]);
    }

    /// <summary>Whether a signature of this name can be that of the log itself. A Rekor v1 log counts its trees behind its name.</summary>
    public bool IsOf(CheckpointSignature signature) =>
        Origin.Equals(signature.Name, StringComparison.Ordinal) || Origin.StartsWith($"{signature.Name} - ", StringComparison.Ordinal);

    private static CheckpointSignature ReadSignature(string line)
    {
        var parts = line.StartsWith(Dash, StringComparison.Ordinal) ? line[Dash.Length..].Split(' ') : [];
        if (parts.Length != 2 || parts[0].Length == 0) throw new FormatException("one of its lines is no signature");
        var bytes = Decode(parts[1]);
        return bytes.Length > CheckpointSignature.HintLength
            ? new CheckpointSignature(parts[0], bytes[..CheckpointSignature.HintLength], bytes[CheckpointSignature.HintLength..])
            : throw new FormatException("one of its signatures is too short");
    }

    private static ReadOnlyMemory<byte> Decode(string text) =>
        text.Length > 0 && Base64.IsValid(text) ? Convert.FromBase64String(text) : throw new FormatException("something in it is no base64");
}

/// <summary>A signature on a checkpoint.</summary>
/// <param name="Name">Whose it is, as it says itself.</param>
/// <param name="Hint">The first four bytes of the key's id.</param>
/// <param name="Signature">The signature.</param>
internal sealed record CheckpointSignature(string Name, ReadOnlyMemory<byte> Hint, ReadOnlyMemory<byte> Signature)
{
    /// <summary>How long the hint is, in bytes.</summary>
    public const int HintLength = 4;
}
