using System.Management.Automation;
using TrustedPublish.Hosted.Support;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Hosted;

/// <summary>What is refused, how it is said, and that nothing was sent.</summary>
public sealed class ErrorTests : IDisposable
{
    private readonly TemporaryFolder _dist = new();

    public void Dispose() => _dist.Dispose();

    [Fact]
    public async Task A_broken_file_keeps_the_whole_set_back()
    {
        await using var host = await ModuleHost.OpenAsync();
        Archives.ValidWheel(_dist);
        await File.WriteAllTextAsync(_dist.File("broken-1.0-py3-none-any.whl").FullName, "x", Stop);
        await File.WriteAllTextAsync(_dist.File("notes.txt").FullName, "x", Stop);
        var outcome = host.Run("Publish-PythonDistribution $dist/* -Repository $index", ("dist", _dist.Path));
        Assert.Empty(outcome.Output);
        Assert.Equal(["ArchiveDamaged", "FileTypeUnknown"], outcome.Errors.Select(static error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Equal(_dist.File("notes.txt").FullName, outcome.Errors[1].TargetObject);
        Assert.Single(outcome.Warnings);
        Assert.Empty(host.Stage.Log.Entries);
    }

    [Fact]
    public async Task One_refused_file_does_not_abandon_the_others_even_under_Stop()
    {
        await using var host = await ModuleHost.OpenAsync();
        Archives.ValidWheel(_dist, "one");
        host.Run("Publish-PythonDistribution $dist/* -Repository $index", ("dist", _dist.Path));
        Archives.ValidWheel(_dist, "one", padding: 5);
        Archives.ValidWheel(_dist, "two");
        var outcome = host.Run("$ErrorActionPreference = 'Stop'; Publish-PythonDistribution $dist/* -Repository $index", ("dist", _dist.Path));
        Assert.Equal(["Failed", "Published"], outcome.Output.Select(static result => (string)result.Properties["Status"].Value).Order());
        Assert.Equal("FileAlreadyExists", outcome.ErrorId);
        Assert.NotNull(outcome.Terminating);
        Assert.NotNull(host.Stage.Store.Find("two-1.0-py3-none-any.whl"));
        Assert.Equal(_dist.File("one-1.0-py3-none-any.whl").FullName, outcome.Error.TargetObject);
    }

    [Fact]
    public async Task An_error_says_what_to_do()
    {
        await using var host = await ModuleHost.OpenAsync(static options => options with { Publishers = [] });
        var outcome = host.Run("Get-CIIdToken -Repository $index | New-PyPIToken");
        Assert.Equal("NoMatchingPublisher", outcome.ErrorId);
        Assert.Equal(ErrorCategory.AuthenticationError, outcome.Error.CategoryInfo.Category);
        Assert.Contains("Workflow name", outcome.Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Publish-PythonDistribution $dist -Repository $index", "PathIsDirectory")]
    [InlineData("Publish-PythonDistribution $dist/*.whl -Repository $index", "PathNotFound")]
    [InlineData("Publish-PythonDistribution $dist/gone.whl -Repository $index", "PathNotFound")]
    [InlineData("Publish-PythonDistribution env:PATH -Repository $index", "PathNotInFileSystem")]
    [InlineData("Publish-PythonDistribution -LiteralPath nodrive:/x.whl -Repository $index", "PathNotInFileSystem")]
    public async Task A_path_that_names_no_distribution_is_an_error(string script, string id)
    {
        await using var host = await ModuleHost.OpenAsync();
        Assert.Equal(id, host.Run(script, ("dist", _dist.Path)).ErrorId);
        Assert.Empty(host.Stage.Log.Entries);
    }

    [Theory]
    [InlineData("http://example.org/", "IndexAddressInsecure")]
    [InlineData("nonsense", "IndexAddressInvalid")]
    public async Task An_index_that_is_none_gets_nothing(string repository, string id)
    {
        await using var host = await ModuleHost.OpenAsync();
        Archives.ValidWheel(_dist);
        foreach (var command in new[] { "Publish-PythonDistribution $dist/*", "Get-CIIdToken", "Get-IndexAudience", "New-PyPIToken -IdToken a.b.c" })
            Assert.Equal(id, host.Run($"{command} -Repository {repository}", ("dist", _dist.Path)).ErrorId);
        Assert.Empty(host.Stage.Log.Entries);
    }

    [Fact]
    public async Task An_ended_ID_token_is_not_sent()
    {
        await using var host = await ModuleHost.OpenAsync();
        var jwt = host.Stage.IssueIdToken("rehearsal", null, TimeSpan.FromSeconds(-60));
        Assert.Equal("IdTokenExpired", host.Run("New-PyPIToken -IdToken $jwt -Repository $index", ("jwt", jwt)).ErrorId);
        Assert.DoesNotContain(host.Stage.Log.Entries, static entry => entry.Stage == "mint");
    }

    [Fact]
    public async Task Nor_is_one_for_another_audience()
    {
        await using var host = await ModuleHost.OpenAsync();
        Assert.Equal("IdTokenAudienceMismatch", host.Run("Get-CIIdToken -Audience pypi | New-PyPIToken -Repository $index").ErrorId);
        Assert.DoesNotContain(host.Stage.Log.Entries, static entry => entry.Stage == "mint");
    }

    [Fact]
    public async Task A_token_for_one_index_does_not_go_to_another()
    {
        await using var host = await ModuleHost.OpenAsync();
        Archives.ValidWheel(_dist);
        var outcome = host.Run("Get-CIIdToken -Repository $index | New-PyPIToken | Publish-PythonDistribution $dist/* -Repository testpypi", ("dist", _dist.Path));
        Assert.Equal("IndexMismatch", outcome.ErrorId);
        Assert.DoesNotContain(host.Stage.Log.Entries, static entry => entry.Stage == "upload");
    }

    [Fact]
    public async Task A_chain_that_brings_no_token_publishes_nothing()
    {
        await using var host = await ModuleHost.OpenAsync();
        Archives.ValidWheel(_dist);
        var outcome = host.Run("$null | Where-Object { $false } | Publish-PythonDistribution $dist/* -Repository $index", ("dist", _dist.Path));
        Assert.Equal("NoToken", outcome.ErrorId);
        Assert.Empty(outcome.Output);
        Assert.Empty(host.Stage.Log.Entries);
    }

    [Fact]
    public async Task A_token_as_text_is_refused_without_quoting_it()
    {
        await using var host = await ModuleHost.OpenAsync();
        var outcome = host.Run("Publish-PythonDistribution x.whl -Token 'pypi-verysecret'");
        Assert.Contains("ConvertTo-SecureString", outcome.Error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("verysecret", outcome.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_indexes_are_asked_though_one_fails()
    {
        await using var host = await ModuleHost.OpenAsync();
        var outcome = host.Run("Get-IndexAudience nonsense, $index");
        Assert.Equal("IndexAddressInvalid", outcome.ErrorId);
        Assert.Equal("rehearsal", outcome.Value("Audience"));
    }

    [Fact]
    public async Task Every_kind_of_failure_has_its_category()
    {
        await using var host = await ModuleHost.OpenAsync();
        host.Run("Get-IndexAudience nonsense");
        var assemblies = AppDomain.CurrentDomain.GetAssemblies();
        var kinds = assemblies.Last(static assembly => assembly.GetName().Name == "TrustedPublish.Core").GetType("TrustedPublish.Core.Failures.FailureKind")!;
        var category = assemblies.Last(static assembly => assembly.GetName().Name == "TrustedPublish.Cmdlets").GetType("TrustedPublish.Errors.ErrorTable")!.GetMethod("Category")!;
        foreach (var kind in Enum.GetValues(kinds))
            Assert.NotEqual(ErrorCategory.NotSpecified, (ErrorCategory)category.Invoke(null, [kind])!);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
