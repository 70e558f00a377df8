using TrustedPublish.Core.Distributions.Archives;

namespace TrustedPublish.Unit.Distributions;

public sealed class CommonPathTests
{
    /// <summary>What Python's os.path.commonpath gives for the same paths.</summary>
    [Theory]
    [InlineData("a/x a/y", "a")]
    [InlineData("a/b/x a/b/y", "a/b")]
    [InlineData("a/b/x a/y", "a")]
    [InlineData("a/y a/b/x", "a")]
    [InlineData("a/x a", "a")]
    [InlineData("a a/x", "a")]
    [InlineData("a/ a/x", "a")]
    [InlineData("a//x ./a/./y", "a")]
    [InlineData("a/x", "a/x")]
    [InlineData("ab/x a/x", null)]
    [InlineData("a/x ab/x", null)]
    [InlineData("a/x b/x a/y", null)]
    [InlineData("/a/x a/x", null)]
    [InlineData("a/x /a/x", null)]
    [InlineData(".", null)]
    [InlineData("a/x .", null)]
    public void Is_what_all_paths_begin_with(string paths, string? common) =>
        Assert.Equal(common, CommonPath.Of(paths.Split(' ').Select(static path => new SdistMember(path, SdistMemberKind.File))));

    [Fact]
    public void Of_nothing_is_nothing() => Assert.Null(CommonPath.Of([]));
}
