using TrustedPublish.Core.Distributions.Metadata;

namespace TrustedPublish.Unit.Distributions;

public sealed class RequirementTests
{
    [Theory]
    [InlineData("requests", "requests", null)]
    [InlineData(" \ta.b-c_ ", "a.b-c_", null)]
    [InlineData("x[a,b] >= 1 , < 2 ; extra == 'c'", "x", null)]
    [InlineData("x [ a , b ] ( >= 1 ) ", "x", null)]
    [InlineData("x@https://example.org/x.whl", "x", "https://example.org/x.whl")]
    [InlineData("x[a] @ https://example.org/x.whl ; os_name == 'nt'", "x", "https://example.org/x.whl")]
    [InlineData("x @ https://example.org/x.whl\t", "x", "https://example.org/x.whl")]
    [InlineData("x @ https://example.org/x;y", "x", "https://example.org/x;y")]
    [InlineData("x ; (((extra == 'a') or extra=='b'))and'a'not  in\"b\"", "x", null)]
    [InlineData("x; extra == 'a\\\\'", "x", null)]
    public void Takes_name_and_address(string text, string name, string? url) => Assert.Equal(new Requirement(name, url), Requirement.Parse(text));

    [Theory]
    [InlineData("", "at its end a project name is expected")]
    [InlineData("_x", "a project name is expected at '_x'")]
    [InlineData("x[a,]", "the name of an extra is expected at ']'")]
    [InlineData("x[,]", "',' or ']' after an extra is expected at ',]'")]
    [InlineData("x[a", "at its end ',' or ']' after an extra is expected")]
    [InlineData("x @ ", "at its end an address after '@' is expected")]
    [InlineData("x @ u more", "a marker after ' ;' is expected at 'more'")]
    [InlineData("x y", "a version such as >=1.0, or a marker after ';' is expected at 'y'")]
    [InlineData("x (>=1", "at its end ',' or ')' after a version is expected")]
    [InlineData("x >=1)", "a version such as >=1.0, or a marker after ';' is expected at ')'")]
    [InlineData("x;", "at its end a marker's variable or a text in quotes is expected")]
    [InlineData("x; extra", "at its end a comparison such as == or in is expected")]
    [InlineData("x; extra not 'a'", "a comparison such as == or in is expected at ''a''")]
    [InlineData("x; extra = 'a'", "a comparison such as == or in is expected at '= 'a''")]
    [InlineData("x; extra inx 'a'", "a comparison such as == or in is expected at 'inx 'a''")]
    [InlineData("x; extras_ == 'a'", "a marker's variable or a text in quotes is expected at 'extras_ == 'a''")]
    [InlineData("x; (extra == 'a'", "at its end ')' is expected")]
    [InlineData("x; extra == 'a", "the closing quote is expected at ''a'")]
    [InlineData("x; extra == 'a\\'", "a text in quotes that does not end in a backslash is expected at ''a\\''")]
    [InlineData("x; extra == 'a' x", "'and', 'or' or the end is expected at 'x'")]
    [InlineData("x; extra == 'a' android", "'and', 'or' or the end is expected at 'android'")]
    public void Says_what_was_expected_where(string text, string reason) => Assert.Equal(reason, Assert.Throws<FormatException>(() => Requirement.Parse(text)).Message);

    [Theory]
    [InlineData(40, "")]
    [InlineData(41, "…")]
    public void Quotes_the_beginning_of_what_is_left(int length, string end) =>
        Assert.EndsWith($" is expected at '{new string('?', 40)}{end}'", Assert.Throws<FormatException>(() => Requirement.Parse("x" + new string('?', length))).Message, StringComparison.Ordinal);

    [Fact]
    public void Reads_markers_up_to_a_depth()
    {
        Assert.Equal("x", Requirement.Parse(Nested(200)).Name);
        Assert.Equal("its marker is nested too deeply", Assert.Throws<FormatException>(() => Requirement.Parse(Nested(201))).Message);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData(",", true)]
    [InlineData(">=1, <2", true)]
    [InlineData(" == 1.*", true)]
    [InlineData("~=1.0", true)]
    [InlineData("~=1", false)]
    [InlineData(">=1 <2", false)]
    [InlineData("=1", false)]
    public void A_set_of_versions_has_commas_between(string text, bool isSet) => Assert.Equal(isSet, VersionSpecifier.IsSet(text));

    [Fact]
    public void A_single_version_is_read_up_to_a_length()
    {
        Assert.True(VersionSpecifier.IsSet($">={new string('1', 4094)},<2"));
        Assert.False(VersionSpecifier.IsSet($">={new string('1', 4095)},<2"));
        Assert.Equal(4096, VersionSpecifier.Length($"x>={new string('1', 5000)}", 1));
        Assert.Equal(3, VersionSpecifier.Length("x>=1", 1));
        Assert.Equal(0, VersionSpecifier.Length("x>=1", 0));
    }

    private static string Nested(int depth) => $"x; {new string('(', depth)}extra == 'a'{new string(')', depth)}";
}
