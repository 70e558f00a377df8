using TrustedPublish.Unit.Support;
using static TrustedPublish.Unit.Rules.Corpus;

namespace TrustedPublish.Unit.Rules;

/// <summary>Core metadata, each in a wheel that is sound but for it.</summary>
internal static class MetadataSamples
{
    private static readonly string LongLine = new('x', 512);

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
        Broken("Summary", "a summary of 513 characters", With($"Summary: {LongLine}x\n")),
        Broken("Summary", "a summary of two lines", With("Summary: one\n        two\n")),

        Sound("what distutils was not told", With("Author-email: UNKNOWN\nHome-page: UNKNOWN\nDescription-Content-Type: UNKNOWN\n", "1.0")),
        Broken("MetadataInvalid", "a project that the build backend was not told", folder => Archives.WholeWheel(folder, "unknown-1.0-py3-none-any.whl", Metadata(name: "UNKNOWN"))),
        Sound("an address with a name", With("Author-email: \"Jane Q. Public\" <jane@example.org>\n")),
        Sound("a bare address", With("Maintainer-email: jane.public@mail.example.org\n")),
        Sound("two addresses", With("Author-email: Jane <jane@example.org>, John <john@example.org>\n")),
        Broken("Email", "an address without a host", With("Author-email: jane\n")),
        Broken("Email", "an address at a host without a dot", With("Author-email: Jane <jane@localhost>\n")),
        Broken("Email", "an address with two dots", With("Author-email: jane..public@example.org\n")),

        Sound("a home page", With("Home-page: https://example.org/demo?x=1#readme\n")),
        Broken("Url", "a home page that is no address", With("Home-page: example.org\n")),
        Broken("Url", "a home page of another scheme", With("Home-page: ftp://example.org/\n")),
        Broken("Url", "an address with a space", With("Download-URL: https://example.org/a b\n")),
        Sound("an address of the project", With("Project-URL: Bug Tracker, https://example.org/issues\n")),
        Sound("an address with a second # in its fragment", With("Project-URL: Chat: Matrix, https://matrix.to/#/#aio-libs:matrix.org\n")),
        Broken("ProjectUrl", "a label without an address", With("Project-URL: Source\n")),
        Broken("ProjectUrl", "an address without a label", With("Project-URL: , https://example.org/\n")),
        Sound("a label of 32 characters", With($"Project-URL: {LongLine[..32]}, https://example.org/\n")),
        Broken("ProjectUrl", "a label of 33 characters", With($"Project-URL: {LongLine[..33]}, https://example.org/\n")),
        Broken("ProjectUrl", "a label twice", With("Project-URL: A, https://example.org/\nProject-URL: A, https://example.org/b\n")),
        Broken("Url", "a label with a word for an address", With("Project-URL: Source, example\n")),

        Sound("a classifier", With("Classifier: Programming Language :: Python :: 3\n")),
        Broken("Classifier", "an unknown classifier", With("Classifier: Programming Language :: Piethon\n")),
        Broken("Classifier", "a replaced classifier", With("Classifier: Natural Language :: Ukranian\n")),
        Broken("PrivateClassifier", "a private project", With("Classifier: Private :: Do Not Upload\n")),

        Sound("a dynamic field", With("Dynamic: Classifier\nDynamic: requires-dist\n")),
        Broken("Dynamic", "a dynamic name", With("Dynamic: Name\n")),
        Broken("Dynamic", "a dynamic field of no metadata", With("Dynamic: Colour\n")),
        Sound("an import name", With("Import-Name: demo.sub\nImport-Name: _demo ; private\n", "2.5")),
        Broken("ImportName", "an import name that is a keyword", With("Import-Name: demo.class\n", "2.5")),
        Broken("ImportName", "an import name with a hyphen", With("Import-Name: my-demo\n", "2.5")),

        .. new[] { ">=3.9", ">=3.9,<4", "!=3.10.*,~=3.9", "==3.*", "" }.Select(static python => Sound($"Python {python}", With($"Requires-Python: {python}\n"))),
        .. new[] { "3.9", ">=3.x", ">3.9.*", "~=3", "python>=3" }.Select(static python => Broken("RequiresPython", $"Python {python}", With($"Requires-Python: {python}\n"))),
        .. new[]
        {
            "requests", "requests>=2", "requests (>=2,<3)", "requests[socks,security]>=2.8.1,==2.8.*; python_version < \"2.7\"", "zope.interface", "a-b_c.d",
            "x; extra == 'docs'", "x; (os_name == 'nt' or sys_platform == \"linux\") and python_version in '3.9 3.10'", "x; python_version not in '3.9'", "x >= 1.0 ; 'linux' in sys_platform", "x===1.0-odd", "x!=1.*",
        }.Select(static dependency => Sound($"the dependency {dependency}", With($"Requires-Dist: {dependency}\n"))),
        .. new[] { "-x", "x y", "x>=", "x>=1 <2", "x[", "x[a b]", "x (>=1", "x; python_version", "x; python >= '3'", "x; os_name == 'nt' and", "x; os_name == \"nt", "x>1.*", "é" }
            .Select(static dependency => Broken("Dependency", $"the dependency {dependency}", With($"Requires-Dist: {dependency}\n"))),
        Broken("DirectDependency", "a dependency on an address", With("Requires-Dist: x @ https://example.org/x.whl\n")),
        Broken("DirectDependency", "a dependency on a repository", With("Requires-Dist: x @ git+https://example.org/x ; python_version > '3'\n")),
        Sound("what it provides", With("Provides-Dist: other (1.0)\n".Replace("(1.0)", "(==1.0)", StringComparison.Ordinal))),
        Broken("Dependency", "what it provides as a bare version", With("Provides-Dist: other (1.0)\n")),
        Sound("an extra", With("Provides-Extra: docs\n")),
        Broken("ExtraName", "an extra with a space", With("Provides-Extra: my docs\n")),

