using TrustedPublish.Core.Distributions.Metadata;

namespace TrustedPublish.Unit.Distributions;

/// <summary>E-mail addresses at the lengths where email-validator ends, and what Python's parseaddr takes out of a field.</summary>
public sealed class AddressTests
{
    [Theory]
    [InlineData(254, true)]
    [InlineData(255, false)]
    public void An_address_has_a_longest_length(int length, bool isValid)
    {
        var domain = string.Join('.', Enumerable.Repeat(new string('b', 50), 3)) + ".org";
        var address = $"{new string('a', length - domain.Length - 1)}@{domain}";
        Assert.Equal(length, address.Length);
        Assert.Equal(isValid ? null : address, EmailAddress.FindInvalid(address));
    }

    [Fact]
    public void It_is_counted_in_bytes()
    {
        var address = $"{new string('ä', 124)}@b.org";
        Assert.Null(EmailAddress.FindInvalid(address));
        Assert.Equal("ä" + address, EmailAddress.FindInvalid("ä" + address));
    }

    [Theory]
    [InlineData(63, true)]
    [InlineData(64, false)]
    public void A_label_has_a_longest_length(int length, bool isValid) => Assert.Equal(isValid, EmailAddress.FindInvalid($"a@{new string('b', length)}.org") is null);

    [Theory]
    [InlineData("a@xn--mnchen-3ya.de", true)]
    [InlineData("a@XN--mnchen-3ya.de", true)]
    [InlineData("a@ab--c.de", false)]
    [InlineData("a@münchen.de", true)]
    [InlineData("a@mün-chen.de", true)]
    [InlineData("a@münchen。de", true)]
    [InlineData("a@mün☃.de", false)]
    [InlineData("a@mün_chen.de", false)]
    [InlineData("a@de", false)]
    [InlineData("a@b.de1", false)]
    [InlineData("a@b.1de", true)]
    [InlineData("a@B.TEST", false)]
    [InlineData("a@b.onion", false)]
    [InlineData("a@b.onions", true)]
    [InlineData("a@b-.org", false)]
    [InlineData("a@b..org", false)]
    [InlineData("é@b.org", true)]
    [InlineData("e\u0301@b.org", true)]
    [InlineData("\u0301e@b.org", false)]
    [InlineData("e\u200be@b.org", false)]
    [InlineData("e\ue000e@b.org", false)]
    [InlineData("e.@b.org", false)]
    public void Domains_and_names_are_those_that_can_be_reached(string address, bool isValid) => Assert.Equal(isValid ? null : address, EmailAddress.FindInvalid(address));

    /// <summary>What Python's <c>email.utils.parseaddr</c> says of each; where it finds several or is strict about brackets, nothing.</summary>
    [Theory]
    [InlineData("", "")]
    [InlineData("a@b.c", "a@b.c")]
    [InlineData(" a@b.c ", "a@b.c")]
    [InlineData("Jane <a@b.c>", "a@b.c")]
    [InlineData("\"Jane, D.\" <a@b.c>", "a@b.c")]
    [InlineData("Jane (of (all) people) <a@b.c>", "a@b.c")]
    [InlineData("a@b.c (Jane)", "a@b.c")]
    [InlineData("(Jane) a@b.c", "a@b.c")]
    [InlineData("a @ b . c", "a@b.c")]
    [InlineData("<a@b.c", "a@b.c")]
    [InlineData("<>", "")]
    [InlineData("<@x,@y:a@b.c>", "")]
    [InlineData("<@x:a@b.c>", "a@b.c")]
    [InlineData("a@b.c, d@e.f", "")]
    [InlineData("a@b.c,", "a@b.c")]
    [InlineData("a@b.c (x", "")]
    [InlineData("a@b.c)", "")]
    [InlineData("\"(\" <a@b.c>", "a@b.c")]
    [InlineData("\"a\\\"b\" <a@b.c>", "a@b.c")]
    [InlineData("\"x y\"@b.c", "\"x y\"@b.c")]
    [InlineData("a@[1.2.3.4]", "")]
    [InlineData("a@b@c", "")]
    [InlineData("Team: a@b.c;", "a@b.c")]
    [InlineData("Team: a@b.c, d@e.f;", "")]
    [InlineData("Jane", "Jane")]
    [InlineData("Jane Doe", "Jane")]
    [InlineData("a@", "")]
    [InlineData("@b.c", "@b.c")]
    [InlineData("a.b@c", "a.b@c")]
    [InlineData(".a@c", ".a@c")]
    public void One_address_is_taken_out_of_a_field(string field, string address) => Assert.Equal(address, AddressField.FindAddress(field));

    [Theory]
    [InlineData("https://example.org", true)]
    [InlineData("http:x", true)]
    [InlineData("https", false)]
    [InlineData(":https", false)]
    [InlineData("https://example.org:65535", true)]
    [InlineData("https://example.org:65536", false)]
    [InlineData("https://example.org:65536/x", false)]
    [InlineData("https://example.org?x:65536", true)]
    [InlineData("https://example.org#:65536", true)]
    [InlineData("https://example.org\\:65536", true)]
    [InlineData("https://example.org:65536\\x", false)]
    [InlineData("https://example.org:65536\\x/y", false)]
    [InlineData("https://example.org:65536/x\\y", false)]
    [InlineData("https://example.org/x:65536", true)]
    [InlineData("https://example.org:100000", true)]
    [InlineData("https://example.org:99999", false)]
    [InlineData("https://exa mple.org:99999", true)]
    [InlineData("https://example.org/[", false)]
    [InlineData("https://example.org/#[", true)]
    [InlineData("https:[", false)]
    [InlineData("https:#[", true)]
    public void An_address_of_the_web_is_what_warehouse_takes(string text, bool isValid) => Assert.Equal(isValid, WebAddress.IsValid(text));
}
