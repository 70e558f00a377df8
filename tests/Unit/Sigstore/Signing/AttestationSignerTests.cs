using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using TrustedPublish.Core;
using TrustedPublish.Core.Attestations;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;
using TrustedPublish.Core.Identity;
using TrustedPublish.Core.Sigstore.Signing;
using TrustedPublish.Core.Sigstore.Trust;
using TrustedPublish.Core.Sigstore.Verification;
using TrustedPublish.Rehearsal.Stage;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Sigstore.Signing;

/// <summary>Against the rehearsal's Sigstore, which shares no code with the signer.</summary>
public sealed class AttestationSignerTests
{
    private static readonly string Sha256 = new('a', 64);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Twenty_files_side_by_side_share_one_ID_token_and_one_certificate(int rekorVersion)
    {
        await using var wire = await OpenAsync();
        using var job = new Job(wire, wire.Transport, rekorVersion);
        var attestations = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => job.Signer.SignAsync(Name(number), Sha256, Stop)));

        Assert.Equal((1, 1, 20, rekorVersion == 2 ? 20 : 0), (Count(wire, "identity"), Count(wire, "fulcio"), Count(wire, "rekor"), Count(wire, "tsa")));
        Assert.Equal(20, attestations.Select(static attestation => attestation.Signed.Entry.LogIndex).Distinct().Count());
        Assert.Equal(Enumerable.Range(0, 20).Select(Name), attestations.Select(static attestation => attestation.Statement.FileName));
        Assert.All(attestations, attestation =>
        {
            Assert.Equal(AttestationStatement.PublishType, attestation.Statement.PredicateType);
            Assert.Equal(rekorVersion == 2 ? 1 : 0, attestation.Signed.Timestamps.Count);
            job.Deployment.Verifier.Verify(Attestation.Read(attestation.Json, "test").Signed);
        });
        Assert.DoesNotContain(wire.Lines, line => job.Tokens.Any(token => line.Contains(token, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(1, "fulcio:503*2", 3, 1, 0)]
    [InlineData(1, "fulcio:lost", 2, 1, 0)]
    [InlineData(1, "rekor:503*2", 1, 3, 0)]
    [InlineData(1, "rekor:exists", 1, 2, 0)]
    [InlineData(2, "rekor:503", 1, 2, 1)]
    [InlineData(2, "rekor:lost", 1, 3, 2)] // the log has it, and can't show it: it is signed again
    [InlineData(2, "tsa:503", 1, 1, 2)]
    [InlineData(2, "tsa:lost", 1, 1, 2)]
    public async Task Gets_over_what_passes(int rekorVersion, string fault, int fulcio, int rekor, int tsa)
    {
        await using var wire = await OpenAsync();
        wire.Stage.Faults.Add(fault);
        using var job = new Job(wire, wire.Transport, rekorVersion);
        await job.Signer.SignAsync(Name(1), Sha256, Stop);
        Assert.Equal((1, fulcio, rekor, tsa), (Count(wire, "identity"), Count(wire, "fulcio"), Count(wire, "rekor"), Count(wire, "tsa")));
    }

    [Fact]
    public async Task An_entry_whose_answer_was_lost_is_found_again()
    {
        await using var wire = await OpenAsync();
        wire.Stage.Faults.Add("rekor:lost");
        using var job = new Job(wire, wire.Transport, 1);
        var first = await job.Signer.SignAsync(Name(1), Sha256, Stop);
        // Asked twice, and then for the one that is there: the next one stands right behind it.
        Assert.Equal(["POST", "POST", "GET"], wire.Stage.Log.Entries.Where(static entry => entry.Stage == "rekor").Select(static entry => entry.Method));
        Assert.Equal(first.Signed.Entry.LogIndex + 1, (await job.Signer.SignAsync(Name(2), Sha256, Stop)).Signed.Entry.LogIndex);
    }

    [Theory]
    [InlineData("fulcio:wrong-key", "another key")]
    [InlineData("fulcio:wrong-authority", "Certificate")]
    [InlineData("fulcio:wrong-sct", "does not verify")]
    [InlineData("fulcio:expired", "Certificate")]
    public async Task Signs_nothing_with_a_certificate_that_does_not_verify(string fault, string why)
    {
        await using var wire = await OpenAsync();
        wire.Stage.Faults.Add(fault);
        using var job = new Job(wire, wire.Transport, 1);
        var failure = await Assert.ThrowsAsync<PublishException>(() => job.Signer.SignAsync(Name(1), Sha256, Stop));
        Assert.Equal(FailureKind.SigningAnswerInvalid, failure.Kind);
        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, Count(wire, "rekor"));
    }

    [Theory]
    [InlineData(1, "rekor:wrong-set")]
    [InlineData(1, "rekor:wrong-proof")]
    [InlineData(1, "rekor:wrong-checkpoint")]
    [InlineData(1, "rekor:wrong-entry")]
    [InlineData(1, "rekor:clock=-3600s")]
    [InlineData(2, "rekor:wrong-proof")]
    [InlineData(2, "rekor:wrong-checkpoint")]
    [InlineData(2, "rekor:wrong-entry")]
    [InlineData(2, "tsa:wrong-timestamp")]
    [InlineData(2, "tsa:clock=-3600s")]
    public async Task Hands_nothing_out_that_does_not_verify(int rekorVersion, string fault)
    {
        await using var wire = await OpenAsync();
        wire.Stage.Faults.Add(fault);
        using var job = new Job(wire, wire.Transport, rekorVersion);
        var failure = await Assert.ThrowsAsync<PublishException>(() => job.Signer.SignAsync(Name(1), Sha256, Stop));
        Assert.Equal(FailureKind.SigningAnswerInvalid, failure.Kind);
        // The others have their turn with the same certificate.
        await job.Signer.SignAsync(Name(2), Sha256, Stop);
        Assert.Equal(1, Count(wire, "fulcio"));
    }

    [Theory]
    [InlineData("fulcio:403", FailureKind.SigningRefused, 1)]
    [InlineData("fulcio:503*99", FailureKind.SigningRefused, 6)]
    [InlineData("fulcio:garbage", FailureKind.AnswerMalformed, 1)]
    public async Task What_is_refused_to_one_file_is_refused_to_all_without_asking_again(string fault, FailureKind kind, int requests)
    {
        await using var wire = await OpenAsync(http: static options => options with { MaximumRetryDelay = TimeSpan.FromMinutes(1), RetryDelay = TimeSpan.FromMilliseconds(1) });
        wire.Stage.Faults.Add(fault);
        using var job = new Job(wire, wire.Transport, 1);
        var failures = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => Assert.ThrowsAsync<PublishException>(() => job.Signer.SignAsync(Name(number), Sha256, Stop))));
        Assert.All(failures, failure => Assert.Equal(kind, failure.Kind));
        Assert.Equal(requests, Count(wire, "fulcio"));
    }

    [Theory]
    [InlineData(CISystem.GitHub, 480, 1)] // two minutes left
    [InlineData(CISystem.GitHub, 570, 2)] // half a minute left
    [InlineData(CISystem.GitHub, 700, 2)] // over
    [InlineData(CISystem.GitLab, 480, 1)]
    [InlineData(CISystem.GitLab, 570, 2)] // with the same ID token, which lasts for an hour
    public async Task A_certificate_that_is_about_to_end_is_replaced(CISystem system, int seconds, int certificates)
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var wire = await OpenAsync(system, options => options with { TimeProvider = clock }, options => options with { TimeProvider = clock });
        using var job = new Job(wire, wire.Transport, 1);
        await job.Signer.SignAsync(Name(1), Sha256, Stop);
        clock.Advance(TimeSpan.FromSeconds(seconds));
        await job.Signer.SignAsync(Name(2), Sha256, Stop);
        Assert.Equal(certificates, Count(wire, "fulcio"));
        Assert.Equal(system == CISystem.GitLab ? 1 : certificates, job.Tokens.Distinct().Count());
    }

    [Fact]
    public async Task A_certificate_that_can_t_be_replaced_is_used_to_its_end()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var wire = await OpenAsync(CISystem.GitHub, options => options with { TimeProvider = clock }, options => options with { TimeProvider = clock });
        using var job = new Job(wire, wire.Transport, 1);
        await job.Signer.SignAsync(Name(1), Sha256, Stop);
        clock.Advance(TimeSpan.FromSeconds(570));
        wire.Stage.Faults.Add("fulcio:403*2");
        await job.Signer.SignAsync(Name(2), Sha256, Stop);
        clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(FailureKind.SigningRefused, (await Assert.ThrowsAsync<PublishException>(() => job.Signer.SignAsync(Name(3), Sha256, Stop))).Kind);
    }

    [Fact]
    public async Task A_file_whose_entry_came_after_the_certificate_s_end_is_signed_again()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var wire = await OpenAsync(CISystem.GitHub, options => options with { TimeProvider = clock });
        var late = 0;
        var trace = new Trace(
            static _ => { },
            line =>
            {
                // On its way to the log, once.
                if (line.StartsWith("→ POST", StringComparison.Ordinal) && line.Contains("/log/entries", StringComparison.Ordinal) && Interlocked.Exchange(ref late, 1) == 0)
                    clock.Advance(TimeSpan.FromMinutes(11));
            });
        using var transport = new HttpTransport(new HttpOptions { TimeProvider = clock, RequestTimeout = TimeSpan.FromHours(1), CertificateFile = null }, trace);
        using var job = new Job(wire, transport, 1);
        var attestation = await job.Signer.SignAsync(Name(1), Sha256, Stop);
        job.Deployment.Verifier.Verify(attestation.Signed);
        Assert.Equal((2, 2), (Count(wire, "fulcio"), Count(wire, "rekor")));
    }

    [Theory]
    [InlineData("pypi", 600, FailureKind.IdTokenAudienceMismatch)]
    [InlineData("sigstore", -600, FailureKind.IdTokenExpired)]
    public async Task An_ID_token_that_Sigstore_would_refuse_is_not_sent(string audience, int lasts, FailureKind kind)
    {
        await using var wire = await OpenAsync();
        var end = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + lasts;
        var token = wire.IdToken(claims => (claims["aud"], claims["exp"]) = (audience, end));
        using var job = new Job(wire, wire.Transport, 1);
        using var signer = new AttestationSigner(wire.Transport, _ => Task.FromResult(job.Deployment), _ => Task.FromResult(token));
        var failure = await Assert.ThrowsAsync<PublishException>(() => signer.SignAsync(Name(1), Sha256, Stop));
        Assert.Equal(kind, failure.Kind);
        Assert.Contains("Get-CIIdToken -Audience sigstore | New-PythonAttestation", failure.Remedy, StringComparison.Ordinal);
        Assert.Equal(0, Count(wire, "fulcio"));
    }

    [Fact]
    public async Task An_issuer_that_Sigstore_does_not_know_is_named()
    {
        await using var wire = await OpenAsync();
        var token = wire.IdToken(claims => (claims["aud"], claims["iss"]) = ("sigstore", "https://git.example.org"));
        using var job = new Job(wire, wire.Transport, 1);
        using var signer = new AttestationSigner(wire.Transport, _ => Task.FromResult(job.Deployment), _ => Task.FromResult(token));
        var failure = await Assert.ThrowsAsync<PublishException>(() => signer.SignAsync(Name(1), Sha256, Stop));
        Assert.Equal(FailureKind.SigningRefused, failure.Kind);
        Assert.Contains("(issuer https://git.example.org)", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(token.Value.Reveal(), failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_file_stops_no_other()
    {
        await using var wire = await OpenAsync();
        using var job = new Job(wire, wire.Transport, 1);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => job.Signer.SignAsync(Name(1), Sha256, new CancellationToken(canceled: true)));
        await job.Signer.SignAsync(Name(2), Sha256, Stop);
    }

    [Fact]
    public async Task The_key_ends_with_its_signer()
    {
        await using var wire = await OpenAsync();
        using var job = new Job(wire, wire.Transport, 1);
        var token = await job.RequestAsync(Stop);
        var signer = await EnvelopeSigner.StartAsync(wire.Transport, job.Deployment.Services, job.Deployment.Verifier, token, Stop);
        Assert.True(signer.TimeLeft > TimeSpan.FromMinutes(9));
        Assert.True(signer.Certificate.NotAfter > signer.Certificate.NotBefore);
        signer.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => signer.SignAsync("text/plain", new byte[] { 1 }, Stop));
        Assert.Equal(0, Count(wire, "rekor"));
    }

    private static Task<Wire> OpenAsync(Func<HttpOptions, HttpOptions>? http = null) => Wire.OpenAsync(static options => options with { Sigstore = true }, http);

    private static Task<Wire> OpenAsync(CISystem system, Func<StageOptions, StageOptions> change, Func<HttpOptions, HttpOptions>? http = null) =>
        Wire.OpenAsync(system, options => change(options with { Sigstore = true }), http);

    private static int Count(Wire wire, string stage) => wire.Stage.Log.Entries.Count(entry => entry.Stage == stage);

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"demo-1.0.{number}.tar.gz");

    /// <summary>A job of the stage that signs, and the ID tokens that it had.</summary>
    private sealed class Job : IDisposable
    {
        private readonly IdentityProviders _providers;
        private readonly List<string> _tokens = [];

        public Job(Wire wire, HttpTransport transport, int rekorVersion)
        {
            var clock = transport.Options.TimeProvider;
            _providers = new IdentityProviders(wire.Job(), transport);
            Deployment = new SigstoreDeployment(
                SigningConfig.Parse(File.ReadAllBytes(wire.Stage.SigningConfigFile!), "stage").Choose(rekorVersion, clock.GetUtcNow()),
                new EnvelopeVerifier(TrustedRoot.Parse(File.ReadAllBytes(wire.Stage.TrustedRootFile!), "stage"), clock));
            Signer = new AttestationSigner(transport, _ => Task.FromResult(Deployment), RequestAsync);
        }

        public SigstoreDeployment Deployment { get; }

        public AttestationSigner Signer { get; }

        public IReadOnlyList<string> Tokens => _tokens;

        public async Task<IdToken> RequestAsync(CancellationToken cancellationToken)
        {
            var token = await _providers.RequestAsync(await _providers.FindAsync(null, cancellationToken), AttestationSigner.Audience, cancellationToken);
            _tokens.Add(token.Value.Reveal());
            return token;
        }

        public void Dispose() => Signer.Dispose();
    }
}
