using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using TrustedPublish.Core.Distributions.Rules;
using TrustedPublish.Rehearsal.Stage;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Rules;

/// <summary>
/// What is said to be valid is taken by the rehearsal index, and what is said not to be is refused: two readings of the
/// index's rules that share no code.
/// </summary>
public sealed class AgreementTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<int, string> Samples => RuleTests.Samples;

    /// <summary>Real wheels and sdists, where the machine has some; the folder may be named in a variable.</summary>
    public static TheoryData<string> RealFiles
    {
        get
        {
            var folders = new[] { Environment.GetEnvironmentVariable("TRUSTEDPUBLISH_REAL_DISTRIBUTIONS"), "/usr/share/python-wheels" };
            return [.. folders.OfType<string>().Where(Directory.Exists).SelectMany(static folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)).Where(static path => path.EndsWith(".whl", StringComparison.Ordinal) || path.EndsWith(".tar.gz", StringComparison.Ordinal)).Order(StringComparer.Ordinal).DefaultIfEmpty("")];
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task The_index_says_the_same(int number, string label)
    {
        Assert.NotNull(label);
        await CompareAsync(Corpus.All[number].Make(_folder));
    }

    [Theory]
    [MemberData(nameof(RealFiles))]
    public async Task And_of_real_files(string path)
    {
        if (path.Length == 0) Assert.Skip("There are no real distributions on this machine (Debian's python3-*-whl, or TRUSTEDPUBLISH_REAL_DISTRIBUTIONS).");
        await CompareAsync(new FileInfo(path));
    }

    private static async Task CompareAsync(FileInfo file)
    {
        var report = DistributionRules.Check(file, RuleScope.PyPI, TestContext.Current.CancellationToken);
        await using var stage = await RehearsalStage.StartAsync(new StageOptions(), TestContext.Current.CancellationToken);
        var (status, answer) = await UploadAsync(stage, file, report);
        var findings = string.Join("\n", report.Findings.Select(static finding => $"{finding.Severity} {finding.Rule}: {finding.Message}"));
        Assert.True(report.IsValid == (status == 200), $"The index answered {status} {answer}\nand the rules say:\n{findings}");
        // Refused for a reason of its own, not for something that this test left out.
        Assert.True(status is 200 or 400, answer);
    }

    private static async Task<(int Status, string Answer)> UploadAsync(RehearsalStage stage, FileInfo file, DistributionReport report)
    {
        var isWheel = file.Name.EndsWith(".whl", StringComparison.Ordinal);
        // What can't be read has no metadata to send; what a client would guess from the name stands in for it.
        IEnumerable<KeyValuePair<string, string>> metadata = report.Distribution?.Metadata.FormFields() ?? [new("metadata_version", "2.1"), new("name", "demo"), new("version", "1.0")];
        var bytes = await File.ReadAllBytesAsync(file.FullName, TestContext.Current.CancellationToken);
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in metadata.Concat(
                 [
                     new(":action", "file_upload"), new("filetype", isWheel ? "bdist_wheel" : "sdist"), new("pyversion", isWheel ? "py3" : "source"),
                     new("sha256_digest", Convert.ToHexString(SHA256.HashData(bytes))),
                 ]))
        {
            form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(value)), name);
        }

        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        form.Add(content, "content", file.Name);
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(stage.IndexUrl, "legacy/")) { Content = form };
        request.Headers.Authorization = new AuthenticationHeaderValue("token", stage.MintApiToken());
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
