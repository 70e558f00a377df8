using TrustedPublish.Core.Attestations;
using TrustedPublish.Core.Failures;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Attestations;

/// <summary>Which attestations belong to which files on disk, and what is said of those that are missing or no attestations.</summary>
public sealed class AttestedFileTests : IDisposable
{
    private const string Sdist = RealAttestations.GitHubFile;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Those_beside_a_file_are_found_by_either_name_and_once()
    {
        FileInfo[] files = [Write(Sdist, "no sdist"), Write($"{Sdist}.publish.attestation"), Write($"{Sdist}.slsa.attestation")];
        var pairs = AttestedFile.Find(files, null, null);
        Assert.Equal([$"{Sdist}.publish.attestation", $"{Sdist}.slsa.attestation"], pairs.Select(static pair => pair.Attestation!.Name));
        Assert.All(pairs, static pair => Assert.Equal(Sdist, pair.Distribution.Name));
        Assert.Equal(pairs, AttestedFile.Find(files[1..], null, null), static (one, other) => one.Attestation!.FullName == other.Attestation!.FullName && one.Distribution.FullName == other.Distribution.FullName);
    }

    [Fact]
    public async Task One_that_is_named_counts_for_the_file()
    {
        var elsewhere = Write("elsewhere.json", File.ReadAllText(Repository.Path($"tests/Unit/Data/attestations/{Sdist}.publish.attestation")));
        var outcome = await CheckAsync(Assert.Single(AttestedFile.Find([new FileInfo(Path.Combine(_folder.Path, Sdist))], [elsewhere], RealAttestations.GitHubSha256)));
        Assert.Null(outcome.Failure);
        Assert.Equal("release.yml", outcome.Report!.Publisher!.Workflow);
    }

    [Fact]
    public async Task A_file_is_held_to_its_content()
    {
        Write(Sdist, "no sdist");
        var outcome = await CheckAsync(Assert.Single(AttestedFile.Find([Write($"{Sdist}.publish.attestation")], null, null)));
        Assert.Equal(FailureKind.AttestationMismatch, outcome.Failure!.Kind);
        Assert.EndsWith(".publish.attestation", outcome.Failure.Target, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("demo-1.0.tar.gz", "x", null, FailureKind.AttestationMissing)]
    [InlineData("demo-1.0.txt", "x", null, FailureKind.FileTypeUnknown)]
    [InlineData("demo-1.0.tar.gz.publish.attestation", "x", null, FailureKind.AttestationUnreadable)]
    [InlineData("demo-1.0.tar.gz.publish.attestation", "", null, FailureKind.AttestationUnreadable)]
    [InlineData($"{Sdist}.slsa.attestation", null, null, FailureKind.PathNotFound)]
    [InlineData($"{Sdist}.slsa.attestation", null, "00", FailureKind.AttestationMismatch)]
    public async Task What_can_not_be_checked_says_why(string name, string? content, string? sha256, FailureKind kind)
    {
        var outcome = await CheckAsync(Assert.Single(AttestedFile.Find([Write(name, content)], null, sha256)));
        Assert.Equal(kind, outcome.Failure!.Kind);
        Assert.NotNull(outcome.Failure.Target);
    }

    private static Task<AttestationOutcome> CheckAsync(AttestedFile file) => file.CheckAsync(new AttestationCheck(RealAttestations.Verifier, null), TestContext.Current.CancellationToken);

    /// <summary>A file; without content, the real attestation of that name.</summary>
    private FileInfo Write(string name, string? content = null)
    {
        var path = Path.Combine(_folder.Path, name);
        File.WriteAllText(path, content ?? File.ReadAllText(Repository.Path($"tests/Unit/Data/attestations/{name}")));
        return new FileInfo(path);
    }
}
