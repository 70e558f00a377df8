using System.Text.Json.Nodes;

namespace TrustedPublish.Unit.Sigstore.Tuf;

/// <summary>Arbitrary software attacks (TUF specification, 5.3.4, 5.4.2, 5.5.3, 5.6.3): nothing counts but the signatures of enough of the role's keys.</summary>
public sealed class SignatureTests : TufTest
{
    [Fact]
    public async Task What_is_signed_as_it_must_be_is_taken()
    {
        Assert.Equal(SimulatedRepository.Content, await TargetAsync());
        Assert.Equal(["2.root.json", "timestamp.json", "1.snapshot.json", "1.targets.json", .. Repository.Files.Keys.Where(static file => file.StartsWith("targets/", StringComparison.Ordinal))], Server.Requests);
    }

    [Theory]
    [InlineData("root")]
    [InlineData("timestamp")]
    [InlineData("snapshot")]
    [InlineData("targets")]
    public async Task A_role_signed_by_another_key_is_refused(string role)
    {
        Repository.Publish("root", "targets", "snapshot", "timestamp");
        // The id is the role's, the signature is not.
        Repository.Signers[role] = [TestKey.Ecdsa().Named(Repository.Signers[role][0].Id)];
        Repository.Sign(role);
        await RefusedAsync(role, "0 of the 1 signatures");
    }

    [Theory]
    [InlineData("root")]
    [InlineData("timestamp")]
    [InlineData("snapshot")]
    [InlineData("targets")]
    public async Task A_role_changed_after_it_was_signed_is_refused(string role)
    {
        Repository.Publish("root", "targets", "snapshot", "timestamp");
        Repository.Tamper(Repository.FileName(role), static file => file["signed"]!["expires"] = "2027-01-01T00:00:00Z");
        await RefusedAsync(role, "0 of the 1 signatures");
    }

    [Fact]
    public async Task A_role_without_a_signature_is_refused()
    {
        Repository.Tamper("timestamp.json", static file => file["signatures"] = new JsonArray());
        await RefusedAsync("timestamp", "0 of the 1 signatures");
    }

    [Fact]
    public async Task A_role_signed_by_fewer_keys_than_its_threshold_is_refused()
    {
        Repository.Signers["snapshot"] = [TestKey.Ecdsa(), TestKey.Ecdsa(), TestKey.Ecdsa()];
        Repository.ListSigners("snapshot", threshold: 3);
        Repository.Publish("root");
        Repository.Signers["snapshot"].RemoveAt(2);
        Repository.Publish("snapshot", "timestamp");
        await RefusedAsync("snapshot", "2 of the 3 signatures");
    }

    [Fact]
    public async Task A_threshold_above_the_number_of_keys_is_never_met()
    {
        Repository.ListSigners("snapshot", threshold: 2);
        Repository.Publish("root", "snapshot", "timestamp");
        await RefusedAsync("snapshot", "1 of the 2 signatures");
    }

    [Fact]
    public async Task A_threshold_met_by_some_of_the_keys_is_enough_whatever_the_others_signed()
    {
        Repository.Signers["timestamp"] = [TestKey.Ecdsa(), TestKey.Ecdsa(), TestKey.Ecdsa(), TestKey.Ecdsa()];
        Repository.ListSigners("timestamp", threshold: 2);
        Repository.Publish("root", "timestamp");
        Repository.Tamper("timestamp.json", static file =>
        {
            file["signatures"]![0]!["sig"] = "";
            file["signatures"]![1]!["sig"] = "no hex";
        });
        Assert.Equal(SimulatedRepository.Content, await TargetAsync());
    }

    [Fact]
    public async Task A_threshold_of_zero_is_refused()
    {
        Repository.ListSigners("timestamp", threshold: 0);
        Repository.Publish("root");
        await RefusedAsync("root", "'threshold' is less than 1");
    }

    [Fact]
    public async Task One_key_id_twice_in_a_role_is_refused()
    {
        Repository.Signers["timestamp"] = [Repository.Signers["timestamp"][0], Repository.Signers["timestamp"][0]];
        Repository.ListSigners("timestamp", threshold: 2);
        Repository.Publish("root");
        await RefusedAsync("root", "'keyids' has one entry twice");
    }

    [Fact]
    public async Task One_key_id_twice_among_the_signatures_is_refused()
    {
        Repository.Tamper("timestamp.json", static file => file["signatures"]!.AsArray().Add(file["signatures"]![0]!.DeepClone()));
        await RefusedAsync("timestamp", "two signatures of the key");
    }

    [Fact]
    public async Task One_key_under_two_ids_counts_once()
    {
        var key = Repository.Signers["timestamp"][0];
        Repository.Signers["timestamp"] = [key, key.Named("another-id")];
        Repository.ListSigners("timestamp", threshold: 2);
        Repository.Publish("root", "timestamp");
        await RefusedAsync("timestamp", "1 of the 2 signatures");
    }

    [Fact]
    public async Task A_key_of_another_role_does_not_count()
    {
        Repository.Signers["snapshot"] = Repository.Signers["timestamp"];
        Repository.Publish("snapshot", "timestamp");
        await RefusedAsync("snapshot", "0 of the 1 signatures");
    }

