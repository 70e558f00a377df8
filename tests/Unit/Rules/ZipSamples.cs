using System.IO.Compression;
using System.Text;
using TrustedPublish.Unit.Support;
using static TrustedPublish.Unit.Rules.Corpus;

namespace TrustedPublish.Unit.Rules;

/// <summary>Wheels whose ZIP records are not as they must be, made from a sound one byte by byte.</summary>
internal static class ZipSamples
{
    private const string Name = "demo-1.0-py3-none-any.whl";
    private const string Info = "demo-1.0.dist-info";

    public static IReadOnlyList<Sample> All { get; } =
    [
        Sound("a comment of the whole archive", Edited(static bytes => [.. bytes[..^2], 2, 0, (byte)'h', (byte)'i'])),
        Broken("ZipStrayBytes", "bytes before the archive", Edited(static bytes => [.. "#!/bin/sh\n"u8, .. bytes])),
        Broken("ZipTrailingBytes", "bytes behind the archive", Edited(static bytes => [.. bytes, .. "more"u8])),
        Broken("ZipTrailingBytes", "an archive behind the archive's comment length", Edited(static bytes => [.. bytes, .. new byte[100]])),
        Broken("ZipDataDescriptor", "sizes behind the data", Streamed),
        Broken("ZipDuplicateName", "a file twice", folder => Archives.Wheel(folder, Name, [.. Members(), ("demo/x.py", "x = 1\n"), ("demo/x.py", "x = 2\n")])),
        Broken("ZipComment", "a comment of a file", Commented),
        Broken("ZipName", "a name with a control character", folder => Archives.Wheel(folder, Name, [.. Members(), ("demo/\u0001.py", "")])),
        Sound("a name of other letters", folder => Archives.Wheel(folder, Name, [.. Members(), ("demo/naïve.py", "")])),
        Broken("ZipName", "a name of other letters that is not marked", folder => Edit(Archives.Wheel(folder, Name, [.. Members(), ("demo/naïve.py", "")]), static bytes => ClearFlags(bytes, 0x0800))),
        Broken("ZipDisagreement", "another size in the local header", Edited(static bytes => Patch(bytes, "PK\u0003\u0004", 22, 1))),
        Broken("ZipDisagreement", "a count that is too high", Edited(static bytes => Patch(Patch(bytes, "PK\u0005\u0006", 8, 1), "PK\u0005\u0006", 10, 1))),
        Broken("ZipDisagreement", "another name in the local header", Edited(static bytes => Patch(bytes, "PK\u0003\u0004", 30, 1))),
        Broken("ZipCompression", "a file packed by another method", folder => Edit(Archives.Wheel(folder, Name, [.. Members(), ("demo/x.py", "")]), static bytes => SetMethodOfLast(bytes, 12))),
        Broken("WheelMember", "a member that is damaged", folder => Edit(Archives.WholeWheel(folder, Name, Metadata(), ("demo/noise.bin", [.. Enumerable.Range(0, 300).Select(static number => (byte)(number * 7 % 251))])), Flip)),
        Sound("ZIP64 end records where none were needed", Edited(static bytes => WithEnd64(bytes, 44))),
        Broken("Zip64", "a ZIP64 end record with data of its own", Edited(static bytes => WithEnd64(bytes, 45))),
        Broken("ArchivePolyglot", "a wheel that is a tar archive too", AlsoTar),
        Broken("ArchivePolyglot", "an sdist that is a wheel too", AlsoZip),
        Broken("ArchiveDamaged", "a wheel that is cut", Edited(static bytes => bytes[..(bytes.Length / 2)])),
        Broken("ArchiveDamaged", "a wheel that is none", Edited(static _ => "not an archive, though it is long enough to look like one"u8.ToArray())),
        Broken("ArchiveTooLarge", "a wheel that unpacks to far more than it is", folder => Archives.Wheel(folder, Name, [.. Members(), ("demo/zeros.bin", new string('\0', 70 * 1024 * 1024))])),
    ];

    private static (string Path, string Content)[] Members() =>
    [
        ($"{Info}/METADATA", Metadata()), ($"{Info}/WHEEL", "Wheel-Version: 1.0\n"), ($"{Info}/RECORD", $"{Info}/METADATA,,\n{Info}/WHEEL,,\n{Info}/RECORD,,\n"),
    ];

    private static Func<TemporaryFolder, FileInfo> Edited(Func<byte[], byte[]> edit) => folder => Edit(Archives.WholeWheel(folder, Name, Metadata()), edit);

    private static FileInfo Edit(FileInfo file, Func<byte[], byte[]> edit)
    {
        File.WriteAllBytes(file.FullName, edit(File.ReadAllBytes(file.FullName)));
        file.Refresh();
        return file;
    }

