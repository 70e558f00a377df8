using System.Text;
using TrustedPublish.Core.Distributions;
using TrustedPublish.Core.Distributions.Archives;
using TrustedPublish.Core.Distributions.Metadata;
using TrustedPublish.Core.Distributions.Rules;
using TrustedPublish.Core.Failures;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Distributions;

/// <summary>What the findings say: which files they name, how many they count, and at which length a rule begins.</summary>
public sealed class FindingTests : IDisposable
{
    private const string Info = "demo-1.0.dist-info";
    private const string WheelName = "demo-1.0-py3-none-any.whl";
    private const string SdistName = "demo-1.0.tar.gz";
    private const string Text = "Metadata-Version: 2.4\nName: demo\nVersion: 1.0\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, "a1")]
    [InlineData(3, "a1, a2, a3")]
    [InlineData(4, "a1, a2, a3 and 1 more")]
    [InlineData(9, "a1, a2, a3 and 6 more")]
    public void Of_a_long_list_the_beginning_is_named(int count, string named)
    {
        var names = Enumerable.Range(1, count).Select(static number => $"a{number}").ToList();
        var unlisted = Wheel(Record(), [.. names.Select(static name => (name, "x"))]);
        Assert.Equal([$"RecordIncomplete: RECORD does not list {named}."], Found(unlisted));
        var gone = Wheel(Record(string.Concat(names.Select(static name => $"{name},,\n"))));
        Assert.Equal([$"RecordIncomplete: RECORD lists what is not in the wheel: {named}."], Found(gone));
        var altered = Wheel(Record(string.Concat(names.Select(static name => $"{name},,2\n"))), [.. names.Select(static name => (name, "x"))]);
        Assert.Equal([$"RecordDigest: RECORD has another digest or size for {named}."], Found(altered));
    }

    /// <summary>A signature of RECORD can't stand in it; a folder has no line.</summary>
    [Fact]
    public void What_RECORD_need_not_list()
    {
        Assert.Empty(Found(Wheel(Record(), ($"{Info}/RECORD.jws", "x"), ($"{Info}/RECORD.p7s", "x"), ("demo/", ""))));
        Assert.Equal(["RecordIncomplete: RECORD does not list demo/RECORD.jws."], Found(Wheel(Record(), ("demo/RECORD.jws", "x"))));
    }

    [Theory]
    [InlineData("/x", "WheelPath")]
    [InlineData("../x", "WheelPath")]
    [InlineData("a/../x", "WheelPath")]
    [InlineData("a/..", "WheelPath")]
    [InlineData("a/..b/x", null)]
    [InlineData("a/b../x", null)]
    public void A_path_that_leads_outside_a_wheel(string path, string? rule) =>
        Assert.Equal(rule is null ? [] : [$"{rule}: {path} would be unpacked outside the folder that it is installed to."], Found(Wheel(Record($"{path},,\n"), (path, "x"))));

    [Theory]
    [InlineData("WHEEL", "WheelFile")]
    [InlineData("RECORD", "RecordMissing")]
    public void Names_what_a_wheel_lacks(string name, string rule)
    {
        var members = new[] { ($"{Info}/METADATA", Text + "\nText\n"), ($"{Info}/WHEEL", "x"), ($"{Info}/RECORD", $"{Info}/METADATA,,\n{(name == "WHEEL" ? "" : $"{Info}/WHEEL,,\n")}{Info}/RECORD,,\n") };
        Assert.Equal([$"{rule}: There is no {Info}/{name} in it."], Found(Archives.Wheel(_folder, WheelName, [.. members.Where(member => member.Item1 != $"{Info}/{name}")])));
    }

