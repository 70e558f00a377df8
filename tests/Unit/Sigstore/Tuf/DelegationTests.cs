using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using TrustedPublish.Core.Sigstore.Tuf;

namespace TrustedPublish.Unit.Sigstore.Tuf;

/// <summary>Delegated targets (TUF specification, 4.6 and 5.6.7).</summary>
public sealed class DelegationTests : TufTest
{
    private static readonly byte[] Data = Encoding.UTF8.GetBytes("data of a delegated role");

    [Fact]
    public async Task A_delegated_target_is_found()
    {
        Repository.Delegate("targets", "registry.npmjs.org", ["registry.npmjs.org/*"], terminating: true);
        Repository.AddTarget("registry.npmjs.org", "registry.npmjs.org/keys.json", Data);
        PublishAll();
        Assert.Equal(Data, await TargetAsync("registry.npmjs.org/keys.json"));
        Assert.Equal(["1.registry.npmjs.org.json"], Delegated());
    }

    [Fact]
    public async Task A_target_outside_of_the_delegated_paths_is_not_looked_for_there()
    {
        Repository.Delegate("targets", "a", ["a/*"]);
        Repository.AddTarget("a", "b/file", Data);
        PublishAll();
        await RefusedAsync("b/file", "none of the roles", "b/file");
        Assert.Empty(Delegated());
    }

    [Fact]
    public async Task The_delegator_itself_comes_before_those_it_delegates_to()
    {
        Repository.Delegate("targets", "a", ["*"]);
        Repository.AddTarget("a", SimulatedRepository.Target, Data);
        PublishAll();
        Assert.Equal(SimulatedRepository.Content, await TargetAsync());
        Assert.Empty(Delegated());
    }

    [Fact]
    public async Task Roles_are_asked_in_their_order_and_depth_first()
    {
        Repository.Delegate("targets", "a", ["*"]);
        Repository.Delegate("targets", "b", ["*"]);
        Repository.Delegate("a", "c", ["*"]);
        Repository.Delegate("a", "d", ["*"]);
        Repository.Delegate("c", "e", ["*"]);
        PublishAll();
        await RefusedAsync("file", "none of the roles", "file");
        Assert.Equal(["1.a.json", "1.c.json", "1.e.json", "1.d.json", "1.b.json"], Delegated());
    }

    [Fact]
    public async Task After_a_terminating_role_nobody_else_is_asked()
    {
        Repository.Delegate("targets", "a", ["*"]);
        Repository.Delegate("targets", "b", ["*"]);
        Repository.Delegate("a", "c", ["*"], terminating: true);
        Repository.Delegate("a", "d", ["*"]);
        Repository.Delegate("c", "e", ["*"]);
        Repository.AddTarget("b", "file", Data);
        PublishAll();
        await RefusedAsync("file", "none of the roles", "file");
        Assert.Equal(["1.a.json", "1.c.json", "1.e.json"], Delegated());
    }

    [Fact]
    public async Task A_terminating_role_that_does_not_cover_the_path_ends_nothing()
    {
        Repository.Delegate("targets", "a", ["other/*"], terminating: true);
        Repository.Delegate("targets", "b", ["*"]);
        Repository.AddTarget("b", "file", Data);
        PublishAll();
        Assert.Equal(Data, await TargetAsync("file"));
    }

    [Fact]
    public async Task A_circle_of_delegations_ends()
    {
        Repository.Delegate("targets", "a", ["*"]);
        Repository.Delegate("a", "b", ["*"]);
        Repository.Delegate("b", "a", ["*"]);
        PublishAll();
        await RefusedAsync("file", "none of the roles", "file");
        Assert.Equal(["1.a.json", "1.b.json"], Delegated());
    }

    [Fact]
    public async Task A_long_row_of_delegations_is_given_up()
    {
        for (var number = 1; number <= 40; number++) Repository.Delegate(number == 1 ? "targets" : $"role{number - 1}", $"role{number}", ["*"]);
        Repository.AddTarget("role40", "file", Data);
        PublishAll();
        await RefusedAsync("file", "none of the roles", "file");
        Assert.Equal(TufLimits.Roles - 1, Delegated().Count);
    }

    [Fact]
    public async Task A_delegated_role_signed_by_another_key_is_refused()
    {
        Repository.Delegate("targets", "a", ["*"]);
        Repository.AddTarget("a", "file", Data);
        PublishAll();
        Repository.Signers["a"] = [TestKey.Ecdsa().Named(Repository.Signers["a"][0].Id)];
        Repository.Sign("a");
        await RefusedAsync("a", "0 of the 1 signatures", "file");
    }

    /// <summary>What one delegator's keys vouch for, another's don't: that it was verified before must not help.</summary>
    [Fact]
    public async Task A_role_is_held_to_the_keys_of_the_delegator_on_whose_way_it_is_found()
    {
        Repository.Delegate("targets", "parent-a", ["a/*"]);
        Repository.Delegate("targets", "parent-b", ["b/*"]);
        Repository.Delegate("parent-a", "release", ["a/*"]);
        var own = Repository.Signers["release"];
        Repository.Signers["release"] = [TestKey.Ecdsa()];
        Repository.Delegate("parent-b", "release", ["b/*"]);
        Repository.Signers["release"] = own;
        Repository.AddTarget("release", "a/file", Data);
        Repository.AddTarget("release", "b/file", Data);
        PublishAll();
        Assert.Equal(Data, await TargetAsync("a/file"));
        await RefusedAsync("release", "0 of the 1 signatures", "b/file");
    }

