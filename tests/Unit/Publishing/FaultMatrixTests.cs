using TrustedPublish.Core.Failures;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Publishing;

/// <summary>
/// Every fault at every step of a run, with the outcome that it must have. Each cell also checks that no file is lost, none
/// is reported published that is not, and no secret is shown.
/// </summary>
public sealed class FaultMatrixTests : IDisposable
{
    /// <summary>All goes well in the end.</summary>
    private const string Ok = "ok";

    /// <summary>All goes well but a warning: what a token's end costs.</summary>
    private const string Warns = "warns";

    private static readonly string[] Steps = ["audience", "identity", "mint", "simple", "upload", "revoke"];

    // For each fault what becomes of the run, in the order of Steps. A kind's name is a failure: before the uploads it ends
    // the run, at the uploads it is the file's.
    private static readonly (string Fault, string[] Outcomes)[] Rows =
    [
        // Passes after a while: nobody notices, but a token's end is tried once.
        ("503*2", [Ok, Ok, Ok, Ok, Ok, Warns]),
        ("500*2", [Ok, Ok, Ok, Ok, Ok, Warns]),
        ("408*2", [Ok, Ok, Ok, Ok, Ok, Warns]),
        ("429*2;retry-after=1", [Ok, Ok, Ok, Ok, Ok, Warns]),
        ("503*2;retry-after=date+1", [Ok, Ok, Ok, Ok, Ok, Warns]),
        ("html=502*2", [Ok, Ok, Ok, Ok, Ok, Warns]),
        ("reset-before*2", [Ok, Ok, Ok, Ok, Ok, Warns]),
        ("reset*2", [Ok, Ok, Ok, Ok, Ok, Warns]),
        ("reset-after*2", [Ok, Ok, Ok, Ok, Ok, Warns]),
        ("lost*2", [Ok, Ok, Ok, Ok, Ok, Warns]),
        ("cut*2", [Ok, Ok, Ok, Ok, Ok, Warns]),
        ("hang*2", [Ok, Ok, Ok, Ok, Ok, Warns]),
        ("slow=0.05s*2", [Ok, Ok, Ok, Ok, Ok, Ok]),
        ("trickle=0.05s*2", [Ok, Ok, Ok, Ok, Ok, Ok]),

        // Does not pass.
        ("503*99", ["IndexUnavailable", "IdTokenRequestRefused", "IndexUnavailable", "IndexUnavailable", "IndexUnavailable", Warns]),
        ("429*99", ["TooManyRequests", "IdTokenRequestRefused", "TooManyRequests", "TooManyRequests", "TooManyRequests", Warns]),
        ("reset*99", ["ConnectionFailed", "ConnectionFailed", "ConnectionFailed", "ConnectionFailed", "ConnectionFailed", Warns]),
        ("hang*99", ["TimedOut", "TimedOut", "TimedOut", "TimedOut", "TimedOut", Warns]),

        // Final at once. An index that can't do what is asked is told apart from one that refuses.
        ("400", ["AnswerMalformed", "IdTokenRequestRefused", "AnswerMalformed", "AnswerMalformed", "MetadataRefused", Warns]),
        ("403", ["TrustedPublishingDisabled", "IdTokenRequestRefused", "TrustedPublishingDisabled", "FileListRefused", "UploadForbidden", Warns]),
        ("404", ["TrustedPublishingUnsupported", "IdTokenRequestRefused", "TrustedPublishingUnsupported", Ok, "WrongUploadAddress", Warns]),
        ("early=413", ["AnswerMalformed", "IdTokenRequestRefused", "AnswerMalformed", "AnswerMalformed", "FileTooLarge", Warns]),
        ("302", ["RedirectRefused", "IdTokenRequestRefused", "RedirectRefused", "RedirectRefused", "RedirectRefused", Warns]),
        ("loop", ["RedirectRefused", "IdTokenRequestRefused", "RedirectRefused", "RedirectRefused", "RedirectRefused", Warns]),

        // Answers that are none. The exchange has used the ID token up, and says nothing that a second try would not say.
        ("garbage", ["AnswerMalformed", "AnswerMalformed", "AnswerMalformed", "FileListUnsupported", "UploadUnconfirmed", Warns]),
        ("badjson", ["AnswerMalformed", "AnswerMalformed", "AnswerMalformed", "FileListUnsupported", "UploadUnconfirmed", Warns]),
        // The upload is stored before its answer is broken: the list of files tells.
        ("truncated", ["AnswerMalformed", "AnswerMalformed", "AnswerMalformed", "FileListUnsupported", Ok, Ok]),
    ];

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> Cells
    {
        get
        {
            var cells = new TheoryData<string, string>();
            foreach (var (fault, outcomes) in Rows)
                for (var step = 0; step < Steps.Length; step++) cells.Add($"{Steps[step]}:{fault}", outcomes[step]);
            return cells;
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task A_fault_has_its_outcome(string fault, string outcome)
    {
        // What hangs is waited for; nothing else needs a short time-out, which a busy machine could run into.
        var patience = fault.Contains("hang", StringComparison.Ordinal) ? TimeSpan.FromMilliseconds(700) : TimeSpan.FromSeconds(20);
        await using var wire = await Wire.OpenAsync(http: options => options with { RequestTimeout = patience, UploadIdleTimeout = patience });
        // So that the index has a list of files to give.
        await Release.WithTokenAsync(wire, [Archives.ValidWheel(_folder, version: "0.9")], wire.ApiToken());
        wire.Stage.Faults.Add(fault);
        FileInfo[] files = [Archives.ValidWheel(_folder, padding: 200_000), Archives.ValidSdist(_folder)];
        var release = await Release.MintingAsync(wire, files, new RunOptions { SkipExisting = true });
        release.AssertHonest();
        switch (outcome)
        {
            case Ok or Warns:
                Assert.Null(release.Ended);
                Assert.All(release.Results, static result => Assert.Null(result.Error));
                Assert.Equal(3, wire.Stage.Store.Files.Count);
                Assert.Equal(outcome == Warns ? 1 : 0, release.Warnings.Count);
                break;
            default:
                var kind = Enum.Parse<FailureKind>(outcome);
                var failure = release.Ended ?? release.Results.Select(static result => result.Error).OfType<PublishException>().First();
                Assert.Equal(kind, failure.Kind);
                // Only an upload that fails leaves anything at all.
                if (!fault.StartsWith("upload:", StringComparison.Ordinal)) Assert.Single(wire.Stage.Store.Files);
                break;
        }
    }
}
