using System.Text;
using TrustedPublish.Core.Distributions.Archives;

namespace TrustedPublish.Unit.Distributions;

public sealed class EntryPointsFileTests
{
    [Theory]
    [InlineData("a = b\n", "line 1 stands before any section")]
    [InlineData("; note\n\n# note\na = b\n", "line 4 stands before any section")]
    [InlineData("[]\na = b\n", "line 1 stands before any section")]
    [InlineData("[x]\na\n", "line 2 is not 'name = object'")]
    [InlineData("[x]\n= b\n", "line 2 is not 'name = object'")]
    [InlineData("[x]\n a = b\na\n", "line 3 is not 'name = object'")]
    [InlineData("[x]\na = b\n\n[y]\n\n[x]\n", "the section [x] stands there twice (line 6)")]
    [InlineData("[x]\na = b\na = c\n", "'a' stands in [x] twice")]
    [InlineData("[x]\na =\n  b\nA = c\na = c", "'a' stands in [x] twice")]
    [InlineData("[DEFAULT]\na = b\n[DEFAULT]\na = c\n", "'a' stands in [DEFAULT] twice")]
    [InlineData("[console_scripts]\na/b = c\n", "'a/b' is not a name for a script")]
    [InlineData("[gui_scripts]\na b = c\n", "'a b' is not a name for a script")]
    [InlineData("[DEFAULT]\na b = c\n[gui_scripts]\nd = e\n", "'a b' is not a name for a script")]
    public void Names_what_is_wrong_and_where(string text, string fault) => Assert.Equal(fault, EntryPointsFile.FindFault(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("")]
    [InlineData("[x]")]
    [InlineData("[x]\na = b\n[y]\na = c\n")]
    [InlineData("[x]\na = b = c\n")]
    [InlineData("[x]\na = b\n [y]\n")]
    [InlineData("[x]\n\ta = b\n[y]\nc = d\n")]
    [InlineData("[DEFAULT]\na b = c\n")]
    [InlineData("[DEFAULT]\na = b\n[x]\na = c\n")]
    [InlineData("[other]\na/b = c\n")]
    [InlineData("[console_scripts]\nnaïve-1.x_y = a\n")]
    public void Takes_what_configparser_takes(string text) => Assert.Null(EntryPointsFile.FindFault(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Refuses_bytes_that_are_not_UTF_8() => Assert.Equal("it is not UTF-8", EntryPointsFile.FindFault([(byte)'[', 0xff]));
}
