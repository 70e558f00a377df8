using System.Buffers.Binary;

namespace TrustedPublish.Core.Distributions.Archives;

/// <summary>
/// CRC-32 as ZIP and gzip use it (APPNOTE.TXT 4.4.7; RFC 1952, 8). The framework has none; its package may not be shipped
/// beside PowerShell.
/// </summary>
internal struct Crc32
{
    private const uint Polynomial = 0xEDB88320;

    // Eight bytes a step: whatever is unpacked goes through here.
    private const int Step = 8;

    private static readonly uint[][] Tables = MakeTables();

    private uint _complement;

    /// <summary>Of the bytes so far.</summary>
    public readonly uint Value => _complement;

    public static uint Compute(ReadOnlySpan<byte> bytes)
    {
        var crc = new Crc32();
        crc.Add(bytes);
        return crc.Value;
    }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        var crc = ~_complement;
        while (bytes.Length >= Step)
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ crc;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = Tables[7][(byte)low] ^ Tables[6][(byte)(low >> 8)] ^ Tables[5][(byte)(low >> 16)] ^ Tables[4][low >> 24]
                ^ Tables[3][(byte)high] ^ Tables[2][(byte)(high >> 8)] ^ Tables[1][(byte)(high >> 16)] ^ Tables[0][high >> 24];
            bytes = bytes[Step..];
        }

        foreach (var value in bytes) crc = Tables[0][(byte)(crc ^ value)] ^ (crc >> 8);
        _complement = ~crc;
    }

    /// <summary>The remainder of each byte with no, one, two … zero bytes behind it.</summary>
    private static uint[][] MakeTables()
    {
        var tables = new uint[Step][];
        for (var zeros = 0; zeros < Step; zeros++)
        {
            tables[zeros] = new uint[256];
            for (var value = 0u; value < 256; value++)
            {
                var entry = zeros == 0 ? value : tables[zeros - 1][value];
                for (var bit = 0; bit < 8; bit++) entry = (entry & 1) != 0 ? Polynomial ^ (entry >> 1) : entry >> 1;
                tables[zeros][value] = entry;
            }
        }

        return tables;
    }
}
