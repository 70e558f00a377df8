using TrustedPublish.Core.Distributions.Metadata;

namespace TrustedPublish.Unit.Distributions;

public sealed class LicenseExpressionTests
{
    [Theory]
    [InlineData("MIT", "")]
    [InlineData("Apache-2.0+", "")]
    [InlineData("GPL-2.0", "GPL-2.0")]
    [InlineData("gpl-2.0 AND (MIT OR GPL-3.0+)", "gpl-2.0 GPL-3.0+")]
    [InlineData("GPL-3.0-only WITH Classpath-exception-2.0", "")]
    public void Names_the_identifiers_that_were_replaced(string text, string deprecated) =>
        Assert.Equal(deprecated.Split(' ', StringSplitOptions.RemoveEmptyEntries), LicenseExpression.Check(text));

    [Theory]
    [InlineData("", "a licence is expected at its end")]
    [InlineData("MIT OR", "a licence is expected at its end")]
    [InlineData("MIT AND", "a licence is expected at its end")]
    [InlineData("MIT WITH", "a licence is expected at its end")]
    [InlineData("(", "a licence is expected at its end")]
    [InlineData("OR MIT", "'OR' is not expected there")]
    [InlineData("MIT MIT", "'MIT' is not expected there")]
    [InlineData("MIT (MIT)", "'(' is not expected there")]
    [InlineData("()", "')' is not expected there")]
    [InlineData("(MIT", "a ')' is missing")]
    [InlineData("MIT)", "a '(' is missing")]
    [InlineData("MIT) AND (MIT", "a '(' is missing")]
    [InlineData("MIT WITH Own", "'Own' is no licence exception of SPDX")]
    [InlineData("LicenseRef-a_b", "'LicenseRef-a_b' is no name of a licence of one's own")]
    [InlineData("MIT++", "'MIT++' is no licence of SPDX")]
    [InlineData("Own", "'Own' is no licence of SPDX")]
    public void Says_what_is_wrong(string text, string reason) => Assert.Equal(reason, Assert.Throws<FormatException>(() => LicenseExpression.Check(text)).Message);

    [Fact]
    public void Reads_no_deeper_than_Python()
    {
        Assert.Empty(LicenseExpression.Check(Nested(200)));
        Assert.Equal("it is nested too deeply", Assert.Throws<FormatException>(() => LicenseExpression.Check(Nested(201))).Message);
        // Beside each other is not in each other.
        Assert.Empty(LicenseExpression.Check(string.Join(" OR ", Enumerable.Repeat("(MIT)", 300))));
    }

    private static string Nested(int depth) => $"{new string('(', depth)}MIT{new string(')', depth)}";
}
