using System.Management.Automation;
using System.Security;
using TrustedPublish.Hosted.Support;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Hosted;

/// <summary>What each cmdlet returns, alone and in the chain.</summary>
public sealed class ChainTests : IDisposable
{
    private readonly TemporaryFolder _dist = new();

    public void Dispose() => _dist.Dispose();

    [Fact]
    public async Task The_chain_publishes()
    {
        await using var host = await ModuleHost.OpenAsync();
        var (wheel, sdist) = (Archives.ValidWheel(_dist, padding: 100_000), Archives.ValidSdist(_dist));
        var outcome = host.Run("Get-CIIdToken -Repository $index | New-PyPIToken | Publish-PythonDistribution -Path $dist/*", ("dist", _dist.Path));
        Assert.Empty(outcome.Errors);
        Assert.Equal([wheel.Name, sdist.Name], outcome.Output.Select(static result => (string)result.Properties["FileName"].Value));
        var result = outcome.Output[0];
        var stored = host.Stage.Store.Find(wheel.Name)!;
        Assert.Equal(wheel.FullName, result.Properties["Path"].Value);
        Assert.Equal("demo", result.Properties["Project"].Value);
        Assert.Equal("1.0", result.Properties["Version"].Value);
        Assert.Equal("Wheel", result.Properties["PackageType"].Value);
        Assert.Equal(wheel.Length, result.Properties["Size"].Value);
        Assert.Equal(stored.Sha256, result.Properties["Sha256"].Value);
        Assert.Equal("Published", result.Properties["Status"].Value);
        Assert.Equal(host.Index, result.Properties["Repository"].Value);
        Assert.Equal(new Uri($"{host.Index}project/demo/1.0/"), result.Properties["Url"].Value);
        Assert.Equal(1, result.Properties["Attempts"].Value);
        Assert.True((TimeSpan)result.Properties["Duration"].Value > TimeSpan.Zero);
        Assert.Equal(2, host.Stage.Store.Files.Count);
    }

