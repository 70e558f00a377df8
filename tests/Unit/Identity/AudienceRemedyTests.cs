using TrustedPublish.Core.Identity;

namespace TrustedPublish.Unit.Identity;

/// <summary>The command that is pasted: whatever the index calls its audience, it is one argument and nothing else.</summary>
public sealed class AudienceRemedyTests
{
    [Theory]
    [InlineData("testpypi", "testpypi")]
    [InlineData("a_1.b-c", "a_1.b-c")]
    [InlineData("-Verbose", "'-Verbose'")]
    [InlineData("https://index.example.org/", "'https://index.example.org/'")]
    [InlineData("x; Remove-Item *", "'x; Remove-Item *'")]
    [InlineData("$(whoami)", "'$(whoami)'")]
    [InlineData("it's", "'it''s'")]
    [InlineData("a\u2018b\u2019c\u201ad\u201b", "'a\u2018\u2018b\u2019\u2019c\u201a\u201ad\u201b\u201b'")]
    [InlineData("a\n", "'a\n'")]
    [InlineData("", "''")]
    public void The_audience_is_one_word(string audience, string word) =>
        Assert.Contains($"Get-CIIdToken -Audience {word}, or ", AudienceRemedy.For("GitHubActions", audience), StringComparison.Ordinal);

    [Theory]
    [InlineData("GitHubActions", "Get-CIIdToken -Audience sigstore | New-PythonAttestation")]
    [InlineData("GitLab", "SIGSTORE_ID_TOKEN: { aud: sigstore }")]
    [InlineData("Semaphore", "publish without attestations")]
    public void A_token_for_Sigstore_is_for_no_index(string provider, string remedy)
    {
        var text = AudienceRemedy.For(provider, AudienceRemedy.Sigstore);
        Assert.Contains(remedy, text, StringComparison.Ordinal);
        Assert.DoesNotContain("-Repository", text, StringComparison.Ordinal);
    }
}
