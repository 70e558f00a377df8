using System.Diagnostics;
using System.Management.Automation;
using System.Runtime.Loader;
using TrustedPublish.Hosted.Support;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Hosted;

/// <summary>WhatIf, cancellation, secrets and isolation.</summary>
public sealed class BehaviourTests : IDisposable
{
    private readonly TemporaryFolder _dist = new();

    public void Dispose() => _dist.Dispose();

    [Fact]
    public async Task WhatIf_reads_the_files_and_sends_nothing()
    {
        await using var host = await ModuleHost.OpenAsync();
        Archives.ValidWheel(_dist);
        var outcome = host.Run("Publish-PythonDistribution $dist/* -Repository $index -WhatIf -Verbose", ("dist", _dist.Path));
        Assert.Empty(outcome.Output);
        Assert.Empty(outcome.Errors);
        Assert.Contains(outcome.Verbose, static line => line.StartsWith("Read demo-1.0-py3-none-any.whl", StringComparison.Ordinal));
        Assert.Empty(host.Stage.Log.Entries);
    }

    [Fact]
    public async Task WhatIf_finds_a_broken_file()
    {
        await using var host = await ModuleHost.OpenAsync();
        await File.WriteAllTextAsync(_dist.File("broken-1.0.tar.gz").FullName, "x", TestContext.Current.CancellationToken);
        Assert.Equal("ArchiveDamaged", host.Run("Publish-PythonDistribution $dist/* -Repository $index -WhatIf", ("dist", _dist.Path)).ErrorId);
    }

    [Fact]
    public async Task WhatIf_over_the_whole_chain_mints_nothing_and_is_no_error()
    {
        await using var host = await ModuleHost.OpenAsync();
        Archives.ValidWheel(_dist);
        var outcome = host.Run("$WhatIfPreference = $true; Get-CIIdToken -Repository $index | New-PyPIToken | Publish-PythonDistribution $dist/*", ("dist", _dist.Path));
        Assert.Empty(outcome.Errors);
        Assert.Empty(outcome.Output);
        Assert.DoesNotContain(host.Stage.Log.Entries, static entry => entry.Stage is "mint" or "upload");
    }

