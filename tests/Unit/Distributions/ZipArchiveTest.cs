using System.Text;
using TrustedPublish.Core.Distributions.Archives;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Distributions;

/// <summary>ZIP archives whose records a test changes one by one.</summary>
public abstract class ZipArchiveTest
{
    private protected const int LocalHeader = 30;
    private protected const int CentralHeader = 46;
    private protected const int End = 22;
    private protected const ushort Zip64 = 0x0001;
    private protected const ushort UnicodePath = 0x7075;

    private protected static readonly RawZipFile One = new("a/one.py", "x = 1\n");
    private protected static readonly RawZipFile Two = new("a/two.py", "y = 22\n");

    private protected static byte[] Changed(int at, byte value)
    {
        var bytes = RawZip.Write(One);
        bytes[at] = value;
        return bytes;
    }

    private protected static ZipDirectory Read(byte[] bytes) => ZipDirectory.Read(new MemoryStream(bytes), TestContext.Current.CancellationToken);

    private protected static string Refused(byte[] bytes) => Assert.Throws<InvalidDataException>(() => Read(bytes)).Message;

    private protected static string Content(byte[] bytes, ZipEntry entry) => Encoding.UTF8.GetString(ZipContent.ReadAll(new MemoryStream(bytes), entry, 1000));

    private protected static string? Unsound(byte[] bytes) => Problem(bytes, Read(bytes));

    private protected static string? Problem(byte[] bytes, ZipDirectory directory) =>
        ZipLayout.Find(new MemoryStream(bytes), directory, TestContext.Current.CancellationToken) is var (problem, detail) ? $"{problem}: {detail}" : null;
}
