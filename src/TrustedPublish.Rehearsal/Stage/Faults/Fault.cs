using System.Globalization;
using System.Text.RegularExpressions;
using TrustedPublish.Rehearsal.Stage.Requests;

namespace TrustedPublish.Rehearsal.Stage.Faults;

/// <summary>How a request goes wrong.</summary>
public enum FaultKind
{
    /// <summary>An HTTP status instead of the answer.</summary>
    Status,

    /// <summary>An HTTP status before the request's body has been read, as a proxy that refuses gives it.</summary>
    Early,

    /// <summary>The connection is cut while the request's body is on its way.</summary>
    Reset,

    /// <summary>The request is served, then the connection is cut before the answer.</summary>
    Lost,

    /// <summary>The answer comes late.</summary>
    Slow,

    /// <summary>A login page with status 200 instead of the answer.</summary>
    Garbage,

    /// <summary>No answer ever comes.</summary>
    Hang,
}

/// <summary>One thing that goes wrong on purpose: at which step, how, and how often.</summary>
public sealed partial record Fault(string Stage, FaultKind Kind, int Times, int Status, TimeSpan Delay, TimeSpan? RetryAfter)
{
    /// <summary>What <see cref="Parse"/> takes.</summary>
    public const string Grammar =
        "STAGE:WHAT[*TIMES][;retry-after=SECONDS], where STAGE is audience, identity, mint, upload, simple or jwks, and WHAT is "
        + "an HTTP status from 300 to 599, early=STATUS, reset, lost, slow=SECONDSs, garbage or hang; for example upload:503*2";

    /// <summary>Reads a fault's text.</summary>
    /// <exception cref="FormatException">With the grammar.</exception>
    public static Fault Parse(string text)
    {
        var match = Form().Match(text);
        if (!match.Success || !RequestStage.Names.Contains(match.Groups["stage"].Value)) throw new FormatException($"'{text}' is not a fault: {Grammar}.");
        var times = match.Groups["times"].Success ? int.Parse(match.Groups["times"].Value, CultureInfo.InvariantCulture) : 1;
        TimeSpan? retryAfter = match.Groups["after"].Success ? TimeSpan.FromSeconds(int.Parse(match.Groups["after"].Value, CultureInfo.InvariantCulture)) : null;
        var what = match.Groups["what"].Value;
        var (kind, status, delay) = what switch
        {
            "reset" => (FaultKind.Reset, 0, TimeSpan.Zero),
            "lost" => (FaultKind.Lost, 0, TimeSpan.Zero),
            "garbage" => (FaultKind.Garbage, 200, TimeSpan.Zero),
            "hang" => (FaultKind.Hang, 0, TimeSpan.Zero),
            _ when what.StartsWith("early=", StringComparison.Ordinal) => (FaultKind.Early, int.Parse(what[6..], CultureInfo.InvariantCulture), TimeSpan.Zero),
            _ when what.StartsWith("slow=", StringComparison.Ordinal) =>
                (FaultKind.Slow, 0, TimeSpan.FromSeconds(double.Parse(what[5..^1], CultureInfo.InvariantCulture))),
            _ => (FaultKind.Status, int.Parse(what, CultureInfo.InvariantCulture), TimeSpan.Zero),
        };
        return new Fault(match.Groups["stage"].Value, kind, times, status, delay, retryAfter);
    }

    [GeneratedRegex(
        @"\A(?<stage>[a-z]+):(?<what>[3-5][0-9]{2}|early=[3-5][0-9]{2}|reset|lost|slow=[0-9]{1,4}(?:\.[0-9]{1,3})?s|garbage|hang)(?:\*(?<times>[0-9]{1,6}))?(?:;retry-after=(?<after>[0-9]{1,6}))?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
