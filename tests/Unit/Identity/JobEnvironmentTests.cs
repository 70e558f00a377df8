using TrustedPublish.Core.Identity;

namespace TrustedPublish.Unit.Identity;

public sealed class JobEnvironmentTests
{
    [Theory]
    [InlineData("agent token bkagent-x9 failed", "agent token *** failed")]
    [InlineData("of octo-org", "of octo-org")]
    [InlineData("abc", "abc")]
    public void Hides_what_a_variable_s_name_says_is_secret(string text, string shown)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["BUILDKITE_AGENT_ACCESS_TOKEN"] = "bkagent-x9",
            ["BUILDKITE_ORGANIZATION_SLUG"] = "octo-org",
            ["SHORT_TOKEN"] = "abc",
        };
        Assert.Equal(shown, new JobEnvironment(name => variables.GetValueOrDefault(name), () => variables.Keys).Redact(text));
    }
}
