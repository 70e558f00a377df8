using TrustedPublish.Core.Failures;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Failures;

public sealed class FailureGuideTests
{
    public static TheoryData<FailureKind> Kinds => [.. Enum.GetValues<FailureKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_has_its_cause_and_remedy_once(FailureKind kind)
    {
        var text = Assert.Single(Texts, text => text.Kind == kind);
        foreach (var sentence in new[] { text.Cause, text.Remedy })
        {
            Assert.Matches(@"^\S.*\.$", sentence);
            Assert.DoesNotContain(sentence, char.IsControl);
        }
    }

    [Fact]
    public void They_stand_in_the_order_of_the_kinds() => Assert.Equal(Enum.GetValues<FailureKind>(), Texts.Select(static text => text.Kind));

    /// <summary>Without PowerShell, which compares the page to the letter.</summary>
    [Fact]
    public void The_page_has_each_of_them_and_no_other()
    {
        var page = Repository.Read("docs/en-US/about_TrustedPublish_Errors.md");
        var headings = page.Split('\n').Where(static line => line.StartsWith("### ", StringComparison.Ordinal)).Select(static line => line[4..].Trim());
        Assert.Equal(Texts.Select(static text => text.Kind.ToString()), headings);
        Assert.All(Texts, text =>
        {
            Assert.Contains($"{text.Cause}\n", page, StringComparison.Ordinal);
            Assert.Contains($"{text.Remedy}\n", page, StringComparison.Ordinal);
        });
    }

    private static IEnumerable<FailureText> Texts => FailureGuide.Groups.SelectMany(static group => group.Failures);
}
