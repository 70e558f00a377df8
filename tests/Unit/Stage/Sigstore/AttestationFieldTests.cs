using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using TrustedPublish.Rehearsal.Stage;

namespace TrustedPublish.Unit.Stage.Sigstore;

/// <summary>The upload's field <c>attestations</c>: what the index takes, and its words for what it does not (warehouse attestations/services.py).</summary>
public sealed class AttestationFieldTests
{
    private const string Unverified = "Invalid attestations supplied during upload: Could not verify the uploaded artifact using the included attestation: Verification failed: ";
    private const string FileName = "demo-1.0-py3-none-any.whl";

    private static readonly Dictionary<string, Action<JsonNode>> Changes = new(StringComparer.Ordinal)
    {
        ["version"] = static attestation => attestation["version"] = 2,
        ["no entry"] = static attestation => attestation["verification_material"]!["transparency_entries"] = new JsonArray(),
        ["base64"] = static attestation => attestation["envelope"]!["signature"] = "?",
        ["certificate"] = static attestation => attestation["verification_material"]!["certificate"] = "AAAA",
        ["entry"] = static attestation => Entry(attestation).AsObject().Remove("kindVersion"),
        ["promise"] = static attestation => Entry(attestation).AsObject().Remove("inclusionPromise"),
        ["time"] = static attestation => Entry(attestation)["integratedTime"] = $"{long.Parse(Entry(attestation)["integratedTime"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture) + 1}",
        ["late"] = static attestation => Entry(attestation)["integratedTime"] = $"{long.Parse(Entry(attestation)["integratedTime"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture) + 3600}",
        ["hash"] = static attestation => Proof(attestation)["hashes"]![0] = Convert.ToBase64String(new byte[32]),
        ["hashes"] = static attestation => Proof(attestation)["hashes"] = new JsonArray(),
        ["checkpoint"] = static attestation => Proof(attestation)["checkpoint"]!["envelope"] = Proof(attestation)["checkpoint"]!["envelope"]!.GetValue<string>().Replace("\n2\n", "\n3\n", StringComparison.Ordinal),
        ["log"] = static attestation => Entry(attestation)["logId"]!["keyId"] = Convert.ToBase64String(new byte[32]),
        ["statement"] = static attestation => attestation["envelope"]!["statement"] = Convert.ToBase64String(SigstoreVisitor.Statement(FileName, new string('b', 64))),
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(CISystem.GitHub, """{"kind":"GitHub","repository":"octo-org/sampleproject","workflow":"release.yml","environment":"pypi"}""")]
    [InlineData(CISystem.GitLab, """{"kind":"GitLab","repository":"octo-org/sampleproject","workflow_filepath":".gitlab-ci.yml","environment":"pypi"}""")]
    [InlineData(CISystem.Google, """{"kind":"Google","email":"publisher@octo-org.iam.gserviceaccount.com"}""")]
    public async Task Those_of_the_publisher_are_taken_and_shown(CISystem system, string publisher)
    {
        await using var visitor = await SigstoreVisitor.OpenAsync(system);
        using var signer = new SigstoreVisitor(visitor);
        var (first, second) = (await AttestAsync(visitor, signer), await AttestAsync(visitor, signer, SigstoreVisitor.Provenance));
        Assert.Equal("", await UploadAsync(visitor, first, second));

        using var page = await visitor.GetAsync($"integrity/demo/1.0/{FileName}/provenance");
        Assert.Equal((HttpStatusCode.OK, "application/vnd.pypi.integrity.v1+json"), (page.StatusCode, page.Content.Headers.ContentType!.MediaType));
        var provenance = JsonNode.Parse(await page.Content.ReadAsStringAsync(Stop))!;
        Assert.Equal(1, provenance["version"]!.GetValue<int>());
        var bundle = Assert.Single(provenance["attestation_bundles"]!.AsArray())!;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(publisher), bundle["publisher"]));
        Assert.True(JsonNode.DeepEquals(new JsonArray(first.DeepClone(), second.DeepClone()), bundle["attestations"]));
    }

    [Fact]
    public async Task The_project_page_says_where()
    {
        await using var visitor = await SigstoreVisitor.OpenAsync();
        using var signer = new SigstoreVisitor(visitor);
        Assert.Equal("", await UploadAsync(visitor, await AttestAsync(visitor, signer)));
        Assert.True((await visitor.UploadAsync("other")).IsSuccessStatusCode);
        var address = $"{visitor.Stage.IndexUrl}integrity/demo/1.0/{FileName}/provenance";
        Assert.Equal(address, await ProvenanceOfAsync(visitor, "demo"));
        Assert.Null(await ProvenanceOfAsync(visitor, "other"));
        Assert.Contains($"data-provenance=\"{address}\"", await (await visitor.GetAsync("simple/demo/")).Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("*/*", 200, "application/vnd.pypi.integrity.v1+json")]
    [InlineData("application/json", 200, "application/json")]
    [InlineData("application/json, application/vnd.pypi.integrity.v1+json;q=0.5", 200, "application/json")]
    [InlineData("text/html", 406, "application/json")]
    public async Task The_page_has_the_type_that_is_asked_for(string accept, int status, string type)
    {
        await using var visitor = await SigstoreVisitor.OpenAsync();
        using var signer = new SigstoreVisitor(visitor);
        Assert.Equal("", await UploadAsync(visitor, await AttestAsync(visitor, signer)));
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(visitor.Stage.IndexUrl, $"integrity/Demo/1.0/{FileName}/provenance"));
        request.Headers.Add("Accept", accept);
        using var answer = await visitor.Client.SendAsync(request, Stop);
        Assert.Equal((status, type), ((int)answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
    }

    [Fact]
    public async Task A_file_without_has_no_page()
    {
        await using var visitor = await SigstoreVisitor.OpenAsync();
        Assert.True((await visitor.UploadAsync()).IsSuccessStatusCode);
        using var answer = await visitor.GetAsync($"integrity/demo/1.0/{FileName}/provenance");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal($$"""{"message":"No provenance available for {{FileName}}"}""", await answer.Content.ReadAsStringAsync(Stop));
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync($"integrity/demo/2.0/{FileName}/provenance")).StatusCode);
    }

    [Fact]
    public async Task An_index_may_have_them_switched_off()
    {
        await using var visitor = await SigstoreVisitor.OpenAsync(change: static options => options with { AttestationsEnabled = false });
        Assert.Equal("", await UploadAsync(visitor, "nonsense"));
        using var answer = await visitor.GetAsync($"integrity/demo/1.0/{FileName}/provenance");
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Of_a_file_that_the_index_has_they_are_not_looked_at()
    {
        await using var visitor = await SigstoreVisitor.OpenAsync();
        using var signer = new SigstoreVisitor(visitor);
        Assert.Equal("", await UploadAsync(visitor, await AttestAsync(visitor, signer)));
        var kept = visitor.Stage.Store.Find(FileName)!.Provenance!.Value;
        Assert.Equal("", await UploadAsync(visitor, await AttestAsync(visitor, signer)));
        Assert.Equal("", await UploadAsync(visitor, "nonsense"));
        Assert.Equal(kept, visitor.Stage.Store.Find(FileName)!.Provenance!.Value);
    }

    [Theory]
    [InlineData("[]", "Malformed attestations: an empty attestation set is not permitted")]
    [InlineData("{}", "Malformed attestations: 1 validation error for list[Attestation]  Input should be a valid array [type=list_type]")]
    [InlineData("""["a"]""", "Malformed attestations: 1 validation error for list[Attestation]0  Input should be an object [type=model_type]")]
    [InlineData("""[{"version":1}]""", "Malformed attestations: 1 validation error for list[Attestation]0.verification_material  Field required [type=missing]")]
    public async Task A_field_of_another_form_is_refused(string field, string reason)
    {
        await using var visitor = await SigstoreVisitor.OpenAsync();
        Assert.Equal($"Invalid attestations supplied during upload: {reason}", await UploadAsync(visitor, field));
        Assert.Empty(visitor.Stage.Store.Files);
    }

    [Theory]
    [InlineData("version", "Invalid attestations supplied during upload: Malformed attestations: 1 validation error for list[Attestation]0.version  Input should be 1 [type=literal_error]")]
    [InlineData("no entry", "Invalid attestations supplied during upload: Malformed attestations: 1 validation error for list[Attestation]0.verification_material.transparency_entries  List should have at least 1 item after validation, not 0 [type=too_short]")]
    [InlineData("base64", "Invalid attestations supplied during upload: Malformed attestations: 1 validation error for list[Attestation]0.envelope.signature  Base64 decoding error [type=base64_decode]")]
    [InlineData("certificate", "Invalid attestations supplied during upload: Unknown error while trying to verify included attestations: invalid X.509 certificate")]
    [InlineData("entry", "Invalid attestations supplied during upload: Unknown error while trying to verify included attestations: invalid transparency log entry")]
    [InlineData("promise", $"{Unverified}not enough sources of verified time")]
    [InlineData("time", $"{Unverified}invalid log entry: SET: invalid inclusion promise")]
    [InlineData("late", $"{Unverified}failed to build timestamp certificate chain: ")]
    [InlineData("hash", $"{Unverified}invalid log entry: inclusion proof contains invalid root hash")]
    [InlineData("hashes", $"{Unverified}invalid log entry: inclusion proof has wrong size")]
    [InlineData("checkpoint", $"{Unverified}invalid log entry: checkpoint: invalid signature")]
    [InlineData("log", $"{Unverified}invalid log entry: checkpoint: Signature not found for log ID")]
    [InlineData("statement", $"{Unverified}DSSE: invalid signature")]
    public async Task A_changed_attestation_is_refused(string change, string message)
    {
        await using var visitor = await SigstoreVisitor.OpenAsync();
        using var signer = new SigstoreVisitor(visitor);
        await signer.AttestAsync(SigstoreVisitor.Statement("first-1.0.tar.gz", new string('a', 64)));
        var attestation = await AttestAsync(visitor, signer);
        Changes[change](attestation);
        Require(message, await UploadAsync(visitor, attestation));
        Assert.Empty(visitor.Stage.Store.Files);
    }

    [Theory]
    [InlineData("other-1.0-py3-none-any.whl", null, SigstoreVisitor.Publish, $"{Unverified}subject does not match distribution name: other-1.0-py3-none-any.whl != {FileName}")]
    [InlineData("demo.txt", null, SigstoreVisitor.Publish, $"{Unverified}invalid subject: unknown distribution format: demo.txt")]
    [InlineData(FileName, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", SigstoreVisitor.Publish, $"{Unverified}subject does not match distribution digest")]
    [InlineData(FileName, null, "https://example.org/type", $"{Unverified}unknown attestation type: https://example.org/type")]
    [InlineData("Demo-1.0.0-py3-none-any.whl", null, SigstoreVisitor.Publish, "")]
    public async Task The_statement_must_be_of_the_file(string name, string? sha256, string type, string message)
    {
        await using var visitor = await SigstoreVisitor.OpenAsync();
        using var signer = new SigstoreVisitor(visitor);
        Assert.Equal(message, await UploadAsync(visitor, await signer.AttestAsync(SigstoreVisitor.Statement(name, sha256 ?? Sha256(visitor), type))));
    }

    [Fact]
    public async Task Of_each_type_there_is_one()
    {
        await using var visitor = await SigstoreVisitor.OpenAsync();
        using var signer = new SigstoreVisitor(visitor);
        var (first, second, third) = (await AttestAsync(visitor, signer), await AttestAsync(visitor, signer), await AttestAsync(visitor, signer, SigstoreVisitor.Provenance));
        Assert.Equal($"Invalid attestations supplied during upload: Multiple attestations for the same file with the same predicate type ({SigstoreVisitor.Publish}) are not supported", await UploadAsync(visitor, first, second));
        Assert.Equal("Invalid attestations supplied during upload: A maximum of 2 attestations per file are supported", await UploadAsync(visitor, first, second, third));
    }

    [Fact]
    public async Task An_entry_of_another_statement_proves_nothing()
    {
        await using var visitor = await SigstoreVisitor.OpenAsync();
        using var signer = new SigstoreVisitor(visitor);
        var other = await signer.AttestAsync(SigstoreVisitor.Statement(FileName, new string('a', 64)));
        var attestation = await AttestAsync(visitor, signer);
        attestation["verification_material"]!["transparency_entries"] = other["verification_material"]!["transparency_entries"]!.DeepClone();
        Assert.Equal($"{Unverified}log entry body does not match the attestation (spec.payloadHash.value)", await UploadAsync(visitor, attestation));
        // The same statement once more, by the same key with another certificate.
        var again = await AttestAsync(visitor, signer);
        again["verification_material"]!["certificate"] = other["verification_material"]!["certificate"]!.DeepClone();
        Assert.Equal($"{Unverified}log entry body does not match the attestation (spec.signatures.0.verifier)", await UploadAsync(visitor, again));
    }

    [Fact]
    public async Task The_signer_must_be_the_publisher()
    {
        await using var visitor = await SigstoreVisitor.OpenAsync();
        using var signer = new SigstoreVisitor(visitor);
        var token = visitor.Stage.IssueIdToken("sigstore", static claims => claims["workflow_ref"] = "octo-org/sampleproject/.github/workflows/other.yml@refs/tags/v1.0");
        Assert.Equal(
            $"{Unverified}Certificate's Build Config URI (https://github.com/octo-org/sampleproject/.github/workflows/other.yml@refs/tags/v1.0) does not match expected Trusted Publisher (release.yml @ octo-org/sampleproject)",
            await UploadAsync(visitor, await signer.AttestAsync(Statement(visitor), token)));
        token = visitor.Stage.IssueIdToken("sigstore", static claims => claims["repository"] = "octo-org/other");
        Assert.Equal(
            $"{Unverified}Certificate's OIDCSourceRepositoryURI does not match (got https://github.com/octo-org/other, expected https://github.com/octo-org/sampleproject)",
            await UploadAsync(visitor, await signer.AttestAsync(Statement(visitor), token)));
        token = visitor.Stage.IssueIdToken(CISystem.GitLab, "sigstore");
        Assert.Equal(
            $"{Unverified}Certificate's OIDCIssuerV2 does not match (got {visitor.Stage.IssuerOf(CISystem.GitLab)}, expected {visitor.Stage.IssuerOf(CISystem.GitHub)})",
            await UploadAsync(visitor, await signer.AttestAsync(Statement(visitor), token)));
    }

    [Theory]
    [InlineData("fulcio:wrong-authority", "failed to build timestamp certificate chain: ")]
    [InlineData("fulcio:wrong-sct", "failed to verify SCT on signing certificate: SCT verify failed: invalid signature")]
    [InlineData("fulcio:expired", "failed to build timestamp certificate chain: ")]
    [InlineData("rekor:wrong-set", "invalid log entry: SET: invalid inclusion promise")]
    [InlineData("rekor:wrong-proof", "invalid log entry: inclusion proof has wrong size")]
    [InlineData("rekor:wrong-checkpoint", "invalid log entry: checkpoint: invalid signature")]
    [InlineData("rekor:wrong-entry", "log entry body does not match the attestation (spec.payloadHash.value)")]
    public async Task What_went_wrong_in_signing_is_seen(string fault, string reason)
    {
        await using var visitor = await SigstoreVisitor.OpenAsync();
        using var signer = new SigstoreVisitor(visitor);
        visitor.Stage.Faults.Add(fault);
        Require(Unverified + reason, await UploadAsync(visitor, await AttestAsync(visitor, signer)));
    }

    [Theory]
    [InlineData(false, $"{Unverified}not enough sources of verified time")]
    [InlineData(true, "")]
    public async Task The_second_log_says_no_time_and_a_timestamp_counts_where_the_index_knows_of_them(bool takesTimestamps, string message)
    {
        await using var visitor = await SigstoreVisitor.OpenAsync(change: options => options with { TakesTimestamps = takesTimestamps });
        using var signer = new SigstoreVisitor(visitor);
        Assert.Equal(message, await UploadAsync(visitor, await signer.AttestWithTimestampAsync(Statement(visitor))));
    }

    [Fact]
    public async Task A_timestamp_of_something_else_is_none()
    {
        await using var visitor = await SigstoreVisitor.OpenAsync(change: static options => options with { TakesTimestamps = true });
        using var signer = new SigstoreVisitor(visitor);
        visitor.Stage.Faults.Add("tsa:wrong-timestamp");
        Assert.Equal($"{Unverified}not enough sources of verified time", await UploadAsync(visitor, await signer.AttestWithTimestampAsync(Statement(visitor))));
    }

    [Fact]
    public async Task They_go_with_a_publishers_token_alone()
    {
        await using var visitor = await SigstoreVisitor.OpenAsync();
        using var signer = new SigstoreVisitor(visitor);
        var attestation = await AttestAsync(visitor, signer);
        Assert.Equal("Invalid attestations supplied during upload: Attestations are only supported when using Trusted Publishing", await MessageAsync(await visitor.UploadAsync(attestations: new JsonArray(attestation).ToJsonString())));
    }

    [Theory]
    [InlineData(CISystem.ActiveState, "ActiveState")]
    [InlineData(CISystem.Buildkite, "Buildkite")]
    public async Task Some_publishers_have_none(CISystem system, string name)
    {
        await using var visitor = await SigstoreVisitor.OpenAsync(system);
        Assert.Equal($"Invalid attestations supplied during upload: Attestations are not currently supported with {name} publishers", await UploadAsync(visitor, "[]"));
    }

    [Fact]
    public async Task An_index_without_a_Sigstore_believes_nobody()
    {
        await using var signing = await SigstoreVisitor.OpenAsync();
        using var signer = new SigstoreVisitor(signing);
        await using var visitor = await Visitor.OpenAsync();
        Assert.Equal($"{Unverified}this index has no Sigstore to believe", await UploadAsync(visitor, await signer.AttestAsync(Statement(visitor))));
    }

    /// <summary>Compares messages; of one that ends in a colon what follows is left open, for each system calls a bad chain by its own names.</summary>
    private static void Require(string expected, string actual)
    {
        if (expected.EndsWith(": ", StringComparison.Ordinal)) Assert.StartsWith(expected, actual, StringComparison.Ordinal);
        else Assert.Equal(expected, actual);
    }

    private static JsonNode Entry(JsonNode attestation) => attestation["verification_material"]!["transparency_entries"]![0]!;

    private static JsonNode Proof(JsonNode attestation) => Entry(attestation)["inclusionProof"]!;

    private static string Sha256(Visitor visitor) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(visitor.Wheel().FullName)));

    private static byte[] Statement(Visitor visitor, string type = SigstoreVisitor.Publish) => SigstoreVisitor.Statement(FileName, Sha256(visitor), type);

    private static Task<JsonNode> AttestAsync(Visitor visitor, SigstoreVisitor signer, string type = SigstoreVisitor.Publish) => signer.AttestAsync(Statement(visitor, type));

    private static Task<string> UploadAsync(Visitor visitor, params JsonNode[] attestations) => UploadAsync(visitor, new JsonArray([.. attestations.Select(static attestation => attestation.DeepClone())]).ToJsonString());

    /// <summary>Uploads with the token of the stage's job; gives the refusal, or nothing.</summary>
    private static async Task<string> UploadAsync(Visitor visitor, string field)
    {
        var (token, refusal) = await visitor.MintAsync(visitor.Stage.IssueIdToken("rehearsal"));
        Assert.Null(refusal);
        return await MessageAsync(await visitor.UploadAsync(token: token, attestations: field));
    }

    private static async Task<string> MessageAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync(Stop);
        if (answer.IsSuccessStatusCode) return text;
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        return JsonNode.Parse(text)!["message"]!.GetValue<string>().Replace("\n", "", StringComparison.Ordinal);
    }

    private static async Task<string?> ProvenanceOfAsync(Visitor visitor, string project)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(visitor.Stage.IndexUrl, $"simple/{project}/"));
        request.Headers.Add("Accept", "application/vnd.pypi.simple.v1+json");
        using var answer = await visitor.Client.SendAsync(request, Stop);
        using var page = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop));
        return Assert.Single(page.RootElement.GetProperty("files").EnumerateArray()).GetProperty("provenance").GetString();
    }
}
