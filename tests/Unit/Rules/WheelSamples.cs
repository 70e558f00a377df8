using System.Text;
using TrustedPublish.Unit.Support;
using static TrustedPublish.Unit.Rules.Corpus;

namespace TrustedPublish.Unit.Rules;

/// <summary>What is in a wheel.</summary>
internal static class WheelSamples
{
    private const string Info = "demo-1.0.dist-info";
    private const string Name = "demo-1.0-py3-none-any.whl";
    private const string WheelText = "Wheel-Version: 1.0\n";

    public static IReadOnlyList<Sample> All { get; } =
    [
        Doubtful("WheelPath", "a wheel with a path that leads outside", folder => Archives.WholeWheel(folder, "demo-1.0-py3-none-any.whl", Metadata(), ("demo/../../x.py", []))),
        Sound("a signature of RECORD", With(($"{Info}/RECORD.jws", "{}"), unlisted: true)),
        Broken("RecordMissing", "no RECORD", Members(($"{Info}/METADATA", Metadata()), ($"{Info}/WHEEL", WheelText))),
        Broken("WheelFile", "no WHEEL", Members(($"{Info}/METADATA", Metadata()), ($"{Info}/RECORD", $"{Info}/METADATA,,\n{Info}/RECORD,,\n"))),
        Broken("MetadataMissing", "no METADATA", Members(($"{Info}/WHEEL", WheelText), ($"{Info}/RECORD", $"{Info}/WHEEL,,\n{Info}/RECORD,,\n"))),
        Broken("RecordUnreadable", "RECORD with a blank line", Record(static record => record.Insert(record.IndexOf('\n', StringComparison.Ordinal), "\n"))),
        Broken("RecordUnreadable", "RECORD with a blank line at its end", Record(static record => record + "\n")),
        Broken("RecordUnreadable", "RECORD with a blank line where a line feeds a form", Record(static record => record + "\f\n")),
        Broken("RecordUnreadable", "RECORD with a field that is too long", Record(static record => record + $"{new string('a', 131_073)},,\n")),
        Broken("RecordUnreadable", "RECORD with a field in quotes that is too long", Record(static record => record + $"\"{new string('a', 131_073)}\",,\n")),
        Doubtful("RecordIncomplete", "RECORD with a field that is just not too long", Record(static record => record + $"{new string('a', 131_072)},,\n")),
        Doubtful("RecordIncomplete", "RECORD with a line of blanks", Record(static record => record + "   \n")),
        Sound("RECORD with carriage returns", Record(static record => record.Replace("\n", "\r\n", StringComparison.Ordinal))),
        Sound("RECORD without an end of its last line", Record(static record => record.TrimEnd('\n'))),
        Doubtful("RecordIncomplete", "RECORD with a quote that nothing closes, and blank lines in it", Record(static record => record + "\"a\n\n\nb,,\n")),
        Doubtful("RecordIncomplete", "a file that RECORD does not list", With(("demo/more.py", "x = 1\n"), unlisted: true)),
        Doubtful("RecordIncomplete", "a file that only RECORD knows", Members(($"{Info}/METADATA", Metadata()), ($"{Info}/WHEEL", WheelText), ($"{Info}/RECORD", $"{Info}/METADATA,,\n{Info}/WHEEL,,\n{Info}/RECORD,,\ndemo/gone.py,,\n"))),
        Doubtful("RecordDigest", "a file with another digest", Members(($"{Info}/METADATA", Metadata()), ($"{Info}/WHEEL", WheelText), ($"{Info}/RECORD", $"{Info}/METADATA,,\n{Info}/WHEEL,sha256=AAAA,\n{Info}/RECORD,,\n"))),
        Doubtful("RecordDigest", "a file with another size", Members(($"{Info}/METADATA", Metadata()), ($"{Info}/WHEEL", WheelText), ($"{Info}/RECORD", $"{Info}/METADATA,,\n{Info}/WHEEL,,7\n{Info}/RECORD,,\n"))),
        Doubtful("RecordDigest", "a digest too weak for RECORD", Members(($"{Info}/METADATA", Metadata()), ($"{Info}/WHEEL", WheelText), ($"{Info}/RECORD", $"{Info}/METADATA,,\n{Info}/WHEEL,md5=abc,\n{Info}/RECORD,,\n"))),
        Sound("a path in quotes", With(("demo/a,b.py", "x = 1\n"), listed: "\"demo/a,b.py\",,\n")),

        .. new[] { "[console_scripts]\ndemo = demo:main\n", "# note\n[demo.plugins]\na = demo.a\nb = demo.b:B [extra]\n\n[gui_scripts]\ndemo-gui = demo:gui\n", "[console_scripts]\ndemo =\n   demo:main\n", "",
              "[a]b]\nx = y\n[a]\nx = y\n", "[x]\na = b\fc\n", "[x]\r\na = b\r\n", "[x]\ra=b\r", "  [x]\na=b\n", "[DEFAULT]\na = b\n[DEFAULT]\nc = d\n[x]\ne = f\n", "[DEFAULT]\nmy bad = x\n[x]\na = b\n", "[console_scripts]\n\na=b\n  c d\n" }
            .Select(static (text, number) => Sound($"entry points {number + 1}", With(($"{Info}/entry_points.txt", text)))),
        .. new[] { "demo = demo:main\n", "[console_scripts]\ndemo\n", "[console_scripts]\na = x\na = y\n", "[a]\nx = y\n[a]\nz = y\n", "[console_scripts]\nbin/demo = demo:main\n", "[gui_scripts]\nmy demo = demo:main\n", "[console_scripts\na = b\n",
              "[DEFAULT]\nmy bad = x\n[console_scripts]\na = b\n", "[console_scripts]\n  a = b\n c\n", "[x]\n=b\n", "[DEFAULT]\na = b\n[DEFAULT]\na = d\n" }
            .Select(static (text, number) => Broken("EntryPoints", $"broken entry points {number + 1}", With(($"{Info}/entry_points.txt", text)))),
    ];

    private static Func<TemporaryFolder, FileInfo> Members(params (string Path, string Content)[] members) => folder => Archives.Wheel(folder, Name, members);

    private static Func<TemporaryFolder, FileInfo> Record(Func<string, string> edit) =>
        Members(($"{Info}/METADATA", Metadata()), ($"{Info}/WHEEL", WheelText), ($"{Info}/RECORD", edit($"{Info}/METADATA,,\n{Info}/WHEEL,,\n{Info}/RECORD,,\n")));

    private static Func<TemporaryFolder, FileInfo> With((string Path, string Content) more, bool unlisted = false, string? listed = null) => unlisted || listed is not null
        ? Members(($"{Info}/METADATA", Metadata()), ($"{Info}/WHEEL", WheelText), more, ($"{Info}/RECORD", $"{Info}/METADATA,,\n{Info}/WHEEL,,\n{Info}/RECORD,,\n{listed}"))
        : folder => Archives.WholeWheel(folder, Name, Metadata(), (more.Path, Encoding.UTF8.GetBytes(more.Content)));
}