    [Fact]
    public async Task One_command_does_the_whole_flow()
    {
        await using var host = await ModuleHost.OpenAsync();
        Archives.ValidWheel(_dist);
        var outcome = host.Run("Publish-PythonDistribution $dist/*.whl -Repository $index", ("dist", _dist.Path));
        Assert.Empty(outcome.Errors);
        Assert.Equal("Published", outcome.Value("Status"));
        Assert.Contains("::add-mask::pypi-", host.LogCommands.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_audience_leads_into_the_chain()
    {
        await using var host = await ModuleHost.OpenAsync();
        var outcome = host.Run("Get-IndexAudience $index | Get-CIIdToken");
        Assert.Equal("rehearsal", outcome.Value("Audience"));
        Assert.Equal(host.Index, outcome.Value("Repository"));
        Assert.Single(host.Stage.Log.Entries, static entry => entry.Stage == "audience");
    }

    [Fact]
    public async Task An_ID_token_shows_what_it_says()
    {
        await using var host = await ModuleHost.OpenAsync();
        var outcome = host.Run("Get-CIIdToken -Repository $index -Provider GitHubActions");
        Assert.Equal("GitHubActions", outcome.Value("Provider"));
        Assert.Equal(host.Stage.IdentityUrl.AbsoluteUri.TrimEnd('/'), outcome.Value("Issuer"));
        Assert.Equal("repo:octo-org/sampleproject:environment:pypi", outcome.Value("Subject"));
        Assert.Equal("octo-org/sampleproject", ((PSObject)outcome.Value("Claims")!).Properties["repository"].Value);
        Assert.Equal(TimeSpan.FromMinutes(5), (DateTime)outcome.Value("ExpiresAt")! - (DateTime)outcome.Value("IssuedAt")!);
        Assert.IsType<SecureString>(outcome.Value("Token"));
    }

    [Fact]
    public async Task An_API_token_comes_with_its_credential()
    {
        await using var host = await ModuleHost.OpenAsync();
        var outcome = host.Run("Get-CIIdToken -Repository $index | New-PyPIToken");
        Assert.Equal("__token__", outcome.Value("UserName"));
        Assert.StartsWith("pypi-", ((PSCredential)outcome.Value("Credential")!).GetNetworkCredential().Password, StringComparison.Ordinal);
        Assert.InRange((DateTime)outcome.Value("ExpiresAt")! - TimeProvider.System.GetLocalNow().DateTime, TimeSpan.FromSeconds(870), TimeSpan.FromSeconds(900));
    }

    [Fact]
    public async Task Text_comes_only_where_it_is_asked_for()
    {
        await using var host = await ModuleHost.OpenAsync();
        var outcome = host.Run("New-PyPIToken -IdToken (Get-CIIdToken -Repository $index -AsPlainText) -Repository $index -AsPlainText");
        var token = Assert.IsType<string>(outcome.Output.Single().BaseObject);
        Assert.StartsWith("pypi-", token, StringComparison.Ordinal);
        Assert.Contains($"::add-mask::{token}", host.LogCommands.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_of_ones_own_uploads()
    {
        await using var host = await ModuleHost.OpenAsync();
        Archives.ValidWheel(_dist);
        using var secure = new System.Net.NetworkCredential("", host.Stage.MintApiToken()).SecurePassword;
        var outcome = host.Run("Publish-PythonDistribution $dist/* -Token $secure -Repository $index", ("dist", _dist.Path), ("secure", secure));
        Assert.Equal("Published", outcome.Value("Status"));
        Assert.DoesNotContain(host.Stage.Log.Entries, static entry => entry.Stage is "identity" or "mint");
    }

    [Fact]
    public async Task Files_come_through_the_pipeline()
    {
        await using var host = await ModuleHost.OpenAsync();
        var files = new[] { Archives.ValidWheel(_dist, "one"), Archives.ValidWheel(_dist, "two") };
        var outcome = host.Run("$files | Publish-PythonDistribution -Repository $index", ("files", files));
        Assert.Empty(outcome.Errors);
        Assert.Equal(2, outcome.Output.Count);
        Assert.Single(host.Stage.Log.Entries, static entry => entry.Stage == "mint");
    }

    [Theory]
    [InlineData("$names | Publish-PythonDistribution -Repository $index")]
    [InlineData("$names | Publish-PythonDistribution -Repository $index -Token $secure")]
    public async Task So_do_paths_as_text(string script)
    {
        await using var host = await ModuleHost.OpenAsync();
        using var secure = new System.Net.NetworkCredential("", host.Stage.MintApiToken()).SecurePassword;
        var names = new[] { Archives.ValidWheel(_dist, "one").FullName, Archives.ValidWheel(_dist, "two").FullName };
        var outcome = host.Run(script, ("names", names), ("secure", secure));
        Assert.Empty(outcome.Errors);
        Assert.Equal(2, outcome.Output.Count);
    }

    [Theory]
    [InlineData("$jwt | New-PyPIToken -Repository $index")]
    [InlineData("New-PyPIToken $jwt -Repository $index")]
    [InlineData("New-PyPIToken -IdToken $jwt -Repository $index")]
    public async Task An_ID_token_is_taken_as_text(string script)
    {
        await using var host = await ModuleHost.OpenAsync();
        var outcome = host.Run(script, ("jwt", host.Stage.IssueIdToken("rehearsal")));
        Assert.Empty(outcome.Errors);
        Assert.Equal("__token__", outcome.Value("UserName"));
    }

    [Fact]
    public async Task The_exchange_is_tried_again_with_a_fresh_ID_token()
    {
        await using var host = await ModuleHost.OpenAsync();
        host.Stage.Faults.Add("mint:503");
        var outcome = host.Run("Get-CIIdToken -Repository $index | New-PyPIToken");
        Assert.Empty(outcome.Errors);
        Assert.Equal(2, host.Stage.Log.Entries.Count(static entry => entry.Stage == "mint"));
        Assert.Equal(2, host.Stage.Log.Entries.Count(static entry => entry.Stage == "identity"));
    }

    [Fact]
    public async Task A_literal_path_is_taken_to_the_letter()
    {
        await using var host = await ModuleHost.OpenAsync();
        var folder = Directory.CreateDirectory(Path.Combine(_dist.Path, "a[1]"));
        var wheel = Archives.ValidWheel(_dist);
        wheel.MoveTo(Path.Combine(folder.FullName, wheel.Name));
        Assert.Equal("PathNotFound", host.Run("Publish-PythonDistribution -Path $file -Repository $index", ("file", wheel.FullName)).ErrorId);
        Assert.Equal("Published", host.Run("Publish-PythonDistribution -LiteralPath $file -Repository $index", ("file", wheel.FullName)).Value("Status"));
    }

    [Fact]
    public async Task Two_tokens_publish_to_two_indexes()
    {
        await using var host = await ModuleHost.OpenAsync();
        await using var other = await Rehearsal.Stage.RehearsalStage.StartAsync(new(), TestContext.Current.CancellationToken);
        Archives.ValidWheel(_dist);
        other.Publishers.Add(Rehearsal.Stage.Publisher.For(new Rehearsal.Stage.JobIdentity()));
        var outcome = host.Run(
            "$second = New-PyPIToken -IdToken $jwt -Repository $otherIndex; & { Get-CIIdToken -Repository $index | New-PyPIToken; $second } | Publish-PythonDistribution $dist/*",
            ("dist", _dist.Path), ("jwt", other.IssueIdToken("rehearsal")), ("otherIndex", other.IndexUrl.AbsoluteUri));
        Assert.Empty(outcome.Errors);
        Assert.Equal([host.Index, other.IndexUrl.AbsoluteUri], outcome.Output.Select(static result => result.Properties["Repository"].Value));
    }

    [Fact]
    public async Task The_bar_counts_bytes_and_ends()
    {
        await using var host = await ModuleHost.OpenAsync();
        Archives.ValidWheel(_dist, padding: 3_000_000);
        var outcome = host.Run("Publish-PythonDistribution $dist/* -Repository $index", ("dist", _dist.Path));
        Assert.Contains(outcome.Progress, static record => record.StatusDescription?.EndsWith("of 3.0 MB", StringComparison.Ordinal) == true);
        Assert.Equal(ProgressRecordType.Completed, outcome.Progress[^1].RecordType);
    }
}
