using TrustedPublish.Rehearsal.Run;
using TrustedPublish.Rehearsal.Stage;

namespace TrustedPublish.Rehearsal.Serve;

/// <summary>What to type in pwsh, as a job of a CI system, to publish to the index.</summary>
internal static class Recipe
{
    public static IReadOnlyList<string> For(CISystem system, RehearsalStage stage, JobIdentity job, bool isForIndex) =>
    [
        $"Import-Module '{StagedModule.Manifest}'",
        .. system switch
        {
            CISystem.ActiveState =>
            [
                $"Set-Content activestate.yaml 'project: https://platform.activestate.com/{job.FullName}?branch=main&commitID=11111111-2222-4333-8444-555555555555'",
                $"Publish-ActiveStateDistribution -Path dist/*.tar.gz -Repository {stage.IndexUrl}",
            ],
            CISystem.Semaphore when !isForIndex =>
            [
                "# Semaphore's token is for the organization's URL, which this index does not take, as PyPI does not: that is the error to see.",
                "# serve --ci semaphore --token-audience rehearsal is a job whose token it takes.",
                .. Chain(stage),
            ],
            CISystem.GitHub or CISystem.GitLab or CISystem.Google =>
            [
                .. Chain(stage),
                "# Or with attestations by the Sigstore above; the index knows those of a file by its first upload alone:",
                $"{Publish(stage)} -Attestation Required -TrustedRoot '{stage.TrustedRootFile}' -SigningConfig '{stage.SigningConfigFile}'",
            ],
            _ => Chain(stage),
        },
    ];

    private static IReadOnlyList<string> Chain(RehearsalStage stage) =>
    [
        $"Get-IndexAudience {stage.IndexUrl}",
        Publish(stage),
    ];

    private static string Publish(RehearsalStage stage) => $"Get-CIIdToken -Repository {stage.IndexUrl} | New-PyPIToken | Publish-PythonDistribution -Path dist/*";
}
