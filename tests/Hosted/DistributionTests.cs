using System.Management.Automation;
using TrustedPublish.Hosted.Support;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Hosted;

/// <summary>The cmdlets that look at files, and what Publish-PythonDistribution makes of their findings.</summary>
public sealed class DistributionTests : IDisposable
{
    private readonly TemporaryFolder _dist = new();

    public void Dispose() => _dist.Dispose();

    [Fact]
    public async Task A_sound_set_is_valid()
    {
        await using var host = await ModuleHost.OpenAsync();
        Archives.ValidWheel(_dist);
        Archives.ValidSdist(_dist);
        var outcome = host.Run("Test-PythonDistribution $dist/*", ("dist", _dist.Path));
        Assert.Empty(outcome.Errors);
        Assert.Equal([true, true], outcome.Output.Select(static result => result.Properties["Valid"].Value));
        Assert.Equal(["Wheel", "Sdist"], outcome.Output.Select(static result => result.Properties["PackageType"].Value));
        Assert.Empty(host.Stage.Log.Entries);
    }

    [Fact]
    public async Task A_finding_says_all_there_is_to_say()
    {
        await using var host = await ModuleHost.OpenAsync();
        Archives.WholeWheel(_dist, "demo-1.0-py3-none-linux_x86_64.whl", "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n\nText.\n");
        var outcome = host.Run("(Test-PythonDistribution $dist/*).Findings", ("dist", _dist.Path));
        Assert.Equal("Error", outcome.Value("Severity"));
        Assert.Equal("WheelPlatformTag", outcome.Value("Rule"));
        Assert.Contains("linux_x86_64", (string)outcome.Value("Message")!, StringComparison.Ordinal);
        Assert.Contains("auditwheel", (string)outcome.Value("Remedy")!, StringComparison.Ordinal);
        Assert.Contains("warehouse", (string)outcome.Value("Reference")!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_can_not_be_read_is_a_result_and_no_error()
    {
        await using var host = await ModuleHost.OpenAsync();
        await File.WriteAllTextAsync(_dist.File("demo-1.0.tar.gz").FullName, "x", TestContext.Current.CancellationToken);
        var outcome = host.Run("Test-PythonDistribution $dist/*", ("dist", _dist.Path));
        Assert.Empty(outcome.Errors);
        Assert.Equal(false, outcome.Value("Valid"));
        Assert.Null(outcome.Value("Version"));
    }

    [Fact]
    public async Task What_would_be_refused_is_not_sent()
    {
        await using var host = await ModuleHost.OpenAsync();
        Archives.ValidWheel(_dist, "sound");
        Archives.WholeWheel(_dist, "demo-1.0-py3-none-any.whl", "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\nRequires-Dist: x >=> 1\n\nText.\n");
        var outcome = host.Run("Publish-PythonDistribution $dist/* -Repository $index", ("dist", _dist.Path));
        Assert.Equal("DistributionInvalid", outcome.ErrorId);
        Assert.Equal(ErrorCategory.InvalidData, outcome.Error.CategoryInfo.Category);
        Assert.Contains("Dependency", outcome.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(_dist.File("demo-1.0-py3-none-any.whl").FullName, outcome.Error.TargetObject);
        Assert.Empty(host.Stage.Log.Entries);
    }

    [Fact]
    public async Task Unless_it_is_asked_for()
    {
        await using var host = await ModuleHost.OpenAsync();
        Archives.WholeWheel(_dist, "demo-1.0-py3-none-any.whl", "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\nRequires-Dist: x >=> 1\n\nText.\n");
        var outcome = host.Run("Publish-PythonDistribution $dist/* -Repository $index -SkipValidation", ("dist", _dist.Path));
        Assert.Equal("MetadataRefused", outcome.ErrorId);
        Assert.Contains(host.Stage.Log.Entries, static entry => entry.Stage == "upload");
    }

    [Fact]
    public async Task A_rule_that_is_ignored_does_not_count()
    {
        await using var host = await ModuleHost.OpenAsync();
        Archives.WholeWheel(_dist, "demo-1.0-py3-none-any.whl", "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\nRequires-Dist: x @ https://example.org/\n\nText.\n");
        Assert.Equal(false, host.Run("Test-PythonDistribution $dist/*", ("dist", _dist.Path)).Value("Valid"));
        Assert.Equal(true, host.Run("Test-PythonDistribution $dist/* -IgnoreRule directdependency, Classifier", ("dist", _dist.Path)).Value("Valid"));
        Assert.Equal("DistributionInvalid", host.Run("Publish-PythonDistribution $dist/* -WhatIf", ("dist", _dist.Path)).ErrorId);
        Assert.Empty(host.Run("Publish-PythonDistribution $dist/* -WhatIf -IgnoreRule DirectDependency", ("dist", _dist.Path)).Errors);

        Assert.Contains("'DirectDependancy' is no rule", host.Run("Test-PythonDistribution $dist/* -IgnoreRule DirectDependancy", ("dist", _dist.Path)).Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("'ArchiveDamaged' can't be ignored", host.Run("Test-PythonDistribution $dist/* -IgnoreRule ArchiveDamaged", ("dist", _dist.Path)).Error.ToString(), StringComparison.Ordinal);
        using var shell = host.Shell();
        const string Script = "Test-PythonDistribution x -IgnoreRule FileToo";
        Assert.Equal(["FileTooLarge"], System.Management.Automation.CommandCompletion.CompleteInput(Script, Script.Length, null, shell).CompletionMatches.Select(static match => match.CompletionText));
    }

    [Fact]
    public async Task Warnings_are_said_once_a_rule()
    {
        await using var host = await ModuleHost.OpenAsync();
        foreach (var platform in new[] { "win32", "win_amd64", "any" })
            Archives.WholeWheel(_dist, $"demo-1.0-py3-none-{platform}.whl", "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n");
        var outcome = host.Run("Publish-PythonDistribution $dist/* -Repository $index -WhatIf", ("dist", _dist.Path));
        Assert.Equal("demo-1.0-py3-none-any.whl and 2 more: There is no description. (DescriptionMissing)", Assert.Single(outcome.Warnings));
    }

    [Fact]
    public async Task Metadata_is_shown_field_by_field()
    {
        await using var host = await ModuleHost.OpenAsync();
        Archives.WholeWheel(
            _dist, "demo-1.0-py3-none-any.whl", "Metadata-Version: 2.4\nName: demo\nVersion: 1.0\nClassifier: A\nClassifier: B\nRequires-Python: >=3.9\nLicense-Expression: MIT\n\nThe text.\n");
        var outcome = host.Run("Get-PythonDistribution $dist/*", ("dist", _dist.Path));
        Assert.Equal(["A", "B"], (IEnumerable<string>)outcome.Value("Classifier")!);
        Assert.Equal(">=3.9", outcome.Value("RequiresPython"));
        Assert.Equal("MIT", outcome.Value("LicenseExpression"));
        Assert.Equal("The text.\n", outcome.Value("Description"));
        Assert.Null(outcome.Value("Author"));
    }
}