    [Fact]
    public void Of_each_kind_of_member_the_first_is_named()
    {
        byte[][] odd =
        [
            RawTar.Header("demo-1.0/l1", '2'), RawTar.Header("demo-1.0/l2", '1'), RawTar.Header("demo-1.0/p1", '6'), RawTar.Header("demo-1.0/p2", '3'),
            RawTar.Header("demo-1.0/s1", 'S'), RawTar.Header("demo-1.0/s2", 'S'), RawTar.Header("demo-1.0/a/../x"), RawTar.Header("demo-1.0/../y"),
            RawTar.Header("demo-1.0/d"), RawTar.Header("demo-1.0/d"), RawTar.Header("demo-1.0/e"), RawTar.Header("demo-1.0/e"),
        ];
        Assert.Equal(
            [
                "SdistSparse: demo-1.0/s1 is a sparse file.",
                "SdistDuplicateName: demo-1.0/d is in it more than once, and the last one counts.",
                "SdistLink: demo-1.0/l1 is a link.",
                "SdistSpecialFile: demo-1.0/p1 is neither file nor folder.",
                "SdistPath: demo-1.0/a/../x would be unpacked outside the project's folder.",
            ],
            Found(Sdist(odd)));
    }

    [Fact]
    public void Says_where_an_sdist_has_what()
    {
        Assert.Empty(Found(Sdist(RawTar.Header("demo-1.0/..x"), RawTar.Header("demo-1.0/d/", '5'), RawTar.Header("demo-1.0/d/", '5'))));
        Assert.Equal(["SdistRoot: There is not one folder that holds everything."], Found(Sdist(RawTar.Header("other/x"))));
        Assert.Equal(["SdistRoot: There is no demo-1.0/PKG-INFO/PKG-INFO."], Found(Write(RawTar.Gzip(PkgInfo("demo-1.0"), RawTar.End))));
        Assert.Equal(["SdistRootName: The folder in it is Demo, not demo-1.0."], Found(Write(RawTar.Gzip(PkgInfo("Demo"), RawTar.Header("Demo/x"), RawTar.End))));
        Assert.Equal(["SdistTrailingBytes: 4 bytes stand behind its gzip data."], Found(Write([.. RawTar.Gzip(PkgInfo("demo-1.0"), RawTar.Header("demo-1.0/x"), RawTar.End), .. "more"u8])));
    }

    /// <summary>Bytes behind the gzip data may be the rest of an archive that says nowhere where it ends.</summary>
    [Fact]
    public void Bytes_behind_an_archive_without_an_end_are_damage() => Assert.Equal(
        ["ArchiveDamaged: demo-1.0.tar.gz is damaged or not whole: The tar archive in it does not end where the gzip data does."],
        Found(Write([.. RawTar.Gzip(PkgInfo("demo-1.0"), RawTar.Header("demo-1.0/x")), .. "more"u8])));

    [Fact]
    public void An_sdist_tells_what_it_holds()
    {
        byte[] bytes = [.. RawTar.Gzip(PkgInfo("demo-1.0"), RawTar.Header("demo-1.0/d/", '5'), RawTar.Header("demo-1.0/x"), RawTar.End), .. "more"u8];
        var sdist = new SdistArchive(new MemoryStream(bytes), DistributionFileName.Parse(SdistName), TestContext.Current.CancellationToken);
        Assert.Equal("demo-1.0", sdist.Root);
        Assert.Equal((2 * 512) + 512 + 512 + 1024, sdist.UnpackedBytes);
        Assert.Equal(4, sdist.BytesBehind);
        Assert.True(sdist.Holds("x"));
        Assert.True(sdist.Holds("d"));
        Assert.False(sdist.Holds("y"));
        Assert.Equal(["demo-1.0/PKG-INFO", "demo-1.0/d", "demo-1.0/x"], sdist.Members.Select(static member => member.Path));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(-1, false)]
    public void An_sdist_is_read_up_to_a_limit(int more, bool isRead)
    {
        var bytes = RawTar.Gzip(PkgInfo("demo-1.0"), RawTar.End);
        SdistArchive Read() => new(new MemoryStream(bytes), DistributionFileName.Parse(SdistName), TestContext.Current.CancellationToken, limit: 2048 + more);
        if (isRead) Assert.Equal(2048, Read().UnpackedBytes);
        else Assert.Equal(FailureKind.ArchiveTooLarge, Assert.Throws<PublishException>(Read).Kind);
    }

