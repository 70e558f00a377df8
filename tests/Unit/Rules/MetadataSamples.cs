using TrustedPublish.Unit.Support;
using static TrustedPublish.Unit.Rules.Corpus;

namespace TrustedPublish.Unit.Rules;

/// <summary>Core metadata, each in a wheel that is sound but for it.</summary>
internal static class MetadataSamples
{
    private static readonly string LongLine = new('x', 512);

    private static readonly string[] Fields =
    [
        "Summary", "Description-Content-Type", "Keywords", "Home-page", "Download-URL", "Author", "Author-email", "Maintainer", "Maintainer-email", "License", "License-Expression",
        "Requires-Python", "Dynamic", "Platform", "Supported-Platform", "License-File", "Classifier", "Project-URL", "Provides-Extra", "Requires-Dist", "Provides-Dist", "Obsoletes-Dist",
        "Requires-External", "Requires", "Provides", "Obsoletes", "Import-Name", "Import-Namespace",
    ];

    public static IReadOnlyList<Sample> All { get; } =
    [
        .. new[] { "1.0", "1.1", "1.2", "2.1", "2.2", "2.3", "2.4", "2.5" }.Select(static version => Sound($"metadata {version}", With("", version))),
        Broken("MetadataVersion", "metadata 2.0", With("", "2.0")),
        Broken("MetadataVersion", "metadata 2.6", With("", "2.6")),
        Broken("MetadataVersion", "metadata of no number", With("", "two")),

        Broken("MetadataFieldVersion", "a content type before 2.1", With("Description-Content-Type: text/plain\n", "1.2")),
        Broken("MetadataFieldVersion", "a classifier in 1.0", With("Classifier: Programming Language :: Python\n", "1.0")),
        Broken("MetadataFieldVersion", "an expression before 2.4", With("License-Expression: MIT\n", "2.3")),
        Broken("MetadataFieldVersion", "Dynamic before 2.2", With("Dynamic: Keywords\n", "2.1")),
        Broken("MetadataFieldVersion", "an import name before 2.5", With("Import-Name: demo\n")),
        Broken("MetadataFieldRepeated", "two summaries", With("Summary: a\nSummary: b\n")),
        Broken("MetadataFieldRepeated", "two descriptions", With("Description: one\n\ntwo\n")),
        Broken("LocalVersion", "a local version", folder => Archives.WholeWheel(folder, "demo-1.0+abc-py3-none-any.whl", Metadata(release: "1.0+abc"))),
        Sound("a version with everything", folder => Archives.WholeWheel(folder, "demo-1!1.0rc1.post2.dev3-py3-none-any.whl", Metadata(release: "1!1.0rc1.post2.dev3"))),

        Sound("a summary of 512 characters", With($"Summary: {LongLine}\n")),
        Broken("SummaryLength", "a summary of 513 characters", With($"Summary: {LongLine}x\n")),
        Sound("a summary with a break that is no line end to the index", With("Summary: a\u2028b\n")),
        Broken("Summary", "a summary of two lines", With("Summary: one\n        two\n")),

        Sound("what distutils was not told", With("Author-email: UNKNOWN\nHome-page: UNKNOWN\nDescription-Content-Type: UNKNOWN\n", "1.0")),
        .. Fields.Select(static field => Sound($"an empty {field}", With($"{field}: \n", "2.5"))),
        .. new[] { "Classifier", "Description-Content-Type", "Import-Name" }.Select(static field => Sound($"an empty {field} in metadata that lacks it", With($"{field}: \n", "1.0"))),
        Sound("an empty classifier among others", With("Classifier: \nClassifier: Programming Language :: Python\n")),
        Sound("a licence text that is empty and an expression", With("License: \nLicense-Expression: MIT\n")),
        Sound("a summary twice, once empty", With("Summary: a\nSummary: \n")),
        Sound("an import name that is empty and one that is not", With("Import-Name: \nImport-Name: demo\n", "2.5")),
        Broken("MetadataInvalid", "a project that the build backend was not told", folder => Archives.WholeWheel(folder, "unknown-1.0-py3-none-any.whl", Metadata(name: "UNKNOWN"))),
        Sound("a classifier", With("Classifier: Programming Language :: Python :: 3\n")),
        Broken("Classifier", "an unknown classifier", With("Classifier: Programming Language :: Piethon\n")),
        Broken("Classifier", "a replaced classifier", With("Classifier: Natural Language :: Ukranian\n")),
        Broken("PrivateClassifier", "a private project", With("Classifier: Private :: Do Not Upload\n")),

        Sound("a dynamic field", With("Dynamic: Classifier\nDynamic: requires-dist\n")),
        Broken("Dynamic", "a dynamic name", With("Dynamic: Name\n")),
        Broken("Dynamic", "a dynamic field of no metadata", With("Dynamic: Colour\n")),
        .. new[] { "\u2118", "\u212E", "a\u00B7", "a\u0301", "\u00AAb" }.Select(static name => Sound($"the import name {name}", With($"Import-Name: {name}\n", "2.5"))),
        .. new[] { "1a", "\u00B7", "a.", "a;public" }.Select(static name => Broken("ImportName", $"the import name {name}", With($"Import-Name: {name}\n", "2.5"))),
        Sound("an import name", With("Import-Name: demo.sub\nImport-Name: _demo ; private\n", "2.5")),
        Broken("ImportName", "an import name that is a keyword", With("Import-Name: demo.class\n", "2.5")),
        Broken("ImportName", "an import name with a hyphen", With("Import-Name: my-demo\n", "2.5")),

        .. new[] { ">=3.9", ">=3.9,<4", "!=3.10.*,~=3.9", "==3.*", "" }.Select(static python => Sound($"Python {python}", With($"Requires-Python: {python}\n"))),
        .. new[] { "3.9", ">=3.x", ">3.9.*", "~=3", "python>=3" }.Select(static python => Broken("RequiresPython", $"Python {python}", With($"Requires-Python: {python}\n"))),
        .. new[]
        {
            "requests", "requests>=2", "requests (>=2,<3)", "requests[socks,security]>=2.8.1,==2.8.*; python_version < \"2.7\"", "zope.interface", "a-b_c.d",
            "x; extra == 'docs'", "x; (os_name == 'nt' or sys_platform == \"linux\") and python_version in '3.9 3.10'", "x; python_version not in '3.9'", "x >= 1.0 ; 'linux' in sys_platform", "x===1.0-odd", "x!=1.*",
            "x_", "x[a_]", "x[]", "x>=1,", "x; extra=='a'or extra=='b'", "x>=1;(extra=='a')and(extra=='b')", "x; 'in' in 'a'", "x; extra == \"a' == 'b\"",
            $"x; {new string('(', 40)}extra=='a'{new string(')', 40)}", $"x{string.Join(',', Enumerable.Repeat(">=1", 2000))}",
        }.Select(static dependency => Sound($"the dependency {dependency}", With($"Requires-Dist: {dependency}\n"))),
        .. new[] { "-x", "x y", "x>=", "x>=1 <2", "x[", "x[a b]", "x (>=1", "x; python_version", "x; python >= '3'", "x; os_name == 'nt' and", "x; os_name == \"nt", "x>1.*", "é", "x-", "x[a-]", "x==1\u0661", "x; extra=='a' T", "x; T == 'a'", "x; extra == 'a' and T", "x; extra == 'a\\'" }
            .Select(static dependency => Broken("Dependency", $"the dependency {dependency}", With($"Requires-Dist: {dependency}\n"))),
        Broken("DirectDependency", "a dependency on an address", With("Requires-Dist: x @ https://example.org/x.whl\n")),
        Broken("DirectDependency", "a dependency on a repository", With("Requires-Dist: x @ git+https://example.org/x ; python_version > '3'\n")),
        Sound("what it provides", With("Provides-Dist: other (1.0)\n".Replace("(1.0)", "(==1.0)", StringComparison.Ordinal))),
        Broken("ProvidedDistribution", "what it provides as a bare version", With("Provides-Dist: other (1.0)\n")),
        Sound("an extra", With("Provides-Extra: docs\n")),
        Broken("ExtraName", "an extra with a space", With("Provides-Extra: my docs\n")),

        Broken("MetadataInvalid", "a version that is none", folder => Archives.WholeWheel(folder, "demo-1.0-py3-none-any.whl", "Metadata-Version: 2.1\nName: demo\nVersion: one\n")),
        Broken("MetadataInvalid", "no name", folder => Archives.WholeWheel(folder, "demo-1.0-py3-none-any.whl", "Metadata-Version: 2.1\nVersion: 1.0\n")),
    ];

    /// <summary>Metadata of demo 1.0 with further lines, in a wheel with further members.</summary>
    internal static Func<TemporaryFolder, FileInfo> With(string lines, string version = "2.4", params (string Path, byte[] Content)[] more) =>
        folder => Archives.WholeWheel(folder, "demo-1.0-py3-none-any.whl", Metadata(lines, version), more);
}
