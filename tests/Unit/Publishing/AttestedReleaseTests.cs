using TrustedPublish.Core.Attestations;
using TrustedPublish.Core.Distributions;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Identity;
using TrustedPublish.Core.Publishers;
using TrustedPublish.Core.Publishing;
using TrustedPublish.Core.Sigstore.Trust;
using TrustedPublish.Rehearsal.Stage;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Publishing;

/// <summary>Whole releases with attestations, judged by the rehearsal index and its Sigstore, which share no code with what makes them.</summary>
public sealed class AttestedReleaseTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<IDisposable> _open = [];

    public void Dispose()
    {
        foreach (var open in _open) open.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(CISystem.GitHub)]
    [InlineData(CISystem.GitLab)]
    [InlineData(CISystem.Google)]
    public async Task Each_file_of_a_release_goes_with_what_the_index_believes(CISystem system)
    {
        await using var wire = await OpenAsync(system);
        FileInfo[] files = [Archives.ValidWheel(_folder), Archives.ValidSdist(_folder)];
        var release = await PublishAsync(wire, files);
        release.AssertHonest();
        Assert.All(release.Results, result => Assert.Equal(AttestationStatement.PublishType, Assert.Single(result.Attestations).Statement.PredicateType));
        Assert.All(files, file => Assert.NotNull(wire.Stage.Store.Find(file.Name)!.Provenance));
        Assert.Empty(release.Warnings);
    }

    [Fact]
    public async Task Twenty_files_take_one_certificate_and_twenty_entries()
    {
        await using var wire = await OpenAsync();
        var files = Enumerable.Range(0, 20).Select(number => Archives.ValidWheel(_folder, version: $"1.{number}")).ToList();
        var release = await PublishAsync(wire, files);
        release.AssertHonest();
        Assert.Equal((1, 20), (Count(wire, "fulcio"), Count(wire, "rekor")));
        // One for the index, one for Sigstore.
        Assert.Equal(2, Count(wire, "identity"));
        Assert.Equal(20, wire.Stage.Store.Files.Count(static file => file.Provenance is not null));
    }

    [Fact]
    public async Task Nothing_is_signed_before_there_is_a_token_to_upload_with()
    {
        await using var wire = await OpenAsync();
        wire.Stage.Faults.Add("mint:403");
        var release = await PublishAsync(wire, [Archives.ValidWheel(_folder)]);
        Assert.NotNull(release.Ended);
        Assert.Equal((0, 0), (Count(wire, "fulcio"), Count(wire, "rekor")));
    }

    [Fact]
    public async Task Entries_are_made_while_other_files_upload()
    {
        await using var wire = await OpenAsync();
        wire.Stage.Faults.Add("upload:slow=2s");
        var release = await PublishAsync(wire, [Archives.ValidWheel(_folder), Archives.ValidSdist(_folder)]);
        release.AssertHonest();
        Assert.All(wire.Stage.Log.Entries.Where(static entry => entry.Stage == "rekor"), entry => Assert.True(entry.Ended < release.Uploads[0].Ended));
    }

    [Theory]
    [InlineData("fulcio:403")]
    [InlineData("fulcio:wrong-sct")]
    [InlineData("rekor:503*99")]
    [InlineData("rekor:wrong-set*9")]
    public async Task Where_Sigstore_fails_files_go_without_and_one_warning_says_why(string fault)
    {
        await using var wire = await OpenAsync();
        wire.Stage.Faults.Add(fault);
        FileInfo[] files = [Archives.ValidWheel(_folder), Archives.ValidSdist(_folder)];
        var release = await PublishAsync(wire, files);
        release.AssertHonest();
        Assert.All(release.Results, static result => Assert.Equal(FileStatus.Published, result.Status));
        Assert.All(wire.Stage.Store.Files, static file => Assert.Null(file.Provenance));
        Assert.Contains("-NoAttestation", Assert.Single(release.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_one_is_required_nothing_goes_without()
    {
        await using var wire = await OpenAsync();
        wire.Stage.Faults.Add("fulcio:403");
        var release = await PublishAsync(wire, [Archives.ValidWheel(_folder), Archives.ValidSdist(_folder)], AttestationUse.Required);
        release.AssertHonest();
        Assert.Equal(FailureKind.SigningRefused, release.Ended!.Kind);
        Assert.Empty(wire.Stage.Store.Files);
        Assert.Equal(1, Count(wire, "fulcio"));
    }

    [Theory]
    [InlineData("fulcio:503*2")]
    [InlineData("rekor:lost")]
    public async Task What_passes_is_got_over(string fault)
    {
        await using var wire = await OpenAsync();
        wire.Stage.Faults.Add(fault);
        var release = await PublishAsync(wire, [Archives.ValidWheel(_folder)], AttestationUse.Required);
        release.AssertHonest();
        Assert.NotNull(wire.Stage.Store.Files.Single().Provenance);
    }

    /// <summary>pypa/gh-action-pypi-publish #283, #319: a second run, or one for PyPI after one for TestPyPI, dies of its own leftovers.</summary>
    [Fact]
    public async Task A_second_run_does_not_stumble_over_what_the_first_one_left()
    {
        await using var wire = await OpenAsync();
        FileInfo[] files = [Archives.ValidWheel(_folder), Archives.ValidSdist(_folder)];
        var first = await PublishAsync(wire, files.Take(1));
        foreach (var result in first.Results) Attested.Beside(result.Distribution.File, result.Attestations.Single());

        var second = await PublishAsync(wire, files);
        second.AssertHonest();
        Assert.All(second.Results, static result => Assert.Equal(FileStatus.Published, result.Status));
        // What lay beside the file went along again; only the other file was signed.
        Assert.Equal(2, Count(wire, "rekor"));

        // Another index, the same files and leftovers.
        await using var other = await OpenAsync();
        other.Stage.Faults.Add("fulcio:403");
        Assert.All((await PublishAsync(other, files.Skip(1))).Results, static result => Assert.Equal(FileStatus.Published, result.Status));
    }

    [Fact]
    public async Task A_leftover_of_another_build_gives_way()
    {
        await using var wire = await OpenAsync();
        var wheel = Archives.ValidWheel(_folder);
        Attested.Beside(wheel, Attested.Publish(wheel.Name, new string('0', 64)));
        var release = await PublishAsync(wire, [wheel]);
        release.AssertHonest();
        Assert.NotNull(wire.Stage.Store.Files.Single().Provenance);
        Assert.Single(release.Warnings);
    }

    [Fact]
    public async Task What_the_index_has_already_is_not_signed()
    {
        await using var wire = await OpenAsync();
        FileInfo[] files = [Archives.ValidWheel(_folder), Archives.ValidSdist(_folder)];
        await PublishAsync(wire, files.Take(1));
        await PublishAsync(wire, files, skipExisting: true);
        Assert.Equal(2, Count(wire, "rekor"));
    }

    [Fact]
    public async Task A_forged_attestation_beside_a_file_is_refused_by_the_index_and_said_so()
    {
        await using var wire = await OpenAsync();
        var wheel = Archives.ValidWheel(_folder);
        Attested.Beside(wheel, Attested.Publish(wheel.Name, await Sha256Digest.ComputeAsync(wheel, TestContext.Current.CancellationToken)));
        var release = await PublishAsync(wire, [wheel]);
        var error = release.Results.Single().Error!;
        Assert.Equal(FailureKind.AttestationsRefused, error.Kind);
        Assert.Contains("-NoAttestation", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_being_asked_another_index_gets_none()
    {
        await using var wire = await OpenAsync();
        var release = await PublishAsync(wire, [Archives.ValidWheel(_folder)], AttestationUse.Unsaid);
        release.AssertHonest();
        Assert.Null(wire.Stage.Store.Files.Single().Provenance);
        Assert.Equal(0, Count(wire, "fulcio"));
    }

    [Theory]
    [InlineData(AttestationUse.Unsaid, true)]
    [InlineData(AttestationUse.Optional, true)]
    [InlineData(AttestationUse.None, false)]
    public void PyPI_gets_them_without_being_asked(AttestationUse use, bool areMade)
    {
        using var wire = new AttestationSigner(null!, static _ => throw new NotSupportedException(), static _ => throw new NotSupportedException());
        foreach (var index in new[] { Core.Index.PackageIndex.PyPI, Core.Index.PackageIndex.TestPyPI })
            Assert.Equal(areMade, new AttestationChoice(use, index, new Core.Publishers.GitHubPublisher(), wire.SignAsync).Read([]).Sign is not null);
    }

    [Fact]
    public void ActiveState_and_accounts_have_none()
    {
        var wheel = Distribution.Read(Archives.ValidWheel(_folder), TestContext.Current.CancellationToken);
        Attested.Beside(wheel.File, Attested.Publish(wheel.FileName, "00"));
        foreach (var publisher in new PublisherKind?[] { new Core.Publishers.ActiveStatePublisher(), null })
        {
            var warnings = new List<string>();
            Assert.Null(new AttestationChoice(AttestationUse.Optional, Core.Index.PackageIndex.PyPI, publisher, null) { Warn = warnings.Add }.Read([wheel]).Sign);
            Assert.Contains("go without", Assert.Single(warnings), StringComparison.Ordinal);
            var failure = Assert.Throws<PublishException>(() => new AttestationChoice(AttestationUse.Required, Core.Index.PackageIndex.PyPI, publisher, null).Read([wheel]));
            Assert.Equal(FailureKind.AttestationUnsupported, failure.Kind);
        }
    }

    /// <summary>PyPI mints for the workflow that is called, and holds the attestation to the one that calls it (oidc/models/github.py).</summary>
    [Theory]
    [InlineData("build.yml", false)]
    [InlineData("release.yml", true)]
    public async Task A_reusable_workflow_publishes_and_attests_nothing(string caller, bool isAttested)
    {
        await using var wire = await OpenAsync();
        var token = wire.IdToken(claims =>
        {
            claims["job_workflow_ref"] = "octo-org/sampleproject/.github/workflows/release.yml@refs/tags/v1.0";
            claims["workflow_ref"] = $"octo-org/sampleproject/.github/workflows/{caller}@refs/tags/v1.0";
        });
        var why = new Core.Publishers.GitHubPublisher().WhyUnattested(token);
        if (isAttested) Assert.Null(why);
        else Assert.Contains("build.yml", why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, FailureKind.SigningConfigInvalid)]
    [InlineData(false, FailureKind.TrustedRootInvalid)]
    public async Task Half_of_a_private_Sigstore_asks_no_public_one(bool hasRoot, FailureKind kind)
    {
        await using var wire = await OpenAsync();
        using var trust = new SigstoreTrust(wire.Transport, new TrustOptions
        {
            TrustedRootFile = hasRoot ? wire.Stage.TrustedRootFile : null,
            SigningConfigFile = hasRoot ? null : wire.Stage.SigningConfigFile,
            CacheFolder = null,
        });
        var failure = await Assert.ThrowsAsync<PublishException>(() => SigstoreDeployment.FindAsync(wire.Transport, trust, 1, TestContext.Current.CancellationToken));
        Assert.Equal(kind, failure.Kind);
        Assert.Empty(wire.Stage.Log.Entries);
    }

    [Fact]
    public void A_token_of_another_job_signs_nothing()
    {
        var wheel = Distribution.Read(Archives.ValidWheel(_folder), TestContext.Current.CancellationToken);
        var failure = Assert.Throws<PublishException>(() => new AttestationChoice(AttestationUse.Required, Core.Index.PackageIndex.PyPI, new Core.Publishers.GitHubPublisher(), null).Read([wheel]));
        Assert.Equal(FailureKind.AttestationUnsupported, failure.Kind);
        Assert.Contains("another job", failure.Message, StringComparison.Ordinal);
    }

    private static Task<Wire> OpenAsync(CISystem system = CISystem.GitHub) => Wire.OpenAsync(system, static options => options with { Sigstore = true });

    private static int Count(Wire wire, string stage) => wire.Stage.Log.Entries.Count(entry => entry.Stage == stage);

    private async Task<Release> PublishAsync(Wire wire, IEnumerable<FileInfo> files, AttestationUse use = AttestationUse.Optional, bool skipExisting = false)
    {
        var providers = new IdentityProviders(wire.Job(), wire.Transport);
        var provider = await providers.FindAsync(null, TestContext.Current.CancellationToken);
        var trust = new SigstoreTrust(wire.Transport, new TrustOptions { TrustedRootFile = wire.Stage.TrustedRootFile, SigningConfigFile = wire.Stage.SigningConfigFile, CacheFolder = null });
        var signer = new AttestationSigner(
            wire.Transport,
            stop => SigstoreDeployment.FindAsync(wire.Transport, trust, 1, stop),
            stop => providers.RequestAsync(provider, AttestationSigner.Audience, stop));
        _open.AddRange([signer, trust]);
        var mint = new JobTokenMint(wire.Transport, wire.Index, provider, static (_, _) => Task.CompletedTask);
        var tokens = TokenSource.Minting(wire.Index, mint.MintAsync, mint.CanRepeat, wire.Transport);
        return await Release.RunAsync(
            wire,
            files,
            tokens,
            new RunOptions
            {
                SkipExisting = skipExisting,
                Attestations = (distributions, warn) => new AttestationChoice(use, wire.Index, PublisherKinds.OfProvider(provider.Name), signer.SignAsync) { Warn = warn }.Read(distributions),
            },
            null);
    }
}
