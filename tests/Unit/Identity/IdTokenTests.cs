using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Identity;
using TrustedPublish.Core.Secrets;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Identity;

public sealed class IdTokenTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    [Fact]
    public void Reads_the_claims()
    {
        var token = Read("""{"iss":"https://issuer","sub":"repo:o/r","aud":"pypi","iat":1699999990,"exp":1700000300,"jti":"é"}""");
        Assert.Equal("https://issuer", token.Issuer);
        Assert.Equal("repo:o/r", token.Subject);
        Assert.Equal("pypi", token.Audience);
        Assert.Equal(Now.AddSeconds(-10), token.IssuedAt);
        Assert.Equal(Now.AddSeconds(300), token.ExpiresAt);
        token.Check("pypi", Now);
    }

    [Fact]
    public void Refuses_a_token_that_ended() => Refused(FailureKind.IdTokenExpired, """{"aud":"pypi","exp":1700000000}""");

    [Theory]
    [InlineData("""{"aud":"testpypi","exp":1700000300}""")]
    [InlineData("""{"aud":"PyPI","exp":1700000300}""")]
    [InlineData("""{"aud":["pypi","other"],"exp":1700000300}""")]
    [InlineData("""{"exp":1700000300}""")]
    public void Refuses_another_audience(string claims) => Refused(FailureKind.IdTokenAudienceMismatch, claims);

    [Fact]
    public void Refuses_a_list_of_audiences_even_of_this_one_alone()
    {
        var failure = Refused(FailureKind.IdTokenAudienceMismatch, """{"aud":["pypi"],"exp":1700000300}""");
        Assert.Contains("a list of audiences", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"aud":"pypi","exp":1700000900,"iat":1700000061}""")]
    [InlineData("""{"aud":"pypi","exp":1700000900,"nbf":1700000061}""")]
    [InlineData("""{"aud":"pypi","exp":1700000900,"iat":1699999999,"nbf":1700000061}""")]
    [InlineData("""{"aud":"pypi","exp":1700000900,"iat":1700000061,"nbf":1699999999}""")]
    public void Refuses_a_token_from_the_future_and_blames_the_clock(string claims) =>
        Assert.Contains("clock", Refused(FailureKind.IdTokenNotYetValid, claims).Remedy, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"aud":"pypi","exp":1700000900,"iat":1700000060,"nbf":1700000060}""")]
    [InlineData("""{"aud":"pypi","exp":1700000900}""")]
    public void Lets_two_clocks_differ_by_a_minute(string claims) => Read(claims).Check("pypi", Now);

    [Fact]
    public void Reads_the_header() => Assert.Equal("RS256", Read("{}").Header.GetProperty("alg").GetString());

    [Fact]
    public void Refuses_a_token_without_end() => Refused(FailureKind.IdTokenMalformed, """{"aud":"pypi"}""");

    [Theory]
    [InlineData("pypi-AgEIcHlwaS5vcmc")]
    [InlineData("a.b")]
    [InlineData("a.b.c.d")]
    [InlineData("a..c")]
    [InlineData("!!.!!.!!")]
    [InlineData("bm90IGpzb24.bm90IGpzb24.c2ln")]
    [InlineData("W10.W10.c2ln")]
    public void Refuses_what_is_no_JWT_and_quotes_nothing_of_it(string text)
    {
        var failure = Assert.Throws<PublishException>(() => IdToken.Read("Test", new Secret(text)));
        Assert.Equal(FailureKind.IdTokenMalformed, failure.Kind);
        Assert.DoesNotContain(text, failure.ToString(), StringComparison.Ordinal);
    }

    private static IdToken Read(string claims) => IdToken.Read("Test", new Secret(Jwt.With(claims)));

    private static PublishException Refused(FailureKind kind, string claims)
    {
        var failure = Assert.Throws<PublishException>(() => Read(claims).Check("pypi", Now));
        Assert.Equal(kind, failure.Kind);
        return failure;
    }
}
