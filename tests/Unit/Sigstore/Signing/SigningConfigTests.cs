using System.Text;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Sigstore.Signing;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Sigstore.Signing;

public sealed class SigningConfigTests
{
    private const string Service = """{"url":"https://a.example.org","majorApiVersion":1,"validFor":{"start":"2026-01-01T00:00:00Z"},"operator":"o"}""";

    private static readonly DateTimeOffset Now = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("signing_config.v0.2.json")]
    [InlineData("signing_config_rekor_v2.v0.2.json")]
    public void Of_the_public_ones_takes_the_first_log_whatever_newer_one_is_listed(string file) => Assert.Equal(
        new SigningServices(new("https://fulcio.sigstore.dev/"), new("https://rekor.sigstore.dev/"), 1, null),
        Public(file).Choose(1, Now));

    [Fact]
    public void Takes_the_second_log_with_a_timestamp_authority_where_that_is_asked_for() => Assert.Equal(
        new SigningServices(new("https://fulcio.sigstore.dev/"), new("https://log2025-1.rekor.sigstore.dev/"), 2, new("https://timestamp.sigstore.dev/api/v1/timestamp")),
        Public("signing_config_rekor_v2.v0.2.json").Choose(2, Now));

    [Fact]
    public void Says_what_is_listed_where_that_version_is_not()
    {
        var failure = Assert.Throws<PublishException>(() => Public("signing_config.v0.2.json").Choose(2, Now));
        Assert.Equal(FailureKind.SigningConfigInvalid, failure.Kind);
        Assert.Contains("transparency log (rekorTlogUrls) of version 2", failure.Message, StringComparison.Ordinal);
        Assert.Contains("but of version 1", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Takes_none_before_its_time()
    {
        var failure = Assert.Throws<PublishException>(() => Public("signing_config_rekor_v2.v0.2.json").Choose(2, new DateTimeOffset(2025, 12, 31, 23, 59, 59, TimeSpan.Zero)));
        Assert.Equal(FailureKind.SigningConfigInvalid, failure.Kind);
    }

    [Fact]
    public void Of_several_takes_the_newest_that_is_valid()
    {
        var config = Parse(Logs(
            Log("https://old.example.org", "2024-01-01T00:00:00Z"),
            Log("https://new.example.org/base", "2025-06-01T00:00:00Z", "2027-01-01T00:00:00Z"),
            Log("https://ended.example.org", "2026-01-01T00:00:00Z", "2026-10-31T23:59:59Z"),
            Log("https://coming.example.org", "2026-12-01T00:00:00Z")));
        Assert.Equal("https://new.example.org/base/", config.Choose(1, Now).Rekor.AbsoluteUri);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("http://localhost")]
    public void Plain_http_is_for_this_machine(string address) =>
        Assert.StartsWith(address, Parse(Logs(Log(address, "2026-01-01T00:00:00Z"))).Choose(1, Now).Rekor.AbsoluteUri, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"mediaType":"application/vnd.dev.sigstore.signingconfig.v0.1+json","caUrls":[]}""", "mediaType")]
    [InlineData("[]", "no JSON object")]
    [InlineData("not JSON", "no JSON object")]
    [InlineData("""{"mediaType":"MEDIA","caUrls":{}}""", "'caUrls' is no list")]
    [InlineData("""{"mediaType":"MEDIA","caUrls":[1]}""", "'caUrls'")]
    [InlineData("""{"mediaType":"MEDIA","tsaUrls":[{"url":"http://a.example.org","majorApiVersion":1,"validFor":{"start":"2026-01-01T00:00:00Z"}}]}""", "not https")]
    [InlineData("""{"mediaType":"MEDIA","tsaUrls":[{"url":"ftp://127.0.0.1","majorApiVersion":1,"validFor":{"start":"2026-01-01T00:00:00Z"}}]}""", "not https")]
    [InlineData("""{"mediaType":"MEDIA","tsaUrls":[{"url":"https://u:p@a.example.org","majorApiVersion":1,"validFor":{"start":"2026-01-01T00:00:00Z"}}]}""", "without an address")]
    [InlineData("""{"mediaType":"MEDIA","tsaUrls":[{"url":"https://a.example.org","validFor":{"start":"2026-01-01T00:00:00Z"}}]}""", "majorApiVersion")]
    [InlineData("""{"mediaType":"MEDIA","tsaUrls":[{"url":"https://a.example.org","majorApiVersion":1}]}""", "validFor")]
    [InlineData("""{"mediaType":"MEDIA","tsaUrls":[{"url":"https://a.example.org","majorApiVersion":1,"validFor":{}}]}""", "start")]
    [InlineData("""{"mediaType":"MEDIA","tsaUrls":[{"url":"https://a.example.org","majorApiVersion":1,"validFor":{"start":"soon"}}]}""", "'start' is no time")]
    public void Refuses_what_is_no_signing_configuration(string json, string why)
    {
        var failure = Assert.Throws<PublishException>(() => Parse(json.Replace("MEDIA", "application/vnd.dev.sigstore.signingconfig.v0.2+json", StringComparison.Ordinal)));
        Assert.Equal(FailureKind.SigningConfigInvalid, failure.Kind);
        Assert.Equal("config.json", failure.Target);
        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shows_the_page_of_an_entry_where_the_log_has_one()
    {
        var services = Public("signing_config.v0.2.json").Choose(1, Now);
        Assert.Equal("https://search.sigstore.dev/?logIndex=5", services.EntryPage(5)?.AbsoluteUri);
        Assert.Equal("https://rekor.example.org/api/v1/log/entries?logIndex=5", (services with { Rekor = new("https://rekor.example.org/") }).EntryPage(5)?.AbsoluteUri);
        Assert.Null((services with { RekorVersion = 2 }).EntryPage(5));
    }

    private static SigningConfig Public(string file) => SigningConfig.Parse(File.ReadAllBytes(Repository.Path($"tests/Unit/Data/SigningConfig/{file}")), file);

    private static SigningConfig Parse(string json) => SigningConfig.Parse(Encoding.UTF8.GetBytes(json), "config.json");

    private static string Logs(params string[] logs) =>
        $$"""{"mediaType":"application/vnd.dev.sigstore.signingconfig.v0.2+json","caUrls":[{{Service}}],"rekorTlogUrls":[{{string.Join(",", logs)}}]}""";

    private static string Log(string address, string start, string? end = null) =>
        $$$"""{"url":"{{{address}}}","majorApiVersion":1,"validFor":{"start":"{{{start}}}"{{{(end is null ? "" : $",\"end\":\"{end}\"")}}}},"operator":"o"}""";
}
