using TrustedPublish.Rehearsal.Tools;

namespace TrustedPublish.Unit.ActiveState;

/// <summary>The stand-in's reader takes what the State Tool takes (samples of the forms in ActiveState/cli pkg/buildscript) and nothing else.</summary>
public sealed class StandInScriptTests
{
    private const string Info = "```\nProject: https://platform.activestate.com/o/p?branch=main&commitID=x\nTime: 2000-01-01T00:00:00Z\n```\n";

    [Theory]
    [InlineData("main = runtime")]
    [InlineData(Info + "main = runtime\n")]
    [InlineData("a = [\n]\nb = [1, 2.5, \"x\",]\nc = f()\nd = f(x = null,)\ne = [{ k = 1, l = [] }]\nmain = a // end")]
    [InlineData("a = f(g(b = 1), h)\n/* c */ main = a")]
    public void What_the_grammar_has_is_read(string text) => StateToolScript.Parse(text);

    [Theory]
    [InlineData("at_time = \"2000-01-01T00:00:00Z\"\nmain = runtime", "outdated")]
    [InlineData("a = 1\na = 2", "duplicate 'a'")]
    [InlineData("", "unexpected token")]
    [InlineData("a = ", "unexpected token")]
    [InlineData("a = [1 2]", "unexpected token")]
    [InlineData("a = [,]", "unexpected token")]
    [InlineData("a = f(x = 1", "unexpected token")]
    [InlineData("a = {}", "unexpected token")]
    [InlineData("a = 'x'", "unexpected token")]
    [InlineData("a = \"x", "not terminated")]
    [InlineData("a = \"x\n\"", "not terminated")]
    [InlineData("a = \"\\x\"", "invalid quoted string")]
    [InlineData("```\nProject: x\n", "not terminated")]
    [InlineData("```\nProject: x: y\nTime: 2000-01-01T00:00:00Z\n```\nmain = a", "checkout information")]
    [InlineData("```\nProject: x\nTime: yesterday\n```\nmain = a", "Invalid timestamp")]
    [InlineData("main = a\n" + Info, "unexpected token")]
    public void What_it_has_not_is_refused(string text, string words) =>
        Assert.Contains(words, Assert.Throws<StateToolException>(() => StateToolScript.Parse(text)).Message, StringComparison.Ordinal);
}
