using System.IO.Compression;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using TrustedPublish.Core.Distributions.Rules;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Rules;

/// <summary>
/// Whatever the bytes are, a file gets a report: nothing throws, nothing hangs, and no more is allocated than the limits
/// allow. Sound files are damaged at random; FsCheck shrinks what it finds to the smallest damage.
/// </summary>
public sealed class HostileFileTests : HostileTests
{
    [Fact]
    public void Any_wheel_gets_a_report()
    {
        var sound = File.ReadAllBytes(Archives.ValidWheel(Folder, padding: 2000).FullName);
        Prop.ForAll(Damage.Changes, changes => Survives("demo-1.0-py3-none-any.whl", Damage.Apply(sound, changes))).Check(Damage.Run);
    }

    [Fact]
    public void Any_gzip_file_gets_a_report()
    {
        var sound = File.ReadAllBytes(Archives.ValidSdist(Folder).FullName);
        Prop.ForAll(Damage.Changes, changes => Survives("demo-1.0.tar.gz", Damage.Apply(sound, changes))).Check(Damage.Run);
    }

    [Fact]
    public void Any_tar_archive_gets_a_report()
    {
        using var tar = new MemoryStream();
        using (var gzip = new GZipStream(Archives.ValidSdist(Folder).OpenRead(), CompressionMode.Decompress)) gzip.CopyTo(tar);
        Prop.ForAll(Damage.Changes, changes => Survives("demo-1.0.tar.gz", Pack(MendSums(Damage.Apply(tar.ToArray(), changes))))).Check(Damage.Run);
    }

    /// <summary>Metadata that names more licence files than the archive has members: each is looked up, none is searched for.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Many_licence_files_in_many_members_take_no_time(bool isWheel)
    {
        const int Many = 20_000, Lines = 19_900;
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
        var file = isWheel ? Archives.ValidWheel(Folder) : Archives.ValidSdist(Folder);
        Assert.Throws<OperationCanceledException>(() => DistributionRules.Check(file, RuleScope.PyPI, cancelled.Token));
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
}
