using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using TrustedPublish.Core;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;
using TrustedPublish.Core.Sigstore.Trust;
using TrustedPublish.Core.Sigstore.Tuf;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Sigstore.Tuf;

/// <summary>Sigstore's own repository (tests/Unit/Data/tuf): all its roots since 2021, and what is shipped of it.</summary>
public sealed class SigstoreRepositoryTests
{
    private static readonly DateTimeOffset Day = new(2026, 8, 22, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<int> Versions => [.. Enumerable.Range(1, 15)];

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task From_each_root_the_way_leads_to_the_newest(int version)
    {
        await using var server = await FileServer.StartAsync(static path => Served().GetValueOrDefault(path));
        using var transport = Transport();
        var client = new TufClient(new TufRepository(transport, server.Address), Root(version), null, null, new FakeTimeProvider(Day));
        var verified = await client.RefreshAsync(Stop);
        Assert.Equal((15L, 165L, 14L), (verified.Root.Version, verified.Snapshot.Version, verified.Targets.Version));
        foreach (var path in (string[])["trusted_root.json", "signing_config.v0.2.json", "signing_config_rekor_v2.v0.2.json"])
            Assert.Equal(ShippedTrust.Sigstore.Read($"targets/{path}")!.Value.ToArray(), (await client.TargetAsync(verified, path, Stop)).ToArray());
        Assert.Equal(
            [.. Enumerable.Range(version + 1, 16 - version).Select(static next => $"{next}.root.json"), "timestamp.json", "165.snapshot.json", "14.targets.json"],
            server.Requests.Where(static path => !path.StartsWith("targets/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_keys_of_npm_are_found_where_they_are_delegated_to()
    {
        await using var server = await FileServer.StartAsync(static path => Served().GetValueOrDefault(path));
        using var transport = Transport();
        var client = new TufClient(new TufRepository(transport, server.Address), ShippedTrust.Sigstore.Root, null, ShippedTrust.Sigstore, new FakeTimeProvider(Day));
        var keys = await client.TargetAsync(await client.RefreshAsync(Stop), "registry.npmjs.org/keys.json", Stop);
        Assert.Equal(Data("keys.json"), keys.ToArray());
        Assert.Equal(["16.root.json", "timestamp.json", "8.registry.npmjs.org.json", $"targets/registry.npmjs.org/{Sha256(Data("keys.json"))}.keys.json"], server.Requests);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(15)]
    public async Task One_root_of_the_row_that_was_changed_ends_it(int version)
    {
        await using var server = await FileServer.StartAsync(path => path == $"{version}.root.json" ? Changed(Root(version)) : Served().GetValueOrDefault(path));
        using var transport = Transport();
        var client = new TufClient(new TufRepository(transport, server.Address), Root(1), null, null, new FakeTimeProvider(Day));
        var failure = await Assert.ThrowsAsync<PublishException>(() => client.RefreshAsync(Stop));
        Assert.Equal(FailureKind.TrustUpdateRefused, failure.Kind);
        Assert.Contains($"root (version {version}) is refused: 0 of the 3 signatures", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>Without a server: what is shipped is whole, signed, and was current on its day.</summary>
    [Fact]
    public void What_is_shipped_is_what_Sigstore_signed()
    {
        var shipped = ShippedTrust.Sigstore;
        var day = DateTimeOffset.Parse(System.Text.Encoding.ASCII.GetString(shipped.Read("refreshed.txt")!.Value.Span), System.Globalization.CultureInfo.InvariantCulture);
        var root = RootMetadata.Trusted(shipped.Root);
        var timestamp = TimestampMetadata.Read(shipped.Read("timestamp.json")!.Value, root);
        var snapshotBytes = shipped.Read("snapshot.json")!.Value;
        var snapshot = SnapshotMetadata.Read(snapshotBytes, root);
        var targets = TargetsMetadata.Read(shipped.Read("targets.json")!.Value, "targets", root.Targets);
        Assert.Equal(timestamp.Snapshot.Version, snapshot.Version);
        Assert.Null(timestamp.Snapshot.Content.Difference(snapshotBytes.Span));
        Assert.Equal(snapshot.FileOf("targets").Version, targets.Version);
        foreach (var metadata in (SignedMetadata[])[root.Metadata, timestamp.Metadata, snapshot.Metadata, targets.Metadata]) metadata.RequireCurrent(day);
        foreach (var path in (string[])["trusted_root.json", "signing_config.v0.2.json", "signing_config_rekor_v2.v0.2.json"])
            Assert.Null(targets.FileAt(path)!.Difference(shipped.Read($"targets/{path}")!.Value.Span));
    }

    [Fact]
    public void The_shipped_trusted_root_is_one() =>
        Assert.NotNull(TrustedRoot.Parse(ShippedTrust.Sigstore.Read("targets/trusted_root.json")!.Value, "the shipped one"));

    private static HttpTransport Transport() => new(new HttpOptions { MaximumRetryCount = 0 }, Trace.None);

    private static Dictionary<string, byte[]> Served()
    {
        var files = Enumerable.Range(1, 15).ToDictionary(static version => $"{version}.root.json", static version => Root(version).ToArray());
        files["timestamp.json"] = Shipped("timestamp.json");
        files["165.snapshot.json"] = Shipped("snapshot.json");
        files["14.targets.json"] = Shipped("targets.json");
        files["8.registry.npmjs.org.json"] = Data("8.registry.npmjs.org.json");
        files[$"targets/registry.npmjs.org/{Sha256(Data("keys.json"))}.keys.json"] = Data("keys.json");
        foreach (var name in (string[])["trusted_root.json", "signing_config.v0.2.json", "signing_config_rekor_v2.v0.2.json"]) files[$"targets/{Sha256(Shipped($"targets/{name}"))}.{name}"] = Shipped($"targets/{name}");
        return files;
    }

    private static ReadOnlyMemory<byte> Root(int version) => version == 15 ? ShippedTrust.Sigstore.Root : Data($"{version}.root.json");

    private static byte[] Shipped(string name) => ShippedTrust.Sigstore.Read(name)!.Value.ToArray();

    private static byte[] Data(string name) => File.ReadAllBytes(Repository.Path($"tests/Unit/Data/tuf/sigstore/{name}"));

    private static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static byte[] Changed(ReadOnlyMemory<byte> root)
    {
        var json = JsonNode.Parse(root.Span)!;
        json["signed"]!["expires"] = "2030-01-01T00:00:00Z";
        return System.Text.Encoding.UTF8.GetBytes(json.ToJsonString());
    }
}
