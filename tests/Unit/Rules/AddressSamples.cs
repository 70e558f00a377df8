using static TrustedPublish.Unit.Rules.Corpus;
using static TrustedPublish.Unit.Rules.MetadataSamples;

namespace TrustedPublish.Unit.Rules;

/// <summary>Web and e-mail addresses.</summary>
internal static class AddressSamples
{
    public static IReadOnlyList<Sample> All { get; } =
    [
        // Percent-encoded before they are looked at, whatever is in them; a host that can't be read counts as none.
        .. new[]
        {
            "https://example.org/demo?x=1#readme", "https://example.org/a b", "https://example.org/é", "https://example.org/{x}|y", "https://example.org/<a>^`\"\\", "https://example.org/%zz",
            "https://example.org/%", "https://exämple.org/", "https:", "https://", "http:example.org", "https://[::1]/", "https://[zz]/", "https://a_b.org/", "HTTPS://EXAMPLE.ORG", "https://u:p@example.org:65535/",
            "https://example.org:/", "https://example.org:123456/", "https://example.org#[x]", "https://x.org, https://y.org",
        }.Select(static url => Sound($"the home page {url}", With($"Home-page: {url}\n"))),
        .. new[] { "example.org", "//example.org", "ftp://example.org/", "git+https://example.org/", "mailto:a@b.org", "https://example.org/[x]", "https://example.org/?q=[1]", "https://example.org:65536/", "http://example.org:99999", "https://u@[::1]:99999/" }
            .Select(static url => Broken("Url", $"the home page {url}", With($"Home-page: {url}\n"))),
        Broken("Url", "a place to download from that is no address", With("Download-URL: here\n")),
        Sound("an address of the project", With("Project-URL: Bug Tracker, https://example.org/issues\n")),
        Sound("an address with a second # in its fragment", With("Project-URL: Chat: Matrix, https://matrix.to/#/#aio-libs:matrix.org\n")),
        Broken("ProjectUrl", "a label without an address", With("Project-URL: Source\n")),
        Broken("ProjectUrl", "an address without a label", With("Project-URL: , https://example.org/\n")),
        Sound("a label of 32 characters", With($"Project-URL: {new string('x', 32)}, https://example.org/\n")),
        Broken("ProjectUrl", "a label of 33 characters", With($"Project-URL: {new string('x', 33)}, https://example.org/\n")),
        Broken("ProjectUrlRepeated", "a label twice", With("Project-URL: A, https://example.org/\nProject-URL: A, https://example.org/b\n")),
        Sound("two labels that differ in case", With("Project-URL: A, https://example.org/\nProject-URL: a, https://example.org/b\n")),
        Broken("Url", "a label with a word for an address", With("Project-URL: Source, example\n")),

        // What Python's parseaddr can't read, or reads as several, is not looked at.
        .. new[]
        {
            "\"Jane Q. Public\" <jane@example.org>", "jane.public@mail.example.org", "Jane <jane@example.org>, John <john@example.org>", "jane@example.org (Jane)", "jane@example.org;john@example.org",
            "jane@example.org john@example.org", "Jane [at] example", "a@b@c.org", "Jane <jane@example.org", "jane@example.org>", "mailto:jane@example.org", "Jane: jane@example.org;", "a@[127.0.0.1]", "Jane <>",
            "jäne@example.org", "jane@exämple.org", "jane@example.123 (unclosed", "a+b!#$%&'*@example.org", "a@example.test.org", $"{new string('a', 65)}@example.org",
        }.Select(static email => Sound($"the author {email}", With($"Author-email: {email}\n"))),
        .. new[]
        {
            "jane", "Jane <jane@localhost>", "jane..public@example.org", ".a@example.org", "jane at example.org", "\"Jane\" jane@example.org", "\"a b\"@example.org", "a b@example.org", "jane@example.123", "a@1.2.3.4",
            "a@xn--zz.org", "a@ex--ample.org", "a@-example.org", "a@exa_mple.org", "a@example.org.", "j@example.local", "j@example.test", $"a@{new string('b', 64)}.org", "Jane <jane at example.org>", "\"Jane <jane@example.org>",
        }.Select(static email => Broken("Email", $"the author {email}", With($"Author-email: {email}\n"))),
        Broken("Email", "a maintainer without a host", With("Maintainer-email: jane\n")),
    ];
}