    [Fact]
    public async Task Keys_of_every_known_kind_count()
    {
        Repository.Signers["timestamp"] = [TestKey.Ecdsa(), TestKey.Ecdsa("ecdsa-sha2-nistp256"), TestKey.EcdsaPoint(), TestKey.Ecdsa384(), TestKey.Rsa(), TestKey.OfEd25519()];
        Repository.ListSigners("timestamp", threshold: 6);
        Repository.Publish("root", "timestamp");
        Assert.Equal(SimulatedRepository.Content, await TargetAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_key_of_an_unknown_kind_does_not_count_and_does_no_harm(int threshold)
    {
        Repository.Signers["timestamp"] = [Repository.Signers["timestamp"][0], TestKey.OfTheFuture()];
        Repository.ListSigners("timestamp", threshold);
        Repository.Publish("root", "timestamp");
        if (threshold == 1) Assert.Equal(SimulatedRepository.Content, await TargetAsync());
        else await RefusedAsync("timestamp", "1 of the 2 signatures");
    }

    [Fact]
    public async Task A_key_whose_value_is_none_does_not_count_and_does_no_harm()
    {
        Repository.Signers["timestamp"].Add(new TestKey("ecdsa", "ecdsa-sha2-nistp256", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", static _ => [0]));
        Repository.Signers["timestamp"].Add(new TestKey("rsa", "rsassa-pss-sha256", "no key", static _ => [0]));
        Repository.Signers["timestamp"].Add(new TestKey("ed25519", "ed25519", "0102", static _ => [0]));
        Repository.ListSigners("timestamp");
        Repository.Publish("root", "timestamp");
        Assert.Equal(SimulatedRepository.Content, await TargetAsync());
    }

    [Fact]
    public async Task Fields_that_nobody_knows_are_part_of_what_is_signed()
    {
        Repository.Signed["timestamp"]["x-note"] = new JsonObject { ["é\"\\ ﬀ"] = new JsonArray(1, -2, true, null, "line\nend"), ["😀"] = 1, ["\uffee"] = 2 };
        Repository.Publish("timestamp");
        Assert.Equal(SimulatedRepository.Content, await TargetAsync());
        Repository.Tamper("timestamp.json", static file => file["signed"]!["x-note"]!["😀"] = 3);
        Store.Files.Clear();
        await RefusedAsync("timestamp", "0 of the 1 signatures");
    }

    [Fact]
    public async Task A_name_that_stands_twice_in_what_is_signed_is_refused()
    {
        var text = System.Text.Encoding.UTF8.GetString(Repository.Files["timestamp.json"]);
        Repository.Files["timestamp.json"] = System.Text.Encoding.UTF8.GetBytes(text.Replace("\"version\":1}", "\"version\":1,\"version\":1}", StringComparison.Ordinal));
        await RefusedAsync("timestamp", "'version' twice");
    }

    [Theory]
    [InlineData("""[]""", "no JSON object")]
    [InlineData("""{"signed":""", "no JSON object")]
    [InlineData("", "no JSON object")]
    [InlineData("""{"signatures":[]}""", "'signed' is missing")]
    [InlineData("""{"signatures":[],"signed":{}}""", "'_type' is missing")]
    [InlineData("""{"signatures":[],"signed":{"_type":"snapshot"}}""", "of the type 'snapshot'")]
    [InlineData("""{"signatures":[],"signed":{"_type":"timestamp","spec_version":"2.0"}}""", "specification")]
    [InlineData("""{"signatures":[],"signed":{"_type":"timestamp","spec_version":"1.0","version":0}}""", "'version' is less than 1")]
    [InlineData("""{"signatures":[],"signed":{"_type":"timestamp","spec_version":"1.0","version":1.5}}""", "a fraction")]
    [InlineData("""{"signatures":[],"signed":{"_type":"timestamp","spec_version":"1.0","version":1,"expires":"soon"}}""", "'expires' is no time")]
    [InlineData("""{"signatures":[],"signed":{"_type":"timestamp","spec_version":"1.0","version":1,"expires":"2030-01-01T00:00:00Z","meta":{}}}""", "no snapshot")]
    [InlineData("""{"signatures":{},"signed":{"_type":"timestamp","spec_version":"1.0","version":1,"expires":"2030-01-01T00:00:00Z"}}""", "'signatures'")]
    [InlineData("<html>Please sign in</html>", "no JSON object")]
    public async Task What_is_no_metadata_is_refused(string file, string reason)
    {
        Repository.Files["timestamp.json"] = System.Text.Encoding.UTF8.GetBytes(file);
        await RefusedAsync("timestamp", reason);
    }

    [Fact]
    public async Task A_snapshot_that_is_signed_and_reads_like_a_timestamp_is_none()
    {
        Repository.Signed["timestamp"]["_type"] = "snapshot";
        Repository.Publish("timestamp");
        await RefusedAsync("timestamp", "of the type 'snapshot'");
    }
}
