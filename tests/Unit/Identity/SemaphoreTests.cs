using TrustedPublish.Core;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Identity;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Identity;

public sealed class SemaphoreTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Takes_the_job_s_only_token()
    {
        var token = await RequestAsync(Jwt.With("""{"aud":"https://octo.semaphoreci.com","exp":4000000000}"""));
        Assert.Equal("https://octo.semaphoreci.com", token.Audience);
        Assert.Equal("Semaphore", token.Provider);
    }

    [Fact]
    public async Task Says_that_its_audience_is_fixed()
    {
        var token = await RequestAsync(Jwt.With("""{"aud":"https://octo.semaphoreci.com","exp":4000000000}"""));
        var failure = Assert.Throws<PublishException>(() => token.Check("pypi", DateTimeOffset.UnixEpoch));
        Assert.Equal(FailureKind.IdTokenAudienceMismatch, failure.Kind);
        Assert.Contains("fixes the audience", failure.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("Get-CIIdToken -Audience", failure.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, FailureKind.IdTokenVariableMissing)]
    [InlineData(" ", FailureKind.IdTokenVariableMissing)]
    [InlineData("nonsense", FailureKind.IdTokenMalformed)]
    public async Task Names_the_variable_that_lacks(string? value, FailureKind kind)
    {
        var failure = await Assert.ThrowsAsync<PublishException>(() => RequestAsync(value));
        Assert.Equal(kind, failure.Kind);
        Assert.Equal("SEMAPHORE_OIDC_TOKEN", failure.Target);
        Assert.Contains("SEMAPHORE_OIDC_TOKEN", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("nonsense", failure.ToString(), StringComparison.Ordinal);
    }

    private static Task<IdToken> RequestAsync(string? value) => new SemaphoreCI(new JobEnvironment(name => name == "SEMAPHORE_OIDC_TOKEN" ? value : null), Trace.None).RequestAsync("pypi", Stop);
}
