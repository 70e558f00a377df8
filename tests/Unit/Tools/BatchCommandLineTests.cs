using TrustedPublish.Core.Tools;

namespace TrustedPublish.Unit.Tools;

public sealed class BatchCommandLineTests
{
    [Theory]
    [InlineData("plain", "\"plain\"")]
    [InlineData("", "\"\"")]
    [InlineData("a & calc.exe", "\"a & calc.exe\"")]
    [InlineData("\" & calc.exe & \"", "\"\"\" & calc.exe & \"\"\"")]
    [InlineData("{\"aud\":\"pypi\"}", "\"{\"\"aud\"\":\"\"pypi\"\"}\"")]
    [InlineData("ends\\", "\"ends\\\\\"")]
    [InlineData("in\\\"side", "\"in\\\\\"\"side\"")]
    public void Quotes_each_argument(string argument, string quoted) =>
        Assert.Equal($"""/e:ON /v:OFF /d /c ""C:\a b\tool.cmd" {quoted}" """.TrimEnd(), BatchCommandLine.Build(@"C:\a b\tool.cmd", [argument]));

    [Theory]
    [InlineData("%PATH%")]
    [InlineData("a\nb")]
    [InlineData("a\rb")]
    [InlineData("a\0b")]
    public void Refuses_what_quotes_do_not_hold(string argument) => Assert.False(BatchCommandLine.Allows(argument));

    [Theory]
    [InlineData("tool.cmd", true)]
    [InlineData("tool.BAT", true)]
    [InlineData("tool.exe", false)]
    [InlineData("tool", false)]
    public void Is_for_batch_files(string program, bool applies) => Assert.Equal(applies, BatchCommandLine.Applies(program));
}
