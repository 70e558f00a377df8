namespace TrustedPublish.Rehearsal.Stage.Faults;

/// <summary>How a request goes wrong. Where a connection is cut, over HTTP/2 that request's stream alone is.</summary>
public enum FaultKind
{
    /// <summary>An HTTP status instead of the answer.</summary>
    Status,

    /// <summary>An HTTP status before the request's body has been read, as a proxy that refuses gives it.</summary>
    Early,

    /// <summary>An HTML page with an HTTP status, as a proxy or a CDN gives it, whatever <c>Accept</c> says.</summary>
    Html,

    /// <summary>The connection is cut right after the request's head.</summary>
    ResetBefore,

    /// <summary>The connection is cut while the request's body is on its way.</summary>
    Reset,

    /// <summary>The whole body is read and thrown away, then the connection is cut.</summary>
    ResetAfter,

    /// <summary>The request is served, then the connection is cut before the answer.</summary>
    Lost,

    /// <summary>The answer comes late.</summary>
    Slow,

    /// <summary>The answer's head comes at once, its body little by little.</summary>
    Trickle,

    /// <summary>No answer ever comes.</summary>
    Hang,

    /// <summary>A login page with status 200 instead of the answer.</summary>
    Garbage,

    /// <summary>The request is served; its answer is whole as HTTP, but holds half of its JSON.</summary>
    Truncated,

    /// <summary>The request is served; the connection is cut in the middle of the answer's body.</summary>
    Cut,

    /// <summary>JSON of another shape with status 200 instead of the answer.</summary>
    BadJson,

    /// <summary>A redirect to the very same address.</summary>
    Loop,

    /// <summary>The service's clock is off.</summary>
    Clock,

    /// <summary>The log answers that it has the entry already, and where: as if a first answer had been lost.</summary>
    Exists,

    /// <summary>The certificate has ended before it is given.</summary>
    Expired,

    /// <summary>The certificate is for another key than the one that asked.</summary>
    WrongKey,

    /// <summary>The certificate is one of an authority that nobody trusts.</summary>
    WrongAuthority,

    /// <summary>The certificate's timestamp of its log is signed over something else.</summary>
    WrongSct,

    /// <summary>The log's signature on entry and time is one on something else.</summary>
    WrongSet,

    /// <summary>The inclusion proof doesn't lead to the root.</summary>
    WrongProof,

    /// <summary>The checkpoint's signature is one on something else.</summary>
    WrongCheckpoint,

    /// <summary>The log answers with an entry of its own, true and proven, but of another envelope.</summary>
    WrongEntry,

    /// <summary>The timestamp is one of another signature.</summary>
    WrongTimestamp,
}

/// <summary>One thing that goes wrong on purpose: at which step, how, and how often.</summary>
public sealed record Fault(string Stage, FaultKind Kind)
{
    /// <summary>How many requests it hits; of no account where there is a <see cref="Percent"/>.</summary>
    public int Times { get; init; } = 1;

    /// <summary>The chance, 0 to 100, at which it hits each request as long as the stage runs; or null.</summary>
    public double? Percent { get; init; }

    /// <summary>The HTTP status of those kinds that have one, otherwise 0.</summary>
    public int Status { get; init; }

    /// <summary>How late or how slowly the answer comes.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>By how much the service's clock is ahead, or behind where it is negative.</summary>
    public TimeSpan ClockOffset { get; init; }

    /// <summary>What the answer says of when to come again.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether it says so as a date instead of in seconds (RFC 9110 §10.2.3 allows both).</summary>
    public bool RetryAfterIsDate { get; init; }

    /// <summary>The fault that the service itself shall make in answering this request, or null.</summary>
    internal static Fault? Of(HttpContext context) => context.Items[typeof(Fault)] as Fault;

    /// <summary>Leaves the fault to the service.</summary>
    internal void LeaveTo(HttpContext context) => context.Items[typeof(Fault)] = this;
}
