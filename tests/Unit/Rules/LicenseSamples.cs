using static TrustedPublish.Unit.Rules.Corpus;
using static TrustedPublish.Unit.Rules.MetadataSamples;

namespace TrustedPublish.Unit.Rules;

/// <summary>Licence expressions and files.</summary>
internal static class LicenseSamples
{
    public static IReadOnlyList<Sample> All { get; } =
    [
        .. new[]
        {
            "MIT", "mit", "MIT OR Apache-2.0", "(MIT AND BSD-3-Clause) OR GPL-3.0-or-later", "GPL-2.0-only WITH Classpath-exception-2.0", "LicenseRef-Own-1.0", "Apache-2.0+", "(MIT)OR(MIT)", "MIT AND(MIT)",
            "(MIT with classpath-exception-2.0) or MIT", "LicenseRef-", $"{new string('(', 60)}MIT{new string(')', 60)}",
            // Exceptions that SPDX added, and packaging's list has.
            "GPL-2.0-or-later WITH PCRE2-exception", "GPL-3.0-only WITH cgal-linking-exception",
        }.Select(static license => Sound($"the licence {license}", With($"License-Expression: {license}\n"))),
        .. new[]
        {
            "Apache 2.0", "MIT OR", "(MIT", "MIT)", "OR MIT", "MIT WITH MIT", "BSD", "LicenseRef-a_b", "LicenseRef-x+", "MIT Apache-2.0", "()", "MIT (MIT)", "(MIT) MIT", "MIT++", "MIT AND Classpath-exception-2.0", "\uE000", "§", "MIT OR ?",
            // SPDX has them, the list of PyPI's packaging not yet.
            "BOLA-1.1", "WordNet", "ISO-permission",
        }.Select(static license => Broken("LicenseExpression", $"the licence {license}", With($"License-Expression: {license}\n"))),
        Doubtful("LicenseIdDeprecated", "a licence by its old name", With("License-Expression: GPL-3.0\n")),
        Doubtful("LicenseIdDeprecated", "a licence by its old name with a plus", With("License-Expression: GPL-2.0+\n")),
        Broken("LicenseTwice", "a licence as text and as expression", With("License: MIT\nLicense-Expression: MIT\n")),
        Sound("a licence file", With("License-File: LICENSE\n", more: ("demo-1.0.dist-info/licenses/LICENSE", "MIT"u8.ToArray()))),
        Sound("a licence file in a folder", With("License-File: licences/MIT.txt\n", more: ("demo-1.0.dist-info/licenses/licences/MIT.txt", "MIT"u8.ToArray()))),
        Sound("a licence file with a colon in its name", With("License-File: C:x\n", more: ("demo-1.0.dist-info/licenses/C:x", "MIT"u8.ToArray()))),
        Broken("LicenseFileMissing", "a licence file that is not there", With("License-File: LICENSE\n")),
        Doubtful("LicenseFileVersion", "a licence file before 2.4", With("License-File: LICENSE\n", "2.1")),
        .. new[] { "../LICENSE", "/LICENSE", "LICEN*", "a\\b", "C:/LICENSE", "a//b", "./a", "a/", "a/./b" }.Select(static path => Broken("LicenseFilePath", $"the licence file {path}", With($"License-File: {path}\n"))),
    ];
}
