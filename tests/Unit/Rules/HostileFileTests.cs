using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using TrustedPublish.Core.Distributions.Archives;
using TrustedPublish.Core.Distributions.Metadata;
using TrustedPublish.Core.Distributions.Rules;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Rules;

/// <summary>
/// Whatever the bytes are, a file gets a report: nothing throws, nothing hangs, and no more is allocated than the limits
/// allow. Sound files are damaged at random; FsCheck shrinks what it finds to the smallest damage.
/// </summary>
public sealed class HostileFileTests : IDisposable
{
    private const int Cases = 400;

    /// <summary>What reading one small file may allocate, in bytes: twice the longest metadata as bytes and as text, and some.</summary>
    private const long MostAllocated = 8L * ArchiveLimits.MetadataBytes;

    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(5);

    private readonly TemporaryFolder _folder = new();

    /// <summary>A change of a file: at a place (a share of its length), some bytes become others, are left out, or come in.</summary>
    private static readonly Gen<(double Place, int Cut, byte[] Insert)> Change =
        from place in Gen.Choose(0, 10_000)
        from cut in Gen.Frequency((6, Gen.Choose(0, 4)), (1, Gen.Choose(0, 4000)))
        from insert in Gen.Frequency(
            (4, Gen.ArrayOf(ArbMap.Default.GeneratorFor<byte>(), 1)),
            (3, Gen.ArrayOf(ArbMap.Default.GeneratorFor<byte>())),
            (2, Gen.Elements<byte[]>([0xff, 0xff, 0xff, 0xff], [0xff, 0xff, 0xff, 0x7f], [0, 0, 0, 0], [0x50, 0x4b, 1, 2], [0x50, 0x4b, 3, 4], [0x50, 0x4b, 5, 6], [0x50, 0x4b, 6, 6], [0x50, 0x4b, 6, 7], [1, 0, 16, 0], [0x80, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff])))
        select (place / 10_000.0, cut, insert);

    private static readonly Arbitrary<(double Place, int Cut, byte[] Insert)[]> Changes = Gen.ArrayOf(Change).Where(static changes => changes.Length is > 0 and < 8).ToArbitrary();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Any_wheel_gets_a_report()
    {
        var sound = File.ReadAllBytes(Archives.ValidWheel(_folder, padding: 2000).FullName);
        Prop.ForAll(Changes, changes => Survives("demo-1.0-py3-none-any.whl", Apply(sound, changes))).Check(Run);
    }

    [Fact]
    public void Any_gzip_file_gets_a_report()
    {
        var sound = File.ReadAllBytes(Archives.ValidSdist(_folder).FullName);
        Prop.ForAll(Changes, changes => Survives("demo-1.0.tar.gz", Apply(sound, changes))).Check(Run);
    }

    [Fact]
    public void Any_tar_archive_gets_a_report()
    {
        using var tar = new MemoryStream();
        using (var gzip = new GZipStream(Archives.ValidSdist(_folder).OpenRead(), CompressionMode.Decompress)) gzip.CopyTo(tar);
        Prop.ForAll(Changes, changes => Survives("demo-1.0.tar.gz", Pack(MendSums(Apply(tar.ToArray(), changes))))).Check(Run);
    }

    [Fact]
    public void Any_metadata_gets_a_report()
    {
        var sound = Encoding.UTF8.GetBytes("""
            Metadata-Version: 2.4
            Name: demo
            Version: 1.0
            Requires-Dist: a[b] (>=1,<2); (python_version < "3.9" and os_name == 'nt') or extra == "x"
            License-Expression: (MIT OR Apache-2.0) AND GPL-2.0-only WITH Classpath-exception-2.0
            Project-URL: A, https://example.org/?x=1#y
            Author-email: "J" <j@example.org>
            Requires-Python: >=3.9,!=3.10.*
            Description-Content-Type: text/x-rst; charset=UTF-8

            =====
            Title
            =====

            Part
            ----
            """);
        Prop.ForAll(Changes, changes => Survives("demo-1.0-py3-none-any.whl", Wheel(Apply(sound, changes)))).Check(Run);
    }

