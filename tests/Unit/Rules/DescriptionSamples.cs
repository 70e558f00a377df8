using TrustedPublish.Unit.Support;
using static TrustedPublish.Unit.Rules.Corpus;
using static TrustedPublish.Unit.Rules.MetadataSamples;

namespace TrustedPublish.Unit.Rules;

/// <summary>Descriptions and their content types.</summary>
internal static class DescriptionSamples
{
    public static IReadOnlyList<Sample> All { get; } =
    [
        .. new[] { "text/markdown", "text/markdown; charset=UTF-8; variant=GFM", "text/plain", "text/plain; variant=x", "Text/Markdown;variant=CommonMark", "text/markdown; charset=\"UTF-8\"", "text/markdown; x=y" }
            .Select(static type => Sound($"a description in {type}", With($"Description-Content-Type: {type}\n"))),
        .. new[] { "text/html", "markdown", "text/markdown x", "text/markdown, x", "text/markdown; charset=latin-1", "text/markdown; variant=Pandoc", "text/markdown; Variant=foo", "text/markdown; variant=gfm", "text/x-rst; charset", "text/markdown; x*", "text/markdown; charset=utf8" }
            .Select(static type => Broken("DescriptionContentType", $"a description in {type}", With($"Description-Content-Type: {type}\n"))),
        // packaging 26.2 refuses the first, and takes the others, which later versions refuse.
        .. new[] { "text/markdown; charset=utf-8", "text/markdown; ;", "text/markdown; charset='UTF-8'", "text/markdown; a=b=c", "text/plain; charset=\"UTF-8", "text/markdown; charset=UTF-8, variant=GFM", "text/markdown; variant=GFM; variant=x" }
            .Select(static type => Doubtful("DescriptionContentTypeForm", $"a description in {type}", With($"Description-Content-Type: {type}\n"))),
        Doubtful("DescriptionMissing", "no description", folder => Archives.WholeWheel(folder, "demo-1.0-py3-none-any.whl", "Metadata-Version: 2.4\nName: demo\nVersion: 1.0\n")),
        Sound("the same text in Markdown", With("Description-Content-Type: text/markdown\n\n=====\nTitle\n\nText :ref:`x`\n")),
        .. Texts.Sound.Select(static text => Sound($"the description {text}", With($"Description-Content-Type: text/x-rst\n\n{text}"))),
        .. Texts.Broken.Select(static text => Doubtful("DescriptionMarkup", $"the description {text}", With($"Description-Content-Type: text/x-rst\n\n{text}"))),
        Doubtful("DescriptionMarkup", "a description as a folded header", With("Description: One\n        \n        See :class:`Demo`.\n", "1.1")),
        Sound("a folded header whose indent is its own", With("Description: Title\n        =====\n        \n        * one\n        * two\n", "1.1")),
    ];
}