    [Fact]
    public async Task Stop_ends_an_upload_at_once_and_leaves_nothing_running()
    {
        await using var host = await ModuleHost.OpenAsync();
        Archives.ValidWheel(_dist, padding: 200_000);
        host.Stage.Faults.Add("upload:hang");
        using var shell = host.Shell();
        // The event comes on the pipeline's own thread, which must not be the one that stops it.
        var uploading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        shell.Streams.Verbose.DataAdded += (_, added) =>
        {
            if (shell.Streams.Verbose[added.Index].Message.StartsWith("Uploading", StringComparison.Ordinal)) uploading.TrySetResult();
        };
        shell.AddCommand("Publish-PythonDistribution").AddParameter("LiteralPath", _dist.File("demo-1.0-py3-none-any.whl").FullName)
            .AddParameter("Repository", host.Index).AddParameter("Verbose");
        var running = shell.BeginInvoke();
        await uploading.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        var clock = Stopwatch.StartNew();
        shell.Stop();
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(1), $"It took {clock.Elapsed}.");
        Assert.Equal(PSInvocationState.Stopped, shell.InvocationStateInfo.State);
        Assert.ThrowsAny<RuntimeException>(() => shell.EndInvoke(running));
        Assert.Empty(host.Stage.Store.Files);
    }

    [Fact]
    public async Task A_pipeline_that_needs_no_more_ends_the_work()
    {
        await using var host = await ModuleHost.OpenAsync();
        // Of one release, so that the second file waits for the first.
        Archives.ValidWheel(_dist);
        Archives.ValidSdist(_dist);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var second = new ManualResetEventSlim();
        var uploads = 0;
        host.Stage.Log.Began += step =>
        {
            if (step == "upload" && Interlocked.Increment(ref uploads) == 2) second.Set();
        };
        host.Stage.Log.Added += entry =>
        {
            // Before the first file's answer goes out: the second one's upload will hang until somebody ends it.
            if (entry is { Stage: "upload", Status: 200 }) host.Stage.Faults.Add("upload:hang");
            if (entry is { Stage: "upload", Status: 0 }) ended.SetResult();
        };
        // Only once the second upload is under way: a pipeline that ends before has nothing to end.
        host.Run("Publish-PythonDistribution $dist/* -Repository $index | ForEach-Object { $null = $second.Wait(20000); throw 'enough' }", ("dist", _dist.Path), ("second", second));
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Single(host.Stage.Store.Files);
    }

    [Theory]
    [InlineData("$token | Publish-PythonDistribution $dist/*")]
    [InlineData("$token | Publish-PythonDistribution")]
    [InlineData("Publish-PythonDistribution $token")]
    [InlineData("Publish-PythonDistribution -LiteralPath $token")]
    [InlineData("[pscustomobject]@{ token = $token } | Publish-PythonDistribution")]
    [InlineData("Publish-PythonDistribution $dist/* -Token $token")]
    [InlineData("$token | New-PyPIToken -Repository $index")]
    [InlineData("New-PyPIToken $token -Repository $index")]
    [InlineData("New-PyPIToken -IdToken $token -Repository $index")]
    public async Task No_error_quotes_a_token_that_came_in_the_wrong_place(string script)
    {
        await using var host = await ModuleHost.OpenAsync();
        Archives.ValidWheel(_dist);
        foreach (var token in new[] { host.Stage.MintApiToken(), $"{host.Stage.IssueIdToken("rehearsal")}x.y" })
        {
            var outcome = host.Run(script, ("token", token), ("dist", _dist.Path));
            Assert.All(outcome.Errors.Append(outcome.Terminating).OfType<ErrorRecord>(), error =>
            {
                foreach (var shown in new[] { error.ToString(), error.Exception.ToString(), $"{error.ErrorDetails?.Message} {error.ErrorDetails?.RecommendedAction}" })
                    Assert.DoesNotContain(token, shown, StringComparison.Ordinal);
            });
            Assert.NotEmpty(outcome.Errors);
        }
    }

    [Fact]
    public async Task No_stream_no_error_and_no_property_holds_a_token()
    {
        await using var host = await ModuleHost.OpenAsync();
        Archives.ValidWheel(_dist);
        host.Stage.Faults.Add("upload:503");
        var outcome = host.Run(
            """
            $VerbosePreference = $DebugPreference = 'Continue'
            $idToken = Get-CIIdToken -Repository $index
            $apiToken = $idToken | New-PyPIToken
            $idToken; $apiToken
            $apiToken | Publish-PythonDistribution $dist/*
            $idToken | New-PyPIToken -ErrorAction Continue
            """,
            ("dist", _dist.Path));
        Assert.Equal("IdTokenReused", outcome.ErrorId);
        var secrets = host.LogCommands.ToString().Split('\n').Where(static line => line.StartsWith("::add-mask::", StringComparison.Ordinal)).Select(static line => line["::add-mask::".Length..].Trim()).ToList();
        // The request token, the ID token and the API token.
        Assert.Equal(3, secrets.Count);
        secrets.Add(host.Stage.Environment["ACTIONS_ID_TOKEN_REQUEST_TOKEN"]);

        var shown = new List<string>();
        shown.AddRange(outcome.Verbose);
        shown.AddRange(outcome.Debug);
        shown.AddRange(outcome.Warnings);
        shown.AddRange(outcome.Progress.Select(static record => $"{record.Activity} {record.StatusDescription} {record.CurrentOperation}"));
        shown.AddRange(outcome.Errors.Append(outcome.Terminating).OfType<ErrorRecord>().SelectMany(static error => new[] { error.ToString(), error.Exception.ToString(), $"{error.TargetObject}", $"{error.ErrorDetails?.Message} {error.ErrorDetails?.RecommendedAction}" }));
        shown.AddRange(outcome.Output.SelectMany(static value => value.Properties.Select(static property => $"{property.Value}").Append(value.ToString())));
        Assert.True(outcome.Verbose.Count > 5 && outcome.Debug.Count > 5);
        foreach (var secret in secrets)
            Assert.DoesNotContain(shown, line => line.Contains(secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Core_and_Polly_live_in_a_context_of_their_own()
    {
        await using var host = await ModuleHost.OpenAsync();
        host.Run("Get-IndexAudience $index");
        foreach (var name in new[] { "TrustedPublish.Core", "Polly.Core" })
        {
            var contexts = AppDomain.CurrentDomain.GetAssemblies().Where(assembly => assembly.GetName().Name == name).Select(static assembly => AssemblyLoadContext.GetLoadContext(assembly)!.Name);
            Assert.Equal(["TrustedPublish"], contexts);
        }
    }

    [Fact]
    public async Task Indexes_complete()
    {
        await using var host = await ModuleHost.OpenAsync();
        foreach (var command in new[] { "Get-IndexAudience", "Get-CIIdToken", "New-PyPIToken", "Publish-PythonDistribution" })
        {
            var script = $"{command} -Repository test";
            using var shell = host.Shell();
            var completion = CommandCompletion.CompleteInput(script, script.Length, null, shell);
            Assert.Equal(["testpypi"], completion.CompletionMatches.Select(static match => match.CompletionText));
        }
    }
}