        .. new[] { "MIT", "mit", "MIT OR Apache-2.0", "(MIT AND BSD-3-Clause) OR GPL-3.0-or-later", "GPL-2.0-only WITH Classpath-exception-2.0", "LicenseRef-Own-1.0", "Apache-2.0+" }
            .Select(static license => Sound($"the licence {license}", With($"License-Expression: {license}\n"))),
        .. new[] { "Apache 2.0", "MIT OR", "(MIT", "MIT)", "OR MIT", "MIT WITH MIT", "BSD", "LicenseRef-", "LicenseRef-a_b", "MIT Apache-2.0", "()" }
            .Select(static license => Broken("LicenseExpression", $"the licence {license}", With($"License-Expression: {license}\n"))),
        Doubtful("LicenseIdDeprecated", "a licence by its old name", With("License-Expression: GPL-3.0\n")),
        Broken("LicenseTwice", "a licence as text and as expression", With("License: MIT\nLicense-Expression: MIT\n")),
        Sound("a licence file", With("License-File: LICENSE\n", more: ("demo-1.0.dist-info/licenses/LICENSE", "MIT"u8.ToArray()))),
        Sound("a licence file in a folder", With("License-File: licences/MIT.txt\n", more: ("demo-1.0.dist-info/licenses/licences/MIT.txt", "MIT"u8.ToArray()))),
        Broken("LicenseFileMissing", "a licence file that is not there", With("License-File: LICENSE\n")),
        Doubtful("LicenseFileVersion", "a licence file before 2.4", With("License-File: LICENSE\n", "2.1")),
        .. new[] { "../LICENSE", "/LICENSE", "LICEN*", "a\\b", "C:/LICENSE" }.Select(static path => Broken("LicenseFilePath", $"the licence file {path}", With($"License-File: {path}\n"))),

        .. new[] { "text/markdown", "text/markdown; charset=UTF-8; variant=GFM", "text/x-rst; charset=utf-8", "text/plain", "Text/Markdown;variant=CommonMark" }
            .Select(static type => Sound($"a description in {type}", With($"Description-Content-Type: {type}\n"))),
        .. new[] { "text/html", "markdown", "text/markdown; charset=latin-1", "text/markdown; variant=Pandoc", "text/x-rst; charset" }
            .Select(static type => Broken("DescriptionContentType", $"a description in {type}", With($"Description-Content-Type: {type}\n"))),
        Doubtful("DescriptionMissing", "no description", folder => Archives.WholeWheel(folder, "demo-1.0-py3-none-any.whl", "Metadata-Version: 2.4\nName: demo\nVersion: 1.0\n")),
        Sound("a description with titles", With("Summary: x\n\n=====\nTitle\n=====\n\nText\n\nPart\n----\n\nSection\n~~~~~~~\n\nPart\n----\n")),
        Doubtful("DescriptionMarkup", "a title two levels down", With("Summary: x\n\nTitle\n=====\n\nPart\n----\n\nSection\n~~~~~~~\n\nTitle\n=====\n\nSection\n~~~~~~~\n")),
        Doubtful("DescriptionMarkup", "a line above a title and none below", With("Summary: x\n\n=====\nTitle\n\nText\n")),
        Sound("the same in Markdown", With("Description-Content-Type: text/markdown\n\n=====\nTitle\n\nText\n")),

        Broken("MetadataInvalid", "a version that is none", folder => Archives.WholeWheel(folder, "demo-1.0-py3-none-any.whl", "Metadata-Version: 2.1\nName: demo\nVersion: one\n")),
        Broken("MetadataInvalid", "no name", folder => Archives.WholeWheel(folder, "demo-1.0-py3-none-any.whl", "Metadata-Version: 2.1\nVersion: 1.0\n")),
    ];

    private static Func<TemporaryFolder, FileInfo> With(string lines, string version = "2.4", params (string Path, byte[] Content)[] more) =>
        folder => Archives.WholeWheel(folder, "demo-1.0-py3-none-any.whl", Metadata(lines, version), more);
}
