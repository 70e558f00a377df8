using System.Security.Cryptography;
using System.Text;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Sigstore;
using TrustedPublish.Core.Sigstore.Trust;
using TrustedPublish.Core.Sigstore.Verification;

namespace TrustedPublish.Unit.Sigstore;

/// <summary>An entry of a log of three entries, made here, because no real entry's proof fits a tree of another size.</summary>
public sealed class EntryInclusionTests
{
    private static readonly byte[] Body = [1];
    private static readonly ReadOnlyMemory<byte>[] Path = [SHA256.HashData([0, 2]), SHA256.HashData([0, 3])];

    [Fact]
    public void An_entry_is_held_to_the_tree_that_its_log_signed() => Verify(3);

    /// <summary>The way to the root is as long in a tree of four: the checkpoint alone tells.</summary>
    [Fact]
    public void A_proof_is_of_the_checkpoints_size() =>
        Assert.Equal("Checkpoint: it is of a tree of another size than the proof.", Assert.Throws<PublishException>(static () => Verify(4)).Message);

    private static void Verify(long size)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var publicKey = key.ExportSubjectPublicKeyInfo();
        var id = SHA256.HashData(publicKey);
        var root = MerkleTree.Root(Body, 0, 3, Path)!;
        var note = $"log.example.org - 1\n3\n{Convert.ToBase64String(root)}\n";
        byte[] signature = [.. id[..4], .. key.SignData(Encoding.UTF8.GetBytes(note), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)];
        var proof = new InclusionProof(0, root, size, Path, $"{note}\n— log.example.org {Convert.ToBase64String(signature)}\n");
        var log = new TrustedLog("https://log.example.org", id, id, VerificationKey.Read(publicKey, "PKIX_ECDSA_P256_SHA_256")!, new ValidityPeriod(DateTimeOffset.UnixEpoch, null));
        EntryInclusion.Verify(new LogEntry(0, id, "dsse", "0.0.1", Body, proof), log);
    }
}
