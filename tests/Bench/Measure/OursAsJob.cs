namespace TrustedPublish.Bench.Measure;

/// <summary>Publish-PythonDistribution as a CI job, which gets its own tokens, in a pwsh of its own.</summary>
internal static class OursAsJob
{
    /// <summary>The variables that tell where the files of the stage's Sigstore are.</summary>
    public const string TrustedRoot = "BENCH_TRUSTED_ROOT";

    /// <inheritdoc cref="TrustedRoot"/>
    public const string SigningConfig = "BENCH_SIGNING_CONFIG";

    private const string Script = """
        Import-Module $Manifest
        $attest = $Attested -eq 'yes' ? @{ Attestation = 'Optional'; TrustedRoot = $env:BENCH_TRUSTED_ROOT; SigningConfig = $env:BENCH_SIGNING_CONFIG } : @{ NoAttestation = $true }
        Publish-PythonDistribution -Path $Files -Repository $Index @attest | ForEach-Object { if ($attest.Attestation -and -not $_.Attestations) { throw "$($_.FileName) went without." }; "$($_.Status) $($_.Attempts) $($_.Sha256) $($_.FileName)" }
        """;

    /// <summary>The client, with attestations or without.</summary>
    public static Client Of(bool isAttested) => new(isAttested ? "with attestations" : "without", (assignment, stop) => Pwsh.RunAsync(
        Script,
        new Dictionary<string, string>
        {
            ["Files"] = Path.Combine(assignment.Folder, "*"),
            ["Index"] = assignment.Index.AbsoluteUri,
            ["Attested"] = isAttested ? "yes" : "no",
        },
        // CI stands among the job's own.
        Client.Variables(assignment.Job.Where(static variable => variable.Key != "CI")),
        stop));
}
