using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using TrustedPublish.Core.Distributions.Archives;
using TrustedPublish.Core.Distributions.Metadata;
using TrustedPublish.Core.Distributions.Rules;

namespace TrustedPublish.Unit.Rules;

/// <summary>The same of metadata and descriptions: random damage, and what is as long as it may be.</summary>
public sealed class HostileMetadataTests : HostileTests
{
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
        Prop.ForAll(Damage.Changes, changes => Survives("demo-1.0-py3-none-any.whl", Wheel(Damage.Apply(sound, changes)))).Check(Damage.Run);
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

    /// <summary>Metadata as long as it may be, of every shape that makes much of little.</summary>
    [Theory]
    [InlineData("many classifiers", "Classifier: {0}\n", 450_000)]
    [InlineData("many summaries", "Summary: x\n", 700_000)]
    [InlineData("many fields that nobody knows", "X: y\n", 1_200_000)]
    [InlineData("many dependencies that are none", "Requires-Dist: @\n", 490_000)]
    [InlineData("one long summary", "Summary: x\n{1} x\n", 2_500_000)]
    [InlineData("one long dependency", "Requires-Dist: x[a{1},a\n", 4_000_000)]
    [InlineData("one long licence expression", "License-Expression: MIT{1} OR MIT\n", 1_000_000)]
    [InlineData("a description of short lines", "Description-Content-Type: text/x-rst\n\n{1}a\n\n", 2_700_000)]
    [InlineData("a description of titles", "Description-Content-Type: text/x-rst\n\n{1}a\n=\n\n", 1_600_000)]
    public void Metadata_at_the_limit_allocates_no_more_than_it_may(string label, string form, int count)
    {
        Assert.NotNull(label);
        // {0} is a number, and what stands behind {1} comes again and again.
        var repeated = form.Split("{1}");
        var unit = repeated[^1].TrimEnd('\n') is { Length: > 0 } && repeated.Length > 1 && !repeated[^1].Contains("\n\n", StringComparison.Ordinal) && !repeated[^1].StartsWith(' ') ? repeated[^1].TrimEnd('\n') : repeated[^1];
        var text = new StringBuilder("Metadata-Version: 2.4\nName: demo\nVersion: 1.0\n").Append(repeated.Length > 1 ? repeated[0] : "");
        for (var number = 0; number < count && text.Length < ArchiveLimits.MetadataBytes - 64; number++) text.Append(unit.Replace("{0}", number.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal));
        Survives("demo-1.0-py3-none-any.whl", Wheel(Encoding.UTF8.GetBytes(text.Append('\n').ToString())));
    }

    /// <summary>A description as long as is looked through, of pieces that markup is made of.</summary>
    [Fact]
    public void Long_markup_takes_little_time_and_memory()
    {
        foreach (var piece in new[] { "* ", "`a", "*a ", "**a** ", "a_ ", "a-", ":a:", "|a| ", "[1]_ ", "> ", ".. ", "::\n\n ", "\\", "a\n=\n", "* a\n\n", "1. ", "+-+", "= =\n", "`a <b>`_ ", "_`a` ", ".. _a: b\n", "\t", "    a\n", ":a: ", "-a, " })
        {
            var text = string.Concat(Enumerable.Repeat(piece, (MetadataLimits.MarkupCharacters - 8) / piece.Length));
            Survives("demo-1.0-py3-none-any.whl", Wheel(Encoding.UTF8.GetBytes($"Metadata-Version: 2.4\nName: demo\nVersion: 1.0\nDescription-Content-Type: text/x-rst\n\n{text}\n")), piece);
        }
    }

    [Fact]
    public void A_rule_that_breaks_often_is_told_of_a_few_times()
    {
        var lines = string.Concat(Enumerable.Range(0, 10_000).Select(static number => $"Classifier: Own :: {number}\n"));
        var file = Folder.File("demo-1.0-py3-none-any.whl");
        File.WriteAllBytes(file.FullName, Wheel(Encoding.UTF8.GetBytes($"Metadata-Version: 2.4\nName: demo\nVersion: 1.0\n{lines}Author-email: jane\n\nText\n")));
        var findings = DistributionRules.Check(file, RuleScope.PyPI, TestContext.Current.CancellationToken).Findings.Where(static finding => finding.Rule == "Classifier").ToList();
        Assert.Equal(20, findings.Count);
        Assert.EndsWith("And 9980 more of the kind.", findings[^1].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MetadataLimits.Headers - 3, true)]
    [InlineData(MetadataLimits.Headers - 2, false)]
    public void The_number_of_fields_is_limited(int more, bool isRead) => Assert.Equal(isRead, IsRead(string.Concat(Enumerable.Repeat("Platform: x\n", more))));

    [Theory]
    [InlineData("Requires-Dist: x", MetadataLimits.ParsedCharacters - 1, true)]
    [InlineData("Requires-Dist: x", MetadataLimits.ParsedCharacters, false)]
    [InlineData("License: x", MetadataLimits.ParsedCharacters, true)]
    public void The_length_of_a_field_that_is_parsed_is_limited(string field, int more, bool isRead) => Assert.Equal(isRead, IsRead(field + new string('x', more) + "\n"));

    private static bool IsRead(string lines)
    {
        try
        {
            CoreMetadata.Read(Encoding.UTF8.GetBytes($"Metadata-Version: 2.4\nName: demo\nVersion: 1.0\n{lines}"), "demo");
            return true;
        }
        catch (TrustedPublish.Core.Failures.PublishException failure)
        {
            Assert.Contains("larger than this module reads", failure.Message, StringComparison.Ordinal);
            return false;
        }
    }

    private byte[] Wheel(byte[] metadata)
    {
        const string Info = "demo-1.0.dist-info";
        var file = Folder.File("demo-1.0-py3-none-any.whl");
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
}
