namespace TrustedPublish.Core.Distributions.Archives;

/// <summary>CRC-32 as ZIP uses it (APPNOTE.TXT 4.4.7). The framework has none; its package may not be shipped beside PowerShell.</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;

    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(static value =>
    {
        var entry = (uint)value;
        for (var bit = 0; bit < 8; bit++) entry = (entry & 1) != 0 ? Polynomial ^ (entry >> 1) : entry >> 1;
        return entry;
    })];

    public static uint Compute(ReadOnlySpan<byte> bytes) => ~Add(uint.MaxValue, bytes);

    /// <summary>Of everything that <paramref name="content"/> still holds.</summary>
    public static uint Compute(Stream content, CancellationToken cancellationToken)
    {
        var crc = uint.MaxValue;
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = content.Read(buffer)) > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            crc = Add(crc, buffer.AsSpan(0, read));
        }

        return ~crc;
    }

    private static uint Add(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes) crc = Table[(byte)(crc ^ value)] ^ (crc >> 8);
        return crc;
    }
}
