using System.Management.Automation;
using TrustedPublish.Hosted.Support;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Hosted;

/// <summary>What Publish-PythonDistribution does on a bad day, and what it shows of it.</summary>
public sealed class EngineTests : IDisposable
{
    private readonly TemporaryFolder _dist = new();

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("GITHUB_STEP_SUMMARY", null);
        _dist.Dispose();
    }

    [Fact]
    public async Task SkipExisting_finishes_what_was_cut_short()
    {
        await using var host = await ModuleHost.OpenAsync();
        Archives.ValidWheel(_dist);
        host.Run("Publish-PythonDistribution $dist/* -Repository $index", ("dist", _dist.Path));
        Archives.ValidSdist(_dist);
        var outcome = host.Run("Publish-PythonDistribution $dist/* -Repository $index -SkipExisting", ("dist", _dist.Path));
        Assert.Empty(outcome.Errors);
        Assert.Equal(["AlreadyPublished", "Published"], outcome.Output.Select(static result => (string)result.Properties["Status"].Value));
        Assert.Equal(0, outcome.Output[0].Properties["Attempts"].Value);
    }

    [Fact]
    public async Task SkipExisting_sends_nothing_where_another_file_has_the_name()
    {
        await using var host = await ModuleHost.OpenAsync();
        Archives.ValidWheel(_dist);
        host.Run("Publish-PythonDistribution $dist/* -Repository $index", ("dist", _dist.Path));
        var wheel = Archives.ValidWheel(_dist, padding: 10);
        Archives.ValidSdist(_dist);
        var outcome = host.Run("Publish-PythonDistribution $dist/* -Repository $index -SkipExisting", ("dist", _dist.Path));
        Assert.Equal("FileAlreadyExists", outcome.ErrorId);
        Assert.Equal(wheel.FullName, outcome.Error.TargetObject);
        Assert.Equal(ErrorCategory.ResourceExists, outcome.Error.CategoryInfo.Category);
        Assert.Empty(outcome.Output);
        Assert.Contains(outcome.Warnings, static line => line.StartsWith("Nothing was published", StringComparison.Ordinal));
        Assert.Single(host.Stage.Store.Files);
    }

    [Fact]
    public async Task WhatIf_with_SkipExisting_asks_nothing()
    {
        await using var host = await ModuleHost.OpenAsync();
        Archives.ValidWheel(_dist);
        host.Run("Publish-PythonDistribution $dist/* -Repository $index -SkipExisting -WhatIf", ("dist", _dist.Path));
        Assert.Empty(host.Stage.Log.Entries);
    }

    [Fact]
    public async Task ThrottleLimit_and_MaximumRetryCount_hold()
    {
        await using var host = await ModuleHost.OpenAsync(static options => options with { Latency = TimeSpan.FromMilliseconds(100) });
        for (var version = 1; version <= 6; version++) Archives.ValidWheel(_dist, version: $"{version}.0");
        var outcome = host.Run("Publish-PythonDistribution $dist/* -Repository $index -ThrottleLimit 2 -WarningAction SilentlyContinue", ("dist", _dist.Path));
        Assert.Equal(6, outcome.Output.Count);
        Assert.Equal(2, host.Stage.Log.MostAtOnce("upload"));

        Archives.ValidWheel(_dist, "late");
        host.Stage.Faults.Add("upload:503");
        outcome = host.Run("Publish-PythonDistribution $dist/late* -Repository $index -MaximumRetryCount 0", ("dist", _dist.Path));
        Assert.Equal("IndexUnavailable", outcome.ErrorId);
        Assert.Equal(1, outcome.Value("Attempts"));
    }

    [Theory]
    [InlineData("Publish-PythonDistribution $dist/* -Repository $index -TimeoutSec 1", "upload:hang")]
    [InlineData("Publish-PythonDistribution $dist/* -Repository $index -TimeoutSec 1 -SkipExisting", "simple:hang")]
    [InlineData("Publish-PythonDistribution $dist/* -Repository $index -TimeoutSec 1", "mint:hang")]
    [InlineData("Get-CIIdToken -Repository $index -TimeoutSec 1", "identity:hang")]
    [InlineData("Get-IndexAudience $index -TimeoutSec 1", "audience:hang")]
    public async Task TimeoutSec_ends_the_whole_command(string script, string fault)
    {
        await using var host = await ModuleHost.OpenAsync();
        Archives.ValidWheel(_dist);
        host.Stage.Faults.Add(fault);
        var outcome = host.Run(script, ("dist", _dist.Path));
        Assert.Equal("OutOfTime", outcome.ErrorId);
        Assert.Equal(ErrorCategory.OperationTimeout, outcome.Error.CategoryInfo.Category);
        Assert.Contains("-TimeoutSec", outcome.Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Own_tokens_are_revoked_and_passed_ones_only_on_demand()
    {
        await using var host = await ModuleHost.OpenAsync();
        Archives.ValidWheel(_dist);
        host.Run("Publish-PythonDistribution $dist/* -Repository $index", ("dist", _dist.Path));
        Assert.False(host.Stage.Takes(host.Masked("pypi-")[^1]));
        host.Run("Get-CIIdToken -Repository $index | New-PyPIToken | Publish-PythonDistribution $dist/*", ("dist", _dist.Path));
        Assert.True(host.Stage.Takes(host.Masked("pypi-")[^1]));
        host.Run("Get-CIIdToken -Repository $index | New-PyPIToken | Publish-PythonDistribution $dist/* -RevokeToken", ("dist", _dist.Path));
        Assert.False(host.Stage.Takes(host.Masked("pypi-")[^1]));
    }

    [Fact]
    public async Task A_token_of_the_pipeline_is_renewed_before_it_ends()
    {
        // Less than the margin: each file gets a token of its own.
        await using var host = await ModuleHost.OpenAsync(static options => options with { TokenLifetime = TimeSpan.FromSeconds(3), Latency = TimeSpan.FromMilliseconds(600) });
        Archives.ValidWheel(_dist);
        Archives.ValidSdist(_dist);
        var outcome = host.Run("Get-CIIdToken -Repository $index | New-PyPIToken | Publish-PythonDistribution $dist/* -ThrottleLimit 1", ("dist", _dist.Path));
        Assert.Empty(outcome.Errors);
        Assert.Equal(2, outcome.Output.Count);
        Assert.True(host.Stage.Log.Entries.Count(static entry => entry.Stage == "mint") > 1);
    }

    [Fact]
    public async Task A_retry_is_one_verbose_line_that_says_what_and_when()
    {
        await using var host = await ModuleHost.OpenAsync();
        Archives.ValidWheel(_dist);
        host.Stage.Faults.Add("upload:503;retry-after=1");
        var outcome = host.Run("Publish-PythonDistribution $dist/* -Repository $index -Verbose", ("dist", _dist.Path));
        var line = Assert.Single(outcome.Verbose, static line => line.Contains("Trying again", StringComparison.Ordinal));
        Assert.Matches("^Uploading demo-1.0-py3-none-any.whl failed: .*503.* Trying again in 1 s \\(retry 1 of 5\\)\\.$", line);
    }

    [Fact]
    public async Task Bars_count_the_release_and_each_file_and_all_end()
    {
        await using var host = await ModuleHost.OpenAsync();
        Archives.ValidWheel(_dist, padding: 400_000);
        Archives.ValidSdist(_dist);
        var outcome = host.Run("Publish-PythonDistribution $dist/* -Repository $index", ("dist", _dist.Path));
        var parent = outcome.Progress[0];
        Assert.Equal($"Publishing to {host.Index}", parent.Activity);
        Assert.Contains("of 2 files", parent.StatusDescription, StringComparison.Ordinal);
        Assert.Contains(outcome.Progress, record => record.ParentActivityId == parent.ActivityId && record.Activity == "demo-1.0-py3-none-any.whl");
        foreach (var bar in outcome.Progress.GroupBy(static record => record.ActivityId)) Assert.Equal(ProgressRecordType.Completed, bar.Last().RecordType);
        Assert.All(outcome.Progress, static record => Assert.InRange(record.PercentComplete, -1, 100));
    }

    [Fact]
    public async Task A_CI_job_has_no_bars()
    {
        await using var host = await ModuleHost.OpenAsync();
        Archives.ValidWheel(_dist);
        Environment.SetEnvironmentVariable("CI", "true");
        Assert.Empty(host.Run("Publish-PythonDistribution $dist/* -Repository $index", ("dist", _dist.Path)).Progress);
    }

    [Fact]
    public async Task The_run_s_page_on_GitHub_gets_a_table_in_the_order_given_and_each_error()
    {
        await using var host = await ModuleHost.OpenAsync();
        var summary = Path.Combine(_dist.Path, "..", $"{Path.GetFileName(_dist.Path)}.md");
        Environment.SetEnvironmentVariable("GITHUB_STEP_SUMMARY", summary);
        try
        {
            var wheel = Archives.ValidWheel(_dist);
            host.Run("Publish-PythonDistribution $dist/* -Repository $index", ("dist", _dist.Path));
            Archives.ValidWheel(_dist, padding: 10);
            Archives.ValidSdist(_dist);
            host.Run("Publish-PythonDistribution $dist/* -Repository $index -ErrorAction SilentlyContinue", ("dist", _dist.Path));
            var text = await File.ReadAllTextAsync(summary, TestContext.Current.CancellationToken);
            Assert.Contains("### 1 of 1 file published to", text, StringComparison.Ordinal);
            Assert.Contains("### 1 of 2 files published to", text, StringComparison.Ordinal);
            Assert.Contains($"| ❌ failed | demo-1\\.0-py3-none-any\\.whl |", text, StringComparison.Ordinal);
            Assert.Contains($"| ✅ published | [demo-1\\.0\\.tar\\.gz]({host.Index}project/demo/1.0/) | 4", text, StringComparison.Ordinal);
            Assert.Contains($"`{host.Stage.Store.Find(wheel.Name)!.Sha256}`", text, StringComparison.Ordinal);
            Assert.Contains("- **FileAlreadyExists**: ", text, StringComparison.Ordinal);
            Assert.Single(host.LogCommands.ToString().Split('\n'), static line => line.StartsWith("::error title=FileAlreadyExists::", StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(summary);
        }
    }

    [Fact]
    public async Task A_summary_that_can_not_be_written_fails_nothing()
    {
        await using var host = await ModuleHost.OpenAsync();
        Archives.ValidWheel(_dist);
        Environment.SetEnvironmentVariable("GITHUB_STEP_SUMMARY", _dist.Path);
        var outcome = host.Run("Publish-PythonDistribution $dist/* -Repository $index -Verbose", ("dist", _dist.Path));
        Assert.Empty(outcome.Errors);
        Assert.Contains(outcome.Verbose, static line => line.StartsWith("The job's summary was not written", StringComparison.Ordinal));
    }
}
