using System.Text;
using TrustedPublish.Core.Attestations;
using TrustedPublish.Core.Distributions;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Publishing;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Publishing;

/// <summary>Which files beside a distribution are its attestations, and which keep it from being published.</summary>
public sealed class AttestationsBesideTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FileInfo _wheel;

    public AttestationsBesideTests() => _wheel = Archives.ValidWheel(_folder);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Both_types_are_found_beside_their_file_alone()
    {
        Attested.Beside(_wheel, Attested.Publish(_wheel.Name, "00"));
        Attested.Beside(_wheel, Attested.Provenance(_wheel.Name, "00"), "slsa");
        var other = Archives.ValidWheel(_folder, "other");
        Assert.Equal([AttestationStatement.PublishType, AttestationStatement.ProvenanceType], Beside(_wheel).Select(static found => found.Statement.PredicateType));
        Assert.Empty(Beside(other));
    }

    [Fact]
    public void What_is_written_is_what_is_read()
    {
        var written = Attested.Publish(_wheel.Name, "00");
        Attested.Beside(_wheel, written);
        var read = Beside(_wheel).Single();
        Assert.Equal(written.Json.ToArray(), read.Json.ToArray());
        Assert.Equal(written.Statement, read.Statement);
        Assert.Equal(written.Signed.Entry.IntegratedTime, read.Signed.Entry.IntegratedTime);
        Assert.Equal(written.Signed.Entry.Proof.Checkpoint, read.Signed.Entry.Proof.Checkpoint);
        Assert.Equal(Attestation.Of(read.Signed).Json.ToArray(), read.Json.ToArray());
    }

    [Fact]
    public void One_of_another_name_is_an_error() => Refused(FailureKind.AttestationMismatch, () => Attested.Beside(_wheel, Attested.Publish("other-1.0.tar.gz", "00")));

    [Fact]
    public void Two_of_one_type_are_an_error() => Refused(FailureKind.AttestationUnsupported, () =>
    {
        Attested.Beside(_wheel, Attested.Publish(_wheel.Name, "00"));
        return Attested.Beside(_wheel, Attested.Publish(_wheel.Name, "00"), "publish2");
    });

    [Fact]
    public void One_of_a_type_that_the_index_does_not_take_is_an_error() => Refused(
        FailureKind.AttestationUnsupported,
        () => Attested.Beside(_wheel, Attested.Of(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(AttestationStatement.Publish(_wheel.Name, "00")).Replace("/publish/v1", "/other/v1", StringComparison.Ordinal)))));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"version":2}""")]
    [InlineData("""{"version":1,"verification_material":{"certificate":"AA==","transparency_entries":[]},"envelope":{}}""")]
    [InlineData("""{"version":1,"verification_material":{"certificate":"?","transparency_entries":[{}]},"envelope":{"statement":"e30=","signature":"AA=="}}""")]
    public void What_is_no_attestation_is_an_error(string json) => Refused(FailureKind.AttestationUnreadable, () =>
    {
        var file = new FileInfo($"{_wheel.FullName}.publish.attestation");
        File.WriteAllText(file.FullName, json);
        return file;
    });

    private void Refused(FailureKind kind, Func<FileInfo> write)
    {
        var file = write();
        var failure = Assert.Throws<PublishException>(() => Beside(_wheel));
        Assert.Equal(kind, failure.Kind);
        Assert.Equal(file.FullName, failure.Target);
    }

    private static IReadOnlyList<Attestation> Beside(FileInfo file) => AttestationsBeside.Read(Distribution.Read(file));
}
