using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using TrustedPublish.Core.Attestations;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Sigstore;
using TrustedPublish.Core.Sigstore.Verification;
using TrustedPublish.Unit.Rules;
using TrustedPublish.Unit.Sigstore;

namespace TrustedPublish.Unit.Attestations;

/// <summary>
/// Whatever is done to the bytes of a real attestation, the end is a <see cref="PublishException"/>: nothing else is thrown,
/// nothing hangs, and nothing is accepted that says anything else. FsCheck shrinks what it finds to the smallest damage.
/// </summary>
public sealed class HostileAttestationTests
{
    private const string File = $"{RealAttestations.GitHubFile}.publish.attestation";

    private static readonly Attestation Sound = RealAttestations.Read(File);

    [Fact]
    public void Any_text_is_refused_or_says_the_same() =>
        Prop.ForAll(Damage.Changes, static changes => Survives(Damage.Apply(RealAttestations.Json(File), changes))).Check(Damage.Run);

    /// <summary>Damage behind the base64, where it reaches the certificate, the entry and the envelope.</summary>
    [Theory]
    [InlineData("verification_material/certificate")]
    [InlineData("verification_material/transparency_entries/0/canonicalizedBody")]
    [InlineData("verification_material/transparency_entries/0/logId/keyId")]
    [InlineData("verification_material/transparency_entries/0/inclusionPromise/signedEntryTimestamp")]
    [InlineData("verification_material/transparency_entries/0/inclusionProof/rootHash")]
    [InlineData("verification_material/transparency_entries/0/inclusionProof/hashes/0")]
    [InlineData("envelope/statement")]
    [InlineData("envelope/signature")]
    public void Any_bytes_within_are_refused_or_the_same(string path) => Prop.ForAll(Damage.Changes, changes => Survives(Change(path, text => Convert.ToBase64String(Damage.Apply(Convert.FromBase64String(text), changes))))).Check(Damage.Run);

    [Fact]
    public void Any_checkpoint_is_refused_or_the_same() => Prop.ForAll(
        Damage.Changes,
        static changes => Survives(Change("verification_material/transparency_entries/0/inclusionProof/checkpoint/envelope", text => Encoding.UTF8.GetString(Damage.Apply(Encoding.UTF8.GetBytes(text), changes))))).Check(Damage.Run);

    /// <summary>A timestamp has parts that nobody signed, such as certificates that it brings along; no damage to them says another time.</summary>
    [Fact]
    public void Any_timestamp_is_refused_or_says_the_same_time()
    {
        var sound = Bundle.Read("rekor2-timestamp-with-embedded-cert");
        var verifier = new EnvelopeVerifier(Bundle.Root("staging"));
        var time = verifier.Verify(sound).SignedAt;
        Prop.ForAll(Damage.Changes, changes =>
        {
            try
            {
                return verifier.Verify(sound with { Timestamps = [Damage.Apply(sound.Timestamps[0].ToArray(), changes)] }).SignedAt == time;
            }
            catch (PublishException failure)
            {
                return failure.Kind == FailureKind.AttestationInvalid;
            }
        }).Check(Damage.Run);
    }

    private static bool Survives(byte[] json)
    {
        try
        {
            var attestation = Attestation.Read(json, "it");
            RealAttestations.Verifier.Verify(attestation.Signed);
            return IsSame(attestation.Signed, Sound.Signed);
        }
        catch (PublishException failure)
        {
            return failure.Kind is FailureKind.AttestationUnreadable or FailureKind.AttestationInvalid;
        }
    }

    private static bool IsSame(SignedEnvelope one, SignedEnvelope other) =>
        one.Envelope.Payload.Span.SequenceEqual(other.Envelope.Payload.Span)
        && one.Envelope.Signature.Span.SequenceEqual(other.Envelope.Signature.Span)
        && one.Certificate.Span.SequenceEqual(other.Certificate.Span)
        && one.Entry.CanonicalizedBody.Span.SequenceEqual(other.Entry.CanonicalizedBody.Span)
        && one.Entry.LogIndex == other.Entry.LogIndex
        && one.Entry.IntegratedTime == other.Entry.IntegratedTime
        && one.Entry.Proof.RootHash.Span.SequenceEqual(other.Entry.Proof.RootHash.Span);

    private static byte[] Change(string path, Func<string, string> change)
    {
        var json = JsonNode.Parse(RealAttestations.Json(File))!;
        var steps = path.Split('/');
        var parent = steps.SkipLast(1).Aggregate(json, static (node, step) => Step(node, step)!);
        var text = change(Step(parent, steps[^1])!.GetValue<string>());
        if (parent is JsonArray list) list[int.Parse(steps[^1], System.Globalization.CultureInfo.InvariantCulture)] = text;
        else parent[steps[^1]] = text;
        return Encoding.UTF8.GetBytes(json.ToJsonString());
    }

    private static JsonNode? Step(JsonNode node, string step) => node is JsonArray list ? list[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)] : node[step];
}
