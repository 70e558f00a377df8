using System.Management.Automation;
using TrustedPublish.Async;
using TrustedPublish.Core.Attestations;
using TrustedPublish.Core.Distributions;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;
using TrustedPublish.Core.Identity;
using TrustedPublish.Core.Publishing;
using TrustedPublish.Core.Sigstore.Trust;
using TrustedPublish.GitHub;
using TrustedPublish.Paths;
using TrustedPublish.Secrets;
using Trace = TrustedPublish.Core.Trace;

namespace TrustedPublish.Commands;

/// <summary>New-PythonAttestation: signs wheels and sdists with this job's identity, through Sigstore.</summary>
[Cmdlet(VerbsCommon.New, "PythonAttestation", DefaultParameterSetName = ByPath, SupportsShouldProcess = true)]
[OutputType(typeof(PythonAttestation))]
public sealed class NewPythonAttestationCommand : PatientPathCommand
{
    private readonly List<CIIdToken> _idTokens = [];

    /// <summary>
    /// The ID token to sign with, of the audience <c>sigstore</c>: the object of Get-CIIdToken, or the JWT as SecureString or text.
    /// Without one, this cmdlet gets it from the CI system itself.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [IdTokenArgument]
    public CIIdToken? IdToken { get; set; }

    /// <summary>An ID token from Get-CIIdToken. It has no transformation as <c>-IdToken</c> has: that would take paths for tokens.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public CIIdToken? InputObject { get; set; }

    /// <summary>The folder to write to; without it, each attestation goes beside its distribution, where publishing looks for it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? OutputDirectory { get; set; }

    /// <summary>Replaces attestations that are there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes no file: the objects hold the attestations.</summary>
    [Parameter]
    public SwitchParameter NoFile { get; set; }

    /// <summary>The <c>trusted_root.json</c> of a private Sigstore; without it that of the public one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? TrustedRoot { get; set; }

    /// <summary>The <c>signing_config.json</c> of a private Sigstore; without it that of the public one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SigningConfig { get; set; }

    /// <summary>The version of the transparency log: 1, which PyPI takes, or 2, with a timestamp.</summary>
    [Parameter]
    [ValidateRange(1, 2)]
    public int RekorVersion { get; set; } = 1;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var token in new[] { IdToken, InputObject }.OfType<CIIdToken>().Where(token => !_idTokens.Contains(token))) _idTokens.Add(token);
        base.ProcessRecord();
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        var failures = new List<PublishException>(PathErrors);
        try
        {
            // A pipeline that should have brought a token and brought none: signing by this cmdlet's own means is not what was asked.
            var awaitsToken = MyInvocation.ExpectingInput && !PathsArePiped && _idTokens.Count == 0;
            var folder = FullPath(OutputDirectory);
            IReadOnlyList<Distribution> chosen = [.. Read(folder, failures).Where(distribution => ShouldProcess(distribution.File.FullName, "Sign, and log that publicly"))];
            if (chosen.Count > 0)
            {
                if (awaitsToken || _idTokens.Count > 1) throw NotOneToken();
                failures.AddRange(Sign(chosen, folder));
            }

            // Only now: under $ErrorActionPreference = 'Stop' the first error ends the cmdlet, and by now every file has had its turn.
            // GitHub shows ten of a step.
            foreach (var failure in failures.Take(10)) WorkflowCommand.Error(failure);
            failures.ForEach(Report);
        }
        catch (PublishException failure)
        {
            RunPage.Show(failure, WriteVerbose);
            Throw(failure);
        }
    }

    /// <summary>The distributions that can be signed; what is wrong with the others is then among <paramref name="failures"/>.</summary>
    private List<Distribution> Read(string? folder, List<PublishException> failures)
    {
        var read = new List<Distribution>();
        foreach (var file in ReleaseSet.Choose(Files, new Trace(WriteVerbose, WriteDebug)))
        {
            try
            {
                var distribution = Distribution.Read(file);
                if (!NoFile && !Force) AttestationFile.Refuse(AttestationFile.PathOf(file, folder));
                read.Add(distribution);
            }
            catch (PublishException failure)
            {
                failures.Add(failure);
            }
        }

        if (read.Count > 0 || failures.Count > 0) return read;
        throw new PublishException(
            FailureKind.NoDistributions,
            "There is no distribution to sign: the paths match no wheel (.whl) and no sdist (.tar.gz).",
            "Build first (python -m build), and check that -Path names the folder it writes to, such as dist/*.");
    }

    /// <summary>Signs the distributions side by side, and returns what went wrong with which.</summary>
    private IReadOnlyList<PublishException> Sign(IReadOnlyList<Distribution> distributions, string? folder)
    {
        var options = new TrustOptions
        {
            TrustedRootFile = FullPath(TrustedRoot),
            SigningConfigFile = FullPath(SigningConfig),
        };
        var given = _idTokens.Count > 0 ? _idTokens[0].Unwrap() : null;
        using var progress = new StepProgress(this, "Signing", distributions.Count);
        return Run(async (transport, stop) =>
        {
            using var trust = new SigstoreTrust(transport, options) { Warn = line => Post(() => WriteWarning(line)) };
            using var signer = new AttestationSigner(
                transport,
                async cancellation => await SigstoreDeployment.FindAsync(transport, trust, RekorVersion, cancellation),
                async cancellation => given ?? await RequestAsync(transport, cancellation));
            await using var digests = new FileDigests(stop);
            digests.Begin(distributions);
            // What is refused here is refused to every file, and is one error.
            await signer.PrepareAsync(stop);
            var done = 0;
            var failures = await Task.WhenAll(distributions.Select(async distribution =>
            {
                var failure = await SignAsync(signer, distribution, digests, folder, stop);
                progress.Show(Interlocked.Increment(ref done) + 1, distribution.FileName, Post);
                return failure;
            }));
            return (IReadOnlyList<PublishException>)[.. failures.OfType<PublishException>()];
        });
    }

    private async Task<PublishException?> SignAsync(AttestationSigner signer, Distribution distribution, FileDigests digests, string? folder, CancellationToken stop)
    {
        try
        {
            var attestation = await signer.SignAsync(distribution.FileName, await digests.GetAsync(distribution), stop);
            var path = NoFile ? null : AttestationFile.PathOf(distribution.File, folder);
            if (path is not null) AttestationFile.Write(path, attestation, Force);
            var signed = new PythonAttestation(distribution, attestation, path, signer.EntryPage(attestation.Signed.Entry.LogIndex));
            Post(() => WriteObject(signed));
            return null;
        }
        catch (PublishException failure)
        {
            return failure.About(distribution.File.FullName);
        }
    }

    private static async Task<IdToken> RequestAsync(HttpTransport transport, CancellationToken cancellationToken)
    {
        var providers = JobIdentity.Of(transport);
        return await providers.RequestAsync(await providers.FindAsync(null, cancellationToken), AttestationSigner.Audience, cancellationToken);
    }

    private PublishException NotOneToken() => new(
        FailureKind.NoToken,
        _idTokens.Count == 0 ? "The pipeline brought no ID token, so nothing was signed." : $"There are {_idTokens.Count} ID tokens, and files are signed with one.",
        _idTokens.Count == 0 ? "Look at what stands before this cmdlet: it returned nothing. Without a pipeline this cmdlet gets an ID token itself." : "Pass one: Get-CIIdToken -Audience sigstore | New-PythonAttestation dist/*.");
}