    /// <summary>Adds to the byte at <paramref name="offset"/> of the first record with that signature.</summary>
    private static byte[] Patch(byte[] bytes, string signature, int offset, byte add)
    {
        bytes[bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(signature)) + offset] += add;
        return bytes;
    }

    private static byte[] ClearFlags(byte[] bytes, ushort flag)
    {
        foreach (var (signature, offset) in new[] { ("PK\u0003\u0004", 6), ("PK\u0001\u0002", 8) })
        {
            for (var at = 0; (at = IndexOf(bytes, signature, at)) >= 0; at++)
            {
                bytes[at + offset] &= (byte)~flag;
                bytes[at + offset + 1] &= (byte)(~flag >> 8);
            }
        }

        return bytes;
    }

    private static byte[] SetMethodOfLast(byte[] bytes, byte method)
    {
        bytes[bytes.AsSpan().LastIndexOf("PK\u0001\u0002"u8) + 10] = method;
        bytes[bytes.AsSpan().LastIndexOf("PK\u0003\u0004"u8) + 8] = method;
        return bytes;
    }

    private static byte[] WithEnd64(byte[] bytes, byte ownSize)
    {
        var end = bytes[^22..];
        long count = BitConverter.ToUInt16(end, 10), size = BitConverter.ToUInt32(end, 12), offset = BitConverter.ToUInt32(end, 16), position = bytes.Length - 22;
        return
        [
            .. bytes[..^22],
            .. "PK\u0006\u0006"u8, ownSize, 0, 0, 0, 0, 0, 0, 0, 45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            .. BitConverter.GetBytes(count), .. BitConverter.GetBytes(count), .. BitConverter.GetBytes(size), .. BitConverter.GetBytes(offset),
            .. "PK\u0006\u0007"u8, 0, 0, 0, 0, .. BitConverter.GetBytes(position), 1, 0, 0, 0,
            .. end,
        ];
    }

    /// <summary>Turns a bit of the last member's name over in its data: the byte before the local header that follows.</summary>
    private static byte[] Flip(byte[] bytes)
    {
        var header = bytes.AsSpan().IndexOf("demo/noise.bin"u8);
        bytes[header + 60] ^= 0x10;
        return bytes;
    }

    /// <summary>A first member whose name holds a tar header's check sum at its place.</summary>
    private static FileInfo AlsoTar(TemporaryFolder folder)
    {
        const int SumStart = 148, NameStart = 30;
        var name = new string('a', 600);
        return Edit(Archives.Wheel(folder, Name, [(name, ""), .. Members()]), bytes =>
        {
            var block = bytes[..512];
            block.AsSpan(SumStart, 8).Fill((byte)' ');
            var digits = Encoding.ASCII.GetBytes(Convert.ToString(block.Sum(static value => value), 8).PadLeft(8, '0'));
            var central = bytes.AsSpan().IndexOf("PK\u0001\u0002"u8) + 46;
            digits.CopyTo(bytes, SumStart);
            digits.CopyTo(bytes, central + SumStart - NameStart);
            return bytes;
        });
    }

    private static FileInfo AlsoZip(TemporaryFolder folder)
    {
        var zip = File.ReadAllBytes(Archives.Wheel(folder, Name, Members()).FullName);
        var sdist = Archives.Sdist(folder, "demo-1.0.tar.gz", ("demo-1.0/PKG-INFO", Metadata()), ("demo-1.0/x.py", ""));
        using var stream = sdist.Open(FileMode.Append);
        // An empty second member whose comment holds the archive keeps the whole a gzip file.
        stream.Write([0x1f, 0x8b, 8, 0x10, 0, 0, 0, 0, 0, 3]);
        stream.Write(zip.Select(static value => value == 0 ? (byte)1 : value).ToArray());
        stream.Write([0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        stream.Write(zip);
        return sdist;
    }

    private static int IndexOf(byte[] bytes, string signature, int from)
    {
        var found = bytes.AsSpan(from).IndexOf(Encoding.ASCII.GetBytes(signature));
        return found < 0 ? -1 : from + found;
    }

    /// <summary>Written to a stream that can't go back, so that sizes come behind the data.</summary>
    private static FileInfo Streamed(TemporaryFolder folder)
    {
        var file = folder.File(Name);
        using var stream = file.Create();
        using var forward = new ForwardOnly(stream);
        using var zip = new ZipArchive(forward, ZipArchiveMode.Create);
        foreach (var (path, content) in Members())
        {
            using var entry = zip.CreateEntry(path).Open();
            entry.Write(Encoding.UTF8.GetBytes(content));
        }

        return file;
    }

    private static FileInfo Commented(TemporaryFolder folder)
    {
        var file = Archives.Wheel(folder, Name, Members());
        using var zip = ZipFile.Open(file.FullName, ZipArchiveMode.Update);
        zip.Entries[0].Comment = "note";
        return file;
    }

    private sealed class ForwardOnly(Stream inner) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

        public override void Flush() => inner.Flush();
    }
}
