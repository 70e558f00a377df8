using TrustedPublish.Core;
using TrustedPublish.Core.Distributions.Rules;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Publishers;

namespace TrustedPublish.Unit;

public sealed class PlainTextTests
{
    [Theory]
    [InlineData("demo/##vso[task.setvariable variable=PATH]evil", "demo/# #vso[task.setvariable variable=PATH]evil")]
    [InlineData("###vso[task.complete]", "## #vso[task.complete]")]
    [InlineData("a ##[error]b", "a # #[error]b")]
    [InlineData("::error title=x::y", ": :error title=x::y")]
    [InlineData(":::add-mask::y", ":: :add-mask::y")]
    [InlineData("a\n::endgroup::", "a : :endgroup::")]
    [InlineData(":\r:error ::", ": :error ::")]
    public void Nothing_in_it_is_a_command_for_a_log(string text, string line)
    {
        Assert.Equal(line, PlainText.OneLine(text));
        Assert.Equal(line, PlainText.OneLine(line));
    }

    [Theory]
    [InlineData("http://[::1]:8000/ fe80::1 ::ffff:10.0.0.1")]
    [InlineData("std::string, ## a heading, # [x], C#[0]")]
    [InlineData("License :: OSI Approved :: MIT License")]
    public void What_is_no_command_stays_the_very_same(string text) => Assert.Same(text, PlainText.OneLine(text));

    [Theory]
    [InlineData("a\u001b]0;title\u0007\u0085\u007fb", "a ]0;title   b")]
    [InlineData("\0", " ")]
    public void It_has_no_control_character(string text, string line) => Assert.Equal(line, PlainText.OneLine(text));

    [Theory]
    [InlineData("abcdef", 5, "abcde…")]
    [InlineData("##[a]", 5, "# #[a…")]
    [InlineData("::error ::", 7, "::error…")]
    [InlineData("##[##[##[##[", 9, "# #[# #[#…")]
    public void It_is_cut_where_it_is_longer_and_once(string text, int longest, string line)
    {
        Assert.Equal(line, PlainText.OneLine(text, longest));
        Assert.Equal(line, PlainText.OneLine(line, longest));
    }

    [Fact]
    public void Messages_remedies_notes_findings_steps_and_the_trace_have_none()
    {
        const string Hostile = "x ##vso[task.complete]y ::error ::z";
        const string Line = "x # #vso[task.complete]y : :error ::z";
        var failure = new PublishException(FailureKind.MetadataInvalid, Hostile, Hostile) { Notes = [Hostile] };
        var step = new CheckStep("Step", CheckStatus.Failed, Hostile, Hostile);
        var finding = new Rule("Rule", Severity.Error, "Remedy", "Reference").Broken(Hostile);
        var lines = new List<string>();
        var trace = new Trace(lines.Add, lines.Add);
        trace.Verbose(Hostile);
        trace.Debug(Hostile);
        Assert.All<string>([failure.Message, failure.Remedy, .. failure.Notes, step.Detail, step.Remedy!, finding.Message, .. lines], static line => Assert.Equal(Line, line));
        Assert.Equal(2, lines.Count);
    }
}