    /// <summary>Texts of the shape that makes a backtracking expression try everything.</summary>
    [Fact]
    public void Long_texts_of_one_kind_take_no_time()
    {
        var clock = Stopwatch.StartNew();
        foreach (var piece in new[] { "a", "1", "-", "_.", ".0", "(", "[", " ", "or ", "a,", "a@", "\"", ">=1,", "0!", "~=", "x;", "=", "(MIT ", "%2" })
        {
            var text = string.Concat(Enumerable.Repeat(piece, 20_000 / piece.Length));
            var lines = new[] { "Summary", "Requires-Dist", "Requires-Python", "License-Expression", "Project-URL", "Home-page", "Author-email", "Classifier", "Description-Content-Type", "Import-Name", "Provides-Extra", "License-File", "Dynamic" };
            var metadata = string.Concat(lines.Select(header => $"{header}: {text}\n"));
            Survives("demo-1.0-py3-none-any.whl", Wheel(Encoding.UTF8.GetBytes($"Metadata-Version: 2.5\nName: demo\nVersion: 1.0\n{metadata}\n{text}\n")));
            PackageVersion.TryParse(text);
        }

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"It took {clock.Elapsed}.");
    }

    /// <summary>Metadata that names more licence files than the archive has members: each is looked up, none is searched for.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Many_licence_files_in_many_members_take_no_time(bool isWheel)
    {
        const int Many = 20_000, Lines = 4 * Many;
        var metadata = $"Metadata-Version: 2.4\nName: demo\nVersion: 1.0\n{string.Concat(Enumerable.Range(0, Lines).Select(static number => $"License-File: x{number % Many}\n"))}\nText.\n";
        if (isWheel)
        {
            var members = Enumerable.Range(0, Many).Select(static number => new RawZipFile($"demo-1.0.dist-info/licenses/x{number}", ""));
            Survives("demo-1.0-py3-none-any.whl", RawZip.Write([new("demo-1.0.dist-info/METADATA", metadata), new("demo-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\n"), .. members]));
        }
        else
        {
            Survives("demo-1.0.tar.gz", RawTar.Gzip([RawTar.Member("demo-1.0/PKG-INFO", metadata), .. Enumerable.Range(0, Many).Select(static number => RawTar.Header($"demo-1.0/x{number}")), RawTar.End]));
        }
    }

    [Fact]
    public void Metadata_in_many_places_takes_no_time() => Survives(
        "demo-1.0.tar.gz", RawTar.Gzip([.. Enumerable.Range(0, 60_000).Select(static number => RawTar.Header($"demo-{number}/PKG-INFO")), RawTar.End]));

    /// <summary>Attributes for all members that follow are not kept, except the few that say something, and never copied.</summary>
    [Fact]
    public void Many_global_attributes_before_many_members_take_neither_time_nor_memory()
    {
        var global = RawTar.Member("pax", string.Concat(Enumerable.Range(0, 60_000).Select(static number => RawTar.Record($"k{number}", "v"))), 'g');
        Survives("demo-1.0.tar.gz", RawTar.Gzip([global, RawTar.Member("demo-1.0/PKG-INFO", "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n"), .. Enumerable.Range(0, 8000).Select(static number => RawTar.Header($"demo-1.0/x{number}")), RawTar.End]));
    }

    [Fact]
    public void Many_headers_of_global_attributes_take_no_memory()
    {
        var globals = Enumerable.Range(0, 40).Select(static header => RawTar.Member("pax", string.Concat(Enumerable.Range(0, 50_000).Select(number => RawTar.Record($"k{header}.{number}", "v"))), 'g'));
        Survives("demo-1.0.tar.gz", RawTar.Gzip([.. globals, RawTar.Header("demo-1.0/PKG-INFO"), RawTar.End]));
    }

    [Fact]
    public void Many_headers_before_one_member_are_not_read_on()
    {
        var report = Report("demo-1.0.tar.gz", RawTar.Gzip([.. Enumerable.Repeat(RawTar.Pax('x', ("mtime", "1")), 1000), RawTar.Member("demo-1.0/PKG-INFO", "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n"), RawTar.Header("demo-1.0/x.py"), RawTar.End]));
        Assert.Equal("ArchiveDamaged", Assert.Single(report.Findings).Rule);
    }

    /// <summary>Zeros may stand between gzip members; what comes behind them is read too.</summary>
    [Fact]
    public void A_gzip_member_behind_zeros_is_read()
    {
        byte[] tar = [.. RawTar.Member("demo-1.0/PKG-INFO", "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n"), .. RawTar.Header("demo-1.0/x.py"), .. RawTar.Header("other/x.py"), .. RawTar.End];
        var report = Report("demo-1.0.tar.gz", [.. RawTar.Gzip(tar[..1536]), .. new byte[3000], .. RawTar.Gzip(tar[1536..])]);
        Assert.Contains(report.Findings, static finding => finding.Rule == "SdistRoot");
    }

    [Fact]
    public void Many_gzip_members_are_not_read_on()
    {
        var report = Report("demo-1.0.tar.gz", [.. Enumerable.Repeat(RawTar.EmptyGzip, 20_000).SelectMany(static bytes => bytes)]);
        Assert.Equal("ArchiveDamaged", Assert.Single(report.Findings).Rule);
    }

    /// <summary>A cancelled check ends, however long what it reads is.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Ends_when_it_is_cancelled(bool isWheel)
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var file = isWheel ? Archives.ValidWheel(_folder) : Archives.ValidSdist(_folder);
        Assert.Throws<OperationCanceledException>(() => DistributionRules.Check(file, RuleScope.PyPI, cancelled.Token));
    }

    private static Config Run => Config.QuickThrowOnFailure.WithMaxTest(Cases).WithQuietOnSuccess(true);

    private static byte[] Apply(byte[] bytes, (double Place, int Cut, byte[] Insert)[] changes)
    {
        foreach (var (place, cut, insert) in changes)
        {
            var at = (int)(place * bytes.Length);
            bytes = [.. bytes[..at], .. insert, .. bytes[Math.Min(bytes.Length, at + cut)..]];
        }

        return bytes;
    }

    /// <summary>With its check sums right again, so that damage reaches what lies behind them.</summary>
    private static byte[] MendSums(byte[] tar)
    {
        for (var at = 0; at + 512 <= tar.Length; at += 512)
        {
            var header = tar.AsSpan(at, 512);
            if (!header.Slice(257, 5).SequenceEqual("ustar"u8)) continue;
            header.Slice(148, 8).Fill((byte)' ');
            var sum = 0;
            foreach (var value in header) sum += value;
            Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header[148..]);
        }

        return tar;
    }

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(bytes);
        return packed.ToArray();
    }

    private byte[] Wheel(byte[] metadata)
    {
        const string Info = "demo-1.0.dist-info";
        var file = _folder.File("demo-1.0-py3-none-any.whl");
        using (var stream = file.Create())
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create))
        {
            foreach (var (name, content) in new[] { ("METADATA", metadata), ("WHEEL", "Wheel-Version: 1.0\n"u8.ToArray()), ("RECORD", "x,,\n"u8.ToArray()) })
            {
                using var entry = zip.CreateEntry($"{Info}/{name}").Open();
                entry.Write(content);
            }
        }

        return File.ReadAllBytes(file.FullName);
    }

    private bool Survives(string name, byte[] bytes) => Report(name, bytes) is not null;

    private DistributionReport Report(string name, byte[] bytes)
    {
        var file = _folder.File(name);
        File.WriteAllBytes(file.FullName, bytes);
        var clock = Stopwatch.StartNew();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var report = DistributionRules.Check(file, RuleScope.PyPI, TestContext.Current.CancellationToken);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.NotNull(report);
        Assert.True(allocated < MostAllocated, $"{allocated} bytes were allocated.");
        Assert.True(clock.Elapsed < MostTime, $"It took {clock.Elapsed}.");
        Assert.DoesNotContain(report.Findings, static finding => finding.Message.Any(char.IsControl));
        return report;
    }
}
