namespace TrustedPublish.Core.Failures;

/// <summary>What a kind of failure means in general; a failure itself says more, of its own case.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Cause">What has happened, in one sentence.</param>
/// <param name="Remedy">What usually helps, in a sentence or two.</param>
public sealed record FailureText(FailureKind Kind, string Cause, string Remedy);

/// <summary>Kinds of failure that have one origin.</summary>
/// <param name="Title">Where they come from, as a heading.</param>
/// <param name="Failures">The kinds, in the order of <see cref="FailureKind"/>.</param>
public sealed record FailureGroup(string Title, IReadOnlyList<FailureText> Failures);
