using System.Net;

namespace TrustedPublish.Core.Failures;

/// <summary>The one exception for what a user can act on: what failed, on what, and what to change.</summary>
public sealed class PublishException : Exception
{
    private readonly IReadOnlyList<string> _notes = [];

    /// <summary>Makes a failure of <paramref name="kind"/>; <paramref name="remedy"/> names the setting to change.</summary>
    public PublishException(FailureKind kind, string message, string remedy, Exception? innerException = null)
        : base(PlainText.OneLine(message), innerException)
    {
        Kind = kind;
        Remedy = PlainText.OneLine(remedy);
    }

    /// <summary>What went wrong.</summary>
    public FailureKind Kind { get; }

    /// <summary>What the user can do about it, in one or two sentences.</summary>
    public string Remedy { get; }

    /// <summary>Lines that explain the message further, such as a table; they hold no control characters.</summary>
    public IReadOnlyList<string> Notes
    {
        get => _notes;
        init => _notes = [.. value.Select(static line => PlainText.OneLine(line))];
    }

    /// <summary>The path, URL or variable it is about.</summary>
    public string? Target { get; init; }

    /// <summary>The HTTP status, where an answer came.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>Whether the same request may succeed later: a lost connection, a time-out, 408, 429 or 5xx.</summary>
    public bool IsTransient { get; init; }

    /// <summary>How long the server asked to wait before the next try (<c>Retry-After</c>).</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The same failure with another target.</summary>
    public PublishException About(string target) => new(Kind, Message, Remedy, InnerException)
    {
        Target = target,
        Notes = Notes,
        Status = Status,
        IsTransient = IsTransient,
        RetryAfter = RetryAfter,
    };
}
