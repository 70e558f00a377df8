using TrustedPublish.Core.Secrets;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Secrets;

public sealed class TokenTextTests
{
    [Theory]
    [InlineData("refused pypi-AgEIcHlwaS5vcmc today", "refused *** today")]
    [InlineData("Authorization: Bearer ya29.c.b0AXv0zTP", "Authorization: Bearer ***")]
    [InlineData("key 0123456789abcdef0123456789abcdef01234567==", "key ***")]
    [InlineData("level=error msg=\"no job 018485f6-1f53-4f18-9b53-72428db4d239\"", "level=error msg=\"no job 018485f6-1f53-4f18-9b53-72428db4d239\"")]
    [InlineData("dial tcp: lookup agent.buildkite.com: no such host", "dial tcp: lookup agent.buildkite.com: no such host")]
    public void Hides_what_looks_like_a_token(string text, string shown) => Assert.Equal(shown, TokenText.Redact(text));

    [Theory]
    [InlineData("refused pypi-AgEIcHlwaS5vcmcCJDAxODQ4NWY2LTFmNTMtNGYxOC05YjUz today", "refused *** today")]
    [InlineData("pypi-publisher: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "pypi-publisher: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    public void Of_a_log_hides_only_what_can_be_nothing_else(string text, string shown) => Assert.Equal(shown, TokenText.RedactCertain(text));

    [Fact]
    public void Of_a_log_hides_every_part_of_a_JWT() => Assert.Equal("got ***!", TokenText.RedactCertain($"got {Jwt.With("{}")}!"));

    [Fact]
    public void Hides_every_part_of_a_JWT() => Assert.Equal("got ***!", TokenText.Redact($"got {Jwt.With("{}")}!"));
}