    /// <summary>Up to 64 MiB come out of any archive, beyond it fifty bytes out of one (warehouse forklift/legacy.py).</summary>
    [Theory]
    [InlineData(0, 67_108_864)]
    [InlineData(1_342_177, 67_108_864)]
    [InlineData(1_342_178, 67_108_900)]
    [InlineData(10_000_000, 500_000_000)]
    public void How_much_may_come_out_of_an_archive(long packed, long unpacked) => Assert.Equal(unpacked, ArchiveLimits.UnpackedBytes(packed));

    [Fact]
    public void A_wheel_unpacks_to_no_more_than_that()
    {
        var file = new MemoryStream(RawZip.Write(new RawZipFile("x", "x = 1\n")));
        const int Central = 30 + 1 + 6;
        var bytes = file.ToArray();
        BitConverter.GetBytes(67_108_864).CopyTo(bytes, Central + 24);
        Assert.Equal(67_108_864, Open(bytes).Directory.Entries[0].Size);
        BitConverter.GetBytes(67_108_865).CopyTo(bytes, Central + 24);
        var refused = Assert.Throws<PublishException>(() => Open(bytes));
        Assert.Equal((FailureKind.ArchiveTooLarge, WheelName), (refused.Kind, refused.Target));
        Assert.Contains("more than 64 MiB", refused.Message, StringComparison.Ordinal);

        static WheelArchive Open(byte[] bytes) => new(new MemoryStream(bytes), DistributionFileName.Parse(WheelName), TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(246, true)]
    [InlineData(247, false)]
    public void A_wheel_s_name_leaves_room_for_its_metadata(int length, bool fits)
    {
        var name = $"demo-1.0-py3-none-{new string('x', length)}"[..(length - 8)] + ".any.whl";
        Assert.Equal(length, name.Length);
        Assert.Equal(fits ? [] : [$"The file name has {length} characters; the index has room for 246 of a wheel and 255 of an sdist."], NameFindings(name).Where(static finding => finding.Rule == "FileNameLength").Select(static finding => finding.Message));
    }

    [Theory]
    [InlineData(255, true)]
    [InlineData(256, false)]
    public void An_sdist_s_name_may_be_as_long_as_a_file_system_takes(int length, bool fits) =>
        Assert.Equal(fits, NameFindings($"{new string('d', length - 11)}-1.0.tar.gz").All(static finding => finding.Rule != "FileNameLength"));

    [Theory]
    [InlineData("demo-1.0-py3.-none-any.whl", "WheelTag: One of the tags is empty.")]
    [InlineData("demo-1.0-py3-none.-any.whl", "WheelTag: One of the tags is empty.")]
    [InlineData("demo-1.0-3py-none-any.whl", "WheelTag: '3py' is not a Python tag.")]
    [InlineData("demo-1.0-py3-none-ANY.whl", null)]
    [InlineData("demo-1.0-py3-none-any.sparc.whl", "WheelPlatformTag: PyPI does not take wheels for the platform 'sparc'.")]
    [InlineData("DEMO-1.0-py3-none-any.whl", "WheelName: The name must begin with the normalised project name 'demo', not 'DEMO'.")]
    [InlineData("DEMO-1.0.tar.gz", "SdistName: The file must be named demo-1.0.tar.gz.")]
    public void Says_how_a_file_must_be_named(string name, string? finding) =>
        Assert.Equal(finding is null ? [] : [finding], NameFindings(name).Select(static found => $"{found.Rule}: {found.Message}"));

    [Theory]
    [InlineData(20, null)]
    [InlineData(21, " And 1 more of the kind.")]
    public void Of_one_rule_twenty_findings_are_shown(int count, string? more)
    {
        var findings = Findings(Text + string.Concat(Enumerable.Range(0, count).Select(static number => $"Platform: x\nProvides-Extra: a b{number}\n")) + "Summary: a\nSummary: b\n\nText\n");
        var extras = findings.Where(static finding => finding.Rule == "ExtraName").ToList();
        Assert.Equal(20, extras.Count);
        Assert.EndsWith("is not a name for an extra." + more, extras[^1].Message, StringComparison.Ordinal);
        Assert.Single(findings, static finding => finding.Rule == "MetadataFieldRepeated");
    }

    [Fact]
    public void Errors_come_before_warnings()
    {
        var findings = Findings(Text + "License-Expression: GPL-2.0\nRequires-Dist: x y\n");
        Assert.Equal(["Dependency", "LicenseIdDeprecated", "DescriptionMissing"], findings.Select(static finding => finding.Rule));
        Assert.Equal([Severity.Error, Severity.Warning, Severity.Warning], findings.Select(static finding => finding.Severity));
    }

    [Theory]
    [InlineData("Summary: a\nSummary: b\nSummary: c\n\nx\n", "MetadataFieldRepeated: Summary stands there 3 times.")]
    [InlineData("Description: a\n\nx\n", "MetadataFieldRepeated: There are two descriptions: one as a field and one as the body.")]
    [InlineData("Summary: a\n b\n\nx\n", "Summary: The summary has more than one line.")]
    [InlineData("Dynamic: version\n\nx\n", "Dynamic: 'version' can't be dynamic.")]
    [InlineData("Dynamic: Dynamic\n\nx\n", "Dynamic: 'Dynamic' can't be dynamic.")]
    [InlineData("Dynamic: metadata-version\n\nx\n", "Dynamic: 'metadata-version' can't be dynamic.")]
    [InlineData("Import-Name: a\n\nx\n", "MetadataFieldVersion: Import-Name came with metadata 2.5, and this is 2.4.")]
    [InlineData("Import-Namespace: a\n\nx\n", "MetadataFieldVersion: Import-Namespace came with metadata 2.5, and this is 2.4.")]
    [InlineData("Project-URL: A\n\nx\n", "ProjectUrl: 'A' in Project-URL has no address.")]
    [InlineData("Project-URL: ,https://a.b\n\nx\n", "ProjectUrl: ',https://a.b' in Project-URL has no label.")]
    [InlineData("Project-URL: A, x\n\nx\n", "Url: 'x' in Project-URL is not an http or https address.")]
    [InlineData("Home-page: x\n\nx\n", "Url: 'x' in Home-page is not an http or https address.")]
    [InlineData("Maintainer-email: x\n\nx\n", "Email: 'x' in Maintainer-email is not an e-mail address.")]
    [InlineData("Classifier: Natural Language :: Ukranian\n\nx\n", "Classifier: 'Natural Language :: Ukranian' is not used any more; it became 'Natural Language :: Ukrainian'.")]
    [InlineData("Requires-Python: 3\n\nx\n", "RequiresPython: '3' in Requires-Python is not a list of versions.")]
    [InlineData("Obsoletes-Dist: x (1)\n\nx\n", "ProvidedDistribution: 'x (1)' in Obsoletes-Dist is not a dependency: ',' or ')' after a version is expected at '1)'.")]
    [InlineData("Provides-Dist: x @ https://a.b\n\nx\n", "DirectDependency: 'x @ https://a.b' in Provides-Dist names an address.")]
    [InlineData("License: a\nLicense-Expression: MIT\n\nx\n", "LicenseTwice: License and License-Expression stand there both.")]
    [InlineData("License-File: a\\b\n\nx\n", "LicenseFilePath: 'a\\b' in License-File is not the path of a file in the distribution.")]
    [InlineData("License-File: a\n\nx\n", "LicenseFileMissing: The licence file 'a' is not in the archive.")]
    [InlineData("Description-Content-Type: text/html\n\nx\n", "DescriptionContentType: 'text/html' is not a content type that the index renders.")]
    [InlineData("Description-Content-Type: text/plain; charset=utf-8\n\nx\n", "DescriptionContentTypeForm: In 'text/plain; charset=utf-8', its charset is written 'utf-8', not 'UTF-8'.")]
    [InlineData("Description-Content-Type: text/plain; a\n\nx\n", "DescriptionContentTypeForm: In 'text/plain; a', 'a' is not of the form name=value.")]
    [InlineData("Description-Content-Type: text/plain; ; a=b\n\nx\n", "DescriptionContentTypeForm: In 'text/plain; ; a=b', a parameter is empty.")]
    [InlineData("Description-Content-Type: text/plain; a=b; A=c\n\nx\n", "DescriptionContentTypeForm: In 'text/plain; a=b; A=c', a parameter stands there twice.")]
    [InlineData("Description-Content-Type: text/plain; a=b;\n\nx\n", null)]
    [InlineData("\nSee :x:`y`\n", "DescriptionMarkup")]
    public void Says_how_the_metadata_breaks_a_rule(string lines, string? finding)
    {
        var findings = Findings(Text + lines).Select(static found => $"{found.Rule}: {found.Message}").ToList();
        if (finding is null) Assert.Empty(findings);
        else Assert.StartsWith(finding, Assert.Single(findings), StringComparison.Ordinal);
    }

    /// <summary>Python counts whole characters where .NET counts halves of some.</summary>
    [Fact]
    public void Characters_are_counted_as_Python_does()
    {
        Assert.Empty(Findings($"{Text}Summary: {string.Concat(Enumerable.Repeat("𝄞", 512))}\n\nx\n"));
        Assert.Equal("The summary has 513 characters; PyPI takes 512.", Assert.Single(Findings($"{Text}Summary: {string.Concat(Enumerable.Repeat("𝄞", 513))}\n\nx\n")).Message);
    }

    private static byte[] PkgInfo(string root) => RawTar.Member($"{root}/PKG-INFO", Text + "\nText\n");

    private static string Record(string more = "") => $"{Info}/METADATA,,\n{Info}/WHEEL,,\n{Info}/RECORD,,\n{more}";

    private static List<Finding> NameFindings(string name)
    {
        var parsed = DistributionFileName.Parse(name);
        var metadata = CoreMetadata.Read(Encoding.UTF8.GetBytes($"Metadata-Version: 2.4\nName: {parsed.Project.ToLowerInvariant()}\nVersion: 1.0\n"), name);
        return [.. FileNameRules.Find(parsed, metadata)];
    }

    private FileInfo Wheel(string record, params (string Path, string Content)[] more) =>
        Archives.Wheel(_folder, WheelName, [($"{Info}/METADATA", Text + "\nText\n"), ($"{Info}/WHEEL", "x"), .. more, ($"{Info}/RECORD", record)]);

    private FileInfo Sdist(params byte[][] more) => Write(RawTar.Gzip([PkgInfo("demo-1.0"), RawTar.Header("demo-1.0/x.py"), .. more, RawTar.End]));

    private FileInfo Write(byte[] bytes)
    {
        File.WriteAllBytes(_folder.File(SdistName).FullName, bytes);
        return _folder.File(SdistName);
    }

    private IReadOnlyList<Finding> Findings(string metadata) =>
        DistributionRules.Check(Archives.WholeWheel(_folder, WheelName, metadata), RuleScope.PyPI, TestContext.Current.CancellationToken).Findings;

    private static IEnumerable<string> Found(FileInfo file) =>
        DistributionRules.Check(file, RuleScope.PyPI, TestContext.Current.CancellationToken).Findings.Select(static finding => $"{finding.Rule}: {finding.Message}");
}
