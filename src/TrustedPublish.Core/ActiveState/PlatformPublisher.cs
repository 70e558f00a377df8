using TrustedPublish.Core.Distributions;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;

namespace TrustedPublish.Core.ActiveState;

/// <summary>
/// Publishes an sdist through ActiveState's Platform: catalogue, build script, commit, evaluation. Whatever ends it early, the
/// project's folder is left as it was found; only a success leaves the new script and commit there.
/// </summary>
public sealed class PlatformPublisher(StateTool tool, ProjectFolder project, Trace trace)
{
    /// <summary>How many steps there are.</summary>
    public const int Steps = 4;

    /// <summary>Told each step when it begins: its number from 1, and what it is.</summary>
    public Action<int, string>? OnStep { get; init; }

    /// <summary>The time that it may take; then the tool is ended.</summary>
    public TimeBudget Budget { get; init; } = TimeBudget.Unlimited;

    /// <summary>All of it.</summary>
    /// <exception cref="PublishException">What failed, or <see cref="FailureKind.OutOfTime"/>.</exception>
    public async Task<PlatformRelease> PublishAsync(Distribution sdist, PlatformBuild build, CancellationToken cancellationToken)
    {
        // What can be known to fail is, before the catalogue has a new version for good.
        if (!build.ReplaceScript) ScriptFile.Refuse(project.ScriptPath);
        ScriptOf(build, sdist.Metadata.Name, sdist.Metadata.Version.Text, DateTimeOffset.UnixEpoch);

        using var inTime = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Budget.Token);
        Begin(1, $"Publishing {sdist.FileName} to {build.Namespace}");
        var ingredient = await InTimeAsync(
            tool.PublishAsync(sdist, build.Namespace, build.Edit, inTime.Token),
            "'state publish' was ended",
            " ActiveState's catalogue may have the version all the same: then run this again with -Edit.",
            cancellationToken);
        trace.Verbose($"ActiveState's catalogue has {ingredient.Name} {ingredient.Version}, revision {ingredient.Revision}, from {ScriptValue.Time(ingredient.Timestamp)} on.");
        try
        {
            var backup = new ProjectBackup(project);
            try
            {
                var release = await InTimeAsync(BuildAsync(sdist, ingredient, build, backup, inTime.Token), "the build was ended", "", cancellationToken);
                backup.Discard();
                return release;
            }
            catch (Exception exception)
            {
                Restore(backup, exception);
                throw;
            }
        }
        catch (PublishException failure)
        {
            throw new PublishException(failure.Kind, failure.Message, NextTime(failure), failure)
            {
                Target = sdist.File.FullName,
                Notes = failure.Kind == FailureKind.BuildUploadRefused ? Publisher(build, sdist.Metadata.Name) : [],
            };
        }
    }

    /// <summary>What the publisher on the index must be, as far as that is known here, and its form filled in.</summary>
    private IReadOnlyList<string> Publisher(PlatformBuild build, string name)
    {
        var address = project.ReadAddress();
        return
        [
            $"The ActiveState publisher on {build.Index} must have the Organization '{address.Organization}', the ActiveState Project name '{address.Project}', and as Actor Username the account that is logged in to the State Tool.",
            $"The form, filled in but for that: {build.Index.PublisherFormAddress(name, "activestate", [("organization", address.Organization), ("project", address.Project)])}",
        ];
    }

    /// <summary>What to do after a failure that the catalogue has a new version by. What the index refuses has its own: not each wheel may come again.</summary>
    private static string NextTime(PublishException failure) => failure.Kind == FailureKind.BuildUploadRefused
        ? failure.Remedy
        : $"{failure.Remedy} ActiveState's catalogue has the package by now: run this again with -Edit.";

    /// <summary>The result of work that <see cref="Budget"/> may end; <paramref name="next"/> is what its end leaves to do.</summary>
    private async Task<T> InTimeAsync<T>(Task<T> work, string end, string next, CancellationToken cancellationToken)
    {
        try
        {
            return await work;
        }
        catch (OperationCanceledException exception) when (Budget.IsOver && !cancellationToken.IsCancellationRequested)
        {
            var failure = Budget.Failure(end);
            throw new PublishException(failure.Kind, failure.Message, $"Raise -TimeoutSec, or leave it away: the platform takes minutes.{next}", exception);
        }
    }

    private async Task<PlatformRelease> BuildAsync(Distribution sdist, PublishedIngredient ingredient, PlatformBuild build, ProjectBackup backup, CancellationToken cancellationToken)
    {
        var target = build.WheelOnly ? BuildScript.WheelTarget : BuildScript.ReceiptTarget;
        for (var attempt = 1; ; attempt++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Begin(2, "Writing the build script");
            // The project is read anew: each commit changes its URL. A second script replaces this run's own first one.
            var script = ScriptOf(build with { Namespace = ingredient.Namespace }, ingredient.Name, ingredient.Version, ingredient.Timestamp) with { Attempt = attempt };
            backup.WriteScript(script.ToString(), build.ReplaceScript || attempt > 1);
            Begin(3, "Committing the build script");
            var commit = await tool.CommitAsync(cancellationToken);
            Begin(4, build.WheelOnly ? "Building the wheel" : $"Building the wheel and publishing it to {build.Index}");
            try
            {
                await tool.EvaluateAsync(target, cancellationToken);
                return new PlatformRelease(sdist, ingredient, commit, attempt, !build.WheelOnly, build.Index);
            }
            catch (PublishException failure) when (failure.IsTransient && attempt <= build.MaximumRetryCount)
            {
                // No wait: to commit and to plan the build again takes the platform longer than any pause that helps.
                trace.Verbose($"{failure.Message} Trying again as attempt {attempt + 1} of {build.MaximumRetryCount + 1}.");
            }
        }
    }

    private BuildScript ScriptOf(PlatformBuild build, string name, string version, DateTimeOffset time) =>
        new(project.ReadAddress(), time, build.Namespace, name, version, build.Destination) { Platforms = build.Platforms, PythonVersion = build.PythonVersion };

    private void Begin(int step, string what)
    {
        trace.Verbose($"{what}.");
        OnStep?.Invoke(step, what);
    }

    /// <summary>Puts the project's files back; where that fails too, both failures are told.</summary>
    private void Restore(ProjectBackup backup, Exception cause)
    {
        try
        {
            backup.Restore();
            trace.Verbose($"{project.Path} is as it was before.");
        }
        catch (PublishException failure) when (cause is PublishException first)
        {
            throw new PublishException(first.Kind, $"{first.Message} {failure.Message}", $"{failure.Remedy} {first.Remedy}", first);
        }
        catch (PublishException failure)
        {
            // Cancelled, or a fault of this program: that is what ends it.
            trace.Verbose($"{failure.Message} {failure.Remedy}");
        }
    }
}
