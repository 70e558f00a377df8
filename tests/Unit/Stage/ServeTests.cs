using System.Diagnostics;
using System.Text.RegularExpressions;
using TrustedPublish.Rehearsal.Stage;

namespace TrustedPublish.Unit.Stage;

/// <summary>The program's mode <c>serve</c>, really started: what it prints makes a shell a job of that system and of no other.</summary>
public sealed partial class ServeTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("github", "ACTIONS_ID_TOKEN_REQUEST_URL")]
    [InlineData("gitlab", "REHEARSAL_ID_TOKEN")]
    [InlineData("google", "GCE_METADATA_HOST")]
    [InlineData("buildkite", "BUILDKITE")]
    [InlineData("circleci", "CIRCLECI")]
    [InlineData("semaphore", "SEMAPHORE_OIDC_TOKEN")]
    [InlineData("activestate", "CI")]
    public async Task Prints_the_job_of_each_system(string system, string variable)
    {
        var lines = await ServeAsync("--ci", system);
        Assert.Contains(lines, line => line.StartsWith($"  $env:{variable} = '", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith($"  export {variable}='", StringComparison.Ordinal));
        Assert.Contains("  $env:TRAVIS_ID_TOKEN = $null", lines);
        Assert.Contains("  unset TRAVIS_ID_TOKEN", lines);
        Assert.Equal(system is "buildkite" or "circleci" or "activestate", lines.Any(static line => line.StartsWith("  $env:PATH = '", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Takes_the_options_of_a_job()
    {
        Assert.Contains(await ServeAsync("--ci", "gitlab", "--token-variable", "MY_TOKEN"), static line => line.StartsWith("  $env:MY_TOKEN = '", StringComparison.Ordinal));
        var google = await ServeAsync("--ci", "google", "--impersonate", "releases@octo-org.iam.gserviceaccount.com");
        Assert.Contains("  $env:GOOGLE_SERVICE_ACCOUNT_NAME = 'releases@octo-org.iam.gserviceaccount.com'", google);
        Assert.Contains(google, static line => line.StartsWith("  $env:TRUSTEDPUBLISH_IAM_ENDPOINT = 'http://127.0.0.1:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Has_a_Sigstore_whose_documents_are_there()
    {
        Assert.True(await ServeAsync(["--ci", "gitlab"], static lines =>
        {
            var root = Assert.Single(lines, static line => line.StartsWith("  trusted root ", StringComparison.Ordinal)).Split(' ')[^1];
            var config = Assert.Single(lines, static line => line.StartsWith("  signing config ", StringComparison.Ordinal)).Split(' ')[^1];
            Assert.Contains(lines, static line => line.StartsWith("  $env:SIGSTORE_ID_TOKEN = '", StringComparison.Ordinal));
            Assert.Contains(lines, line => line.EndsWith($" -Attestation Required -TrustedRoot '{root}' -SigningConfig '{config}'", StringComparison.Ordinal));
            return Task.FromResult(File.Exists(root) && File.Exists(config));
        }));
    }

    [Theory]
    [InlineData("--publisher", "environment=release", "invalid-publisher: valid token, but no corresponding publisher (Publisher with matching claims was not found)")]
    [InlineData("--publisher", "environment=", null)]
    [InlineData("--publisher", "pending=true,exists=true", "invalid-pending-publisher: valid token, but project already exists")]
    [InlineData("--publisher", "pending=true,refusal=No.", "invalid-payload: No.")]
    [InlineData("--not-enabled", null, "not-enabled: gitlab trusted publishing functionality not enabled")]
    [InlineData("--token-audience", "pypi", "invalid-token: malformed or invalid token")]
    public async Task Rehearses_a_wrong_setting(string option, string? value, string? refusal)
    {
        await using var visitor = await Visitor.OpenAsync();
        string[] words = value is null ? [option] : [option, value];
        Assert.Equal(refusal, await ServeAsync(["--ci", "gitlab", .. words], async lines =>
        {
            var index = Assert.Single(lines, static line => line.StartsWith("Index ", StringComparison.Ordinal)).Split(' ')[^1];
            var jwt = JobToken().Match(Assert.Single(lines, static line => line.StartsWith("  $env:REHEARSAL_ID_TOKEN", StringComparison.Ordinal))).Groups["token"].Value;
            return (await visitor.MintAsync(jwt, new Uri(index))).Refusal;
        }));
    }

    [Theory]
    [InlineData("--ci takes github, gitlab, google, buildkite, circleci, semaphore, activestate.", "--ci", "jenkins")]
    [InlineData("A publisher of github has no 'namespace', or can't be without it.", "--publisher", "namespace=a")]
    [InlineData("A publisher of github has no 'owner', or can't be without it.", "--publisher", "owner=")]
    [InlineData("--publisher takes KEY=VALUE, not 'owner'.", "--publisher", "owner")]
    [InlineData("--tool-fails takes an exit code from 1 to 255, a colon and a text.", "--tool-fails", "0:fine")]
    public async Task Says_what_it_does_not_take(string text, params string[] words)
    {
        using var process = Start(words);
        var error = process.StandardError.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);
        Assert.Equal(2, process.ExitCode);
        Assert.Equal(text, (await error).Split('\n')[0].Trim());
    }

    private static Task<IReadOnlyList<string>> ServeAsync(params string[] words) => ServeAsync(words, Task.FromResult);

    /// <summary>Starts it, gives what it prints up to its requests, and ends it.</summary>
    private static async Task<T> ServeAsync<T>(string[] words, Func<IReadOnlyList<string>, Task<T>> use)
    {
        using var process = Start(words);
        try
        {
            var lines = new List<string>();
            while (await process.StandardOutput.ReadLineAsync(Stop) is { } line && !line.StartsWith("Requests", StringComparison.Ordinal)) lines.Add(line);
            return await use(lines);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(Stop);
        }
    }

    private static Process Start(string[] words)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(RehearsalStage).Assembly.Location, "serve", .. words]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["TRAVIS_ID_TOKEN"] = "of another system";
        return Process.Start(start)!;
    }

    [GeneratedRegex("= '(?<token>.+)'$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex JobToken();
}
