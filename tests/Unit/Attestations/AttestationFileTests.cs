using System.Text;
using TrustedPublish.Core.Attestations;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Sigstore;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Attestations;

public sealed class AttestationFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Lies_beside_the_distribution_or_in_a_folder_that_is_made()
    {
        var distribution = _folder.File("demo-1.0.tar.gz");
        Assert.Equal($"{distribution.FullName}.publish.attestation", AttestationFile.PathOf(distribution));
        var path = AttestationFile.PathOf(distribution, Path.Combine(_folder.Path, "a", "b"));
        AttestationFile.Write(path, One("1"), replace: false);
        Assert.Equal(Path.Combine(_folder.Path, "a", "b", "demo-1.0.tar.gz.publish.attestation"), path);
        Assert.Equal(One("1").Json.ToArray(), File.ReadAllBytes(path));
        Assert.Single(Directory.GetFileSystemEntries(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void Is_replaced_only_where_that_is_asked_for()
    {
        var path = _folder.File("demo-1.0.tar.gz.publish.attestation").FullName;
        AttestationFile.Write(path, One("1"), replace: false);
        var failure = Assert.Throws<PublishException>(() => AttestationFile.Write(path, One("2"), replace: false));
        Assert.Equal((FailureKind.AttestationExists, path), (failure.Kind, failure.Target));
        Assert.Equal(One("1").Json.ToArray(), File.ReadAllBytes(path));
        AttestationFile.Write(path, One("2"), replace: true);
        Assert.Equal(One("2").Json.ToArray(), File.ReadAllBytes(path));
    }

    [Fact]
    public void Says_where_it_can_t_be_written_and_leaves_nothing_behind()
    {
        // A folder stands where the file should.
        var path = Path.Combine(_folder.Path, "demo-1.0.tar.gz.publish.attestation");
        Directory.CreateDirectory(Path.Combine(path, "in it"));
        Assert.Equal(FailureKind.AttestationUnwritable, Assert.Throws<PublishException>(() => AttestationFile.Write(path, One("1"), replace: true)).Kind);
        Assert.Single(Directory.GetFileSystemEntries(_folder.Path));
    }

    private static Attestation One(string checkpoint) => Attestation.Of(new SignedEnvelope(
        new DsseEnvelope(DsseEnvelope.InTotoType, AttestationStatement.Publish("demo-1.0.tar.gz", new string('a', 64)), new byte[] { 1 }),
        new byte[] { 2 },
        new LogEntry(1, new byte[] { 3 }, "dsse", "0.0.1", Encoding.UTF8.GetBytes("{}"), new InclusionProof(0, new byte[] { 4 }, 1, [], checkpoint)),
        []));
}
