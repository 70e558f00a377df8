using System.Text;
using TrustedPublish.Core.Index;
using TrustedPublish.Core.Secrets;

namespace TrustedPublish.Unit.Index;

public sealed class ApiTokenTests
{
    private static readonly ApiToken Token = new(PackageIndex.PyPI, new Secret("pypi-x"), null);

    [Fact]
    public void Is_the_password_of_a_user_whom_every_index_knows() =>
        Assert.Equal("__token__:pypi-x", Encoding.UTF8.GetString(Convert.FromBase64String(Token.BasicCredential())));

    [Fact]
    public void Leaves_nothing_of_itself_in_a_text() =>
        Assert.Equal("a *** b *** c *** pypi-y", Token.Redact($"a pypi-x b {Token.BasicCredential()} c pypi-x pypi-y"));
}
