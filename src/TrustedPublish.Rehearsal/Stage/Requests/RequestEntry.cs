namespace TrustedPublish.Rehearsal.Stage.Requests;

/// <summary>One request. It has no field that could hold a secret: neither query nor credentials nor bodies are kept.</summary>
/// <param name="Time">When it came (UTC).</param>
/// <param name="Stage">The step of publishing that it belongs to.</param>
/// <param name="Method">Its method.</param>
/// <param name="Path">Its path, without the query.</param>
/// <param name="Status">The HTTP status of its answer; 0 where the connection was cut without one.</param>
/// <param name="UserAgent">The client, as it calls itself.</param>
/// <param name="Accept">What the client takes.</param>
/// <param name="Fault">The kind of fault that hit it, or null.</param>
/// <param name="Protocol"><c>HTTP/1.1</c> or <c>HTTP/2</c>.</param>
/// <param name="FileName">Of an upload that was read, the file's name.</param>
/// <param name="Began">Its place among all beginnings and ends of requests of this log, which no two share.</param>
/// <param name="Ended">The place of its end: the moment before its answer's first byte goes out, or the cut.</param>
/// <param name="Took">The time between the two.</param>
public sealed record RequestEntry(
    DateTimeOffset Time,
    string Stage,
    string Method,
    string Path,
    int Status,
    string? UserAgent,
    string? Accept,
    string? Fault,
    string Protocol,
    string? FileName,
    long Began,
    long Ended,
    TimeSpan Took);
