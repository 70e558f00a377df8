using System.Globalization;
using System.Text.RegularExpressions;
using TrustedPublish.Rehearsal.Stage.Requests;

namespace TrustedPublish.Rehearsal.Stage.Faults;

/// <summary>The text of a fault, as the command line and tests write it.</summary>
internal static partial class FaultGrammar
{
    /// <summary>What <see cref="Parse"/> takes.</summary>
    public const string Text =
        "STAGE:WHAT[*TIMES|%PERCENT][;retry-after=SECONDS|;retry-after=date+SECONDS], where STAGE is audience, identity, mint, upload, "
        + "simple, revoke, jwks, metadata, tool, fulcio, rekor, tsa or integrity, and WHAT is an HTTP status from 300 to 599, early=STATUS, html=STATUS, reset-before, "
        + "reset, reset-after, lost, slow=SECONDSs, trickle=SECONDSs, hang, garbage, truncated, cut, badjson or loop; of fulcio, rekor and tsa also clock=SECONDSs (or "
        + "-SECONDSs); of fulcio expired, wrong-key, wrong-authority or wrong-sct; of rekor exists, wrong-set, wrong-proof, wrong-checkpoint or wrong-entry; of tsa "
        + "wrong-timestamp; for example upload:503*2 or upload:reset%2.5";

    private static readonly Dictionary<string, FaultKind> Kinds = new(StringComparer.Ordinal)
    {
        ["early"] = FaultKind.Early,
        ["html"] = FaultKind.Html,
        ["reset-before"] = FaultKind.ResetBefore,
        ["reset"] = FaultKind.Reset,
        ["reset-after"] = FaultKind.ResetAfter,
        ["lost"] = FaultKind.Lost,
        ["slow"] = FaultKind.Slow,
        ["trickle"] = FaultKind.Trickle,
        ["hang"] = FaultKind.Hang,
        ["garbage"] = FaultKind.Garbage,
        ["truncated"] = FaultKind.Truncated,
        ["cut"] = FaultKind.Cut,
        ["badjson"] = FaultKind.BadJson,
        ["loop"] = FaultKind.Loop,
        ["clock"] = FaultKind.Clock,
        ["exists"] = FaultKind.Exists,
        ["expired"] = FaultKind.Expired,
        ["wrong-key"] = FaultKind.WrongKey,
        ["wrong-authority"] = FaultKind.WrongAuthority,
        ["wrong-sct"] = FaultKind.WrongSct,
        ["wrong-set"] = FaultKind.WrongSet,
        ["wrong-proof"] = FaultKind.WrongProof,
        ["wrong-checkpoint"] = FaultKind.WrongCheckpoint,
        ["wrong-entry"] = FaultKind.WrongEntry,
        ["wrong-timestamp"] = FaultKind.WrongTimestamp,
    };

    /// <summary>The services that make a fault by themselves; the kinds that are not here happen to any request.</summary>
    private static readonly Dictionary<FaultKind, string[]> Services = new()
    {
        [FaultKind.Clock] = [RequestStage.Fulcio, RequestStage.Rekor, RequestStage.Tsa],
        [FaultKind.Exists] = [RequestStage.Rekor],
        [FaultKind.Expired] = [RequestStage.Fulcio],
        [FaultKind.WrongKey] = [RequestStage.Fulcio],
        [FaultKind.WrongAuthority] = [RequestStage.Fulcio],
        [FaultKind.WrongSct] = [RequestStage.Fulcio],
        [FaultKind.WrongSet] = [RequestStage.Rekor],
        [FaultKind.WrongProof] = [RequestStage.Rekor],
        [FaultKind.WrongCheckpoint] = [RequestStage.Rekor],
        [FaultKind.WrongEntry] = [RequestStage.Rekor],
        [FaultKind.WrongTimestamp] = [RequestStage.Tsa],
    };

    /// <summary>Whether the service makes the fault by itself while it serves the request.</summary>
    public static bool IsOfService(FaultKind kind) => Services.ContainsKey(kind);

    /// <summary>Reads a fault's text.</summary>
    /// <exception cref="FormatException">With the grammar.</exception>
    public static Fault Parse(string text)
    {
        var match = Form().Match(text);
        if (!match.Success || !RequestStage.Names.Contains(match.Groups["stage"].Value)) throw new FormatException($"'{text}' is not a fault: {Text}.");
        double? Number(string group) => match.Groups[group].Success ? double.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture) : null;
        if (Number("percent") > 100) throw new FormatException($"'{text}' is not a fault: a chance is at most 100 %.");
        var (stage, kind) = (match.Groups["stage"].Value, match.Groups["kind"].Success ? Kinds[match.Groups["kind"].Value] : FaultKind.Status);
        if (Services.TryGetValue(kind, out var services) && !services.Contains(stage)) throw new FormatException($"'{text}' is not a fault: {match.Groups["kind"].Value} is one of {string.Join(", ", services)}.");
        return new Fault(stage, kind)
        {
            Times = (int)(Number("times") ?? 1),
            Percent = Number("percent"),
            Status = (int)(Number("status") ?? 0),
            Delay = TimeSpan.FromSeconds(Number("seconds") ?? 0),
            ClockOffset = TimeSpan.FromSeconds(Number("offset") ?? 0),
            RetryAfter = Number("after") is { } after ? TimeSpan.FromSeconds(after) : null,
            RetryAfterIsDate = match.Groups["date"].Success,
        };
    }

    [GeneratedRegex(
        @"\A(?<stage>[a-z]+):"
        + @"(?:(?<status>[3-5][0-9]{2})|(?<kind>early|html)=(?<status>[3-5][0-9]{2})|(?<kind>slow|trickle)=(?<seconds>[0-9]{1,4}(?:\.[0-9]{1,3})?)s"
        + @"|(?<kind>reset-before|reset-after|reset|lost|hang|garbage|truncated|cut|badjson|loop"
        + @"|exists|expired|wrong-key|wrong-authority|wrong-sct|wrong-set|wrong-proof|wrong-checkpoint|wrong-entry|wrong-timestamp)|(?<kind>clock)=(?<offset>-?[0-9]{1,9})s)"
        + @"(?:\*(?<times>[0-9]{1,6})|%(?<percent>[0-9]{1,3}(?:\.[0-9]{1,6})?))?"
        + @"(?:;retry-after=(?<date>date\+)?(?<after>[0-9]{1,6}))?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
