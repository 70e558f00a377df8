namespace TrustedPublish.Core.Publishers;

/// <summary>Something about a job that keeps every publisher from matching it, or may do so, whatever was registered.</summary>
/// <param name="Subject">What it is about, in two words.</param>
/// <param name="Detail">What is the matter.</param>
/// <param name="Remedy">What to change, and where.</param>
/// <param name="IsFatal">Whether the index refuses for it; else it may lead to a refusal.</param>
public sealed record PublisherFault(string Subject, string Detail, string Remedy, bool IsFatal)
{
    /// <summary>The field of the form whose value means nothing before this is mended; null for none.</summary>
    public string? Obscures { get; init; }
}
