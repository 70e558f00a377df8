using System.Text.Json;
using TrustedPublish.Core.Secrets;

namespace TrustedPublish.Unit.Secrets;

public sealed class SecretTests
{
    private readonly Secret _secret = new(" pypi-value\n");

    [Fact]
    public void Prints_stars() => Assert.Equal("***", $"{_secret}");

    [Fact]
    public void Serialises_to_nothing() => Assert.Equal("{}", JsonSerializer.Serialize(_secret));

    [Fact]
    public void Reveals_the_token_without_the_space_around_it() => Assert.Equal("pypi-value", _secret.Reveal());

    [Fact]
    public void Is_never_empty() => Assert.Throws<ArgumentException>(() => new Secret(" \n"));
}