    [Fact]
    public async Task A_delegated_role_that_is_out_of_date_is_refused()
    {
        Repository.Delegate("targets", "a", ["*"]);
        Repository.AddTarget("a", "file", Data);
        Repository.Signed["a"]["expires"] = "2025-12-31T00:00:00Z";
        PublishAll();
        await RefusedAsync("a", "it ended on 2025-12-31", "file");
    }

    [Fact]
    public async Task A_delegated_role_that_the_snapshot_does_not_name_is_refused()
    {
        Repository.Delegate("targets", "a", ["*"]);
        PublishAll();
        Repository.Signed["snapshot"]["meta"]!.AsObject().Remove("a.json");
        Repository.Publish("snapshot", "timestamp");
        await RefusedAsync("a", "doesn't name it", "file");
    }

    [Fact]
    public async Task A_delegated_role_that_is_not_there_is_refused()
    {
        Repository.Delegate("targets", "a", ["*"]);
        PublishAll();
        Repository.Files.Remove("1.a.json");
        await RefusedAsync("a", "no such file", "file");
    }

    [Fact]
    public async Task A_delegation_to_the_name_of_a_top_level_role_is_refused()
    {
        Repository.Delegate("targets", "a", ["*"]);
        Repository.Signed["targets"]["delegations"]!["roles"]![0]!["name"] = "snapshot";
        PublishAll();
        await RefusedAsync("targets", "'snapshot', which is a role of the root");
    }

    [Fact]
    public async Task Two_delegations_to_one_role_are_refused()
    {
        Repository.Delegate("targets", "a", ["x/*"]);
        Repository.Delegate("targets", "a", ["y/*"]);
        PublishAll();
        await RefusedAsync("targets", "delegates to one role twice");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_delegation_with_both_kinds_of_paths_or_none_is_refused(bool hasBoth)
    {
        Repository.Delegate("targets", "a", ["*"]);
        var role = Repository.Signed["targets"]["delegations"]!["roles"]![0]!.AsObject();
        if (hasBoth) role["path_hash_prefixes"] = new JsonArray("00");
        else role.Remove("paths");
        PublishAll();
        await RefusedAsync("targets", "and not both");
    }

    [Fact]
    public async Task Paths_can_be_delegated_by_the_beginning_of_their_hash()
    {
        Repository.Delegate("targets", "other", ["*"]);
        Repository.Delegate("targets", "a", ["*"]);
        var roles = Repository.Signed["targets"]["delegations"]!["roles"]!;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("file")));
        foreach (var (index, prefix) in ((int, string)[])[(0, hash[0] == '0' ? "1" : "0"), (1, hash[..2])])
        {
            roles[index]!.AsObject().Remove("paths");
            roles[index]!["path_hash_prefixes"] = new JsonArray(prefix);
        }

        Repository.AddTarget("a", "file", Data);
        PublishAll();
        Assert.Equal(Data, await TargetAsync("file"));
        Assert.Equal(["1.a.json"], Delegated());
    }

    [Fact]
    public async Task A_role_of_an_odd_name_is_asked_for_and_kept_under_it()
    {
        const string Name = "../a b/ü?%";
        Repository.Delegate("targets", Name, ["*"]);
        Repository.AddTarget(Name, "file", Data);
        PublishAll();
        Assert.Equal(Data, await TargetAsync("file"));
        Assert.Equal(["1...%2Fa%20b%2F%C3%BC%3F%25.json"], Delegated());
        Assert.Contains($"delegated/{Name}.json", Store.Files.Keys);
    }

    [Theory]
    [InlineData("*", "file", true)]
    [InlineData("*", "", true)]
    [InlineData("*", "folder/file", false)]
    [InlineData("folder/*", "folder/file", true)]
    [InlineData("folder/*", "folder/", true)]
    [InlineData("folder/*", "other/file", false)]
    [InlineData("folder/*", "folder/a/b", false)]
    [InlineData("*/*", "a/b", true)]
    [InlineData("foo-?.tgz", "foo-1.tgz", true)]
    [InlineData("foo-?.tgz", "foo-12.tgz", false)]
    [InlineData("foo-?.tgz", "foo-.tgz", false)]
    [InlineData("a?b", "a/b", false)]
    [InlineData("*.md", "README.md", true)]
    [InlineData("*.md", "README.MD", false)]
    [InlineData("*.md", "README.md.txt", false)]
    [InlineData("a*b*c", "aXbXbYc", true)]
    [InlineData("a*b*c", "aXcXb", false)]
    [InlineData("[ab]", "a", false)]
    [InlineData("file", "file", true)]
    [InlineData("file", "file2", false)]
    [InlineData("", "file", false)]
    public void Patterns_stand_for_paths(string pattern, string path, bool covers) => Assert.Equal(covers, PathPattern.Covers(pattern, path));

    [Fact]
    public void A_pattern_made_to_be_slow_is_not() =>
        Assert.False(PathPattern.Covers(string.Concat(Enumerable.Repeat("a*", 5000)) + "b", new string('a', 20_000)));

    private IReadOnlyList<string> Delegated() =>
        [.. Server.Requests.Where(static file => !file.StartsWith("targets/", StringComparison.Ordinal) && file != "timestamp.json" && !file.EndsWith(".root.json", StringComparison.Ordinal) && !file.EndsWith(".snapshot.json", StringComparison.Ordinal) && !file.EndsWith(".targets.json", StringComparison.Ordinal))];

    private void PublishAll()
    {
        foreach (var role in Repository.Signed.Keys.Where(static role => role is not ("root" or "timestamp" or "snapshot" or "targets"))) Repository.Publish(role);
        Repository.Publish("targets", "snapshot", "timestamp");
    }
}
