namespace TrustedPublish.Rehearsal.Stage;

/// <summary>One start of a tool.</summary>
/// <param name="Name">The tool.</param>
/// <param name="Arguments">Its arguments, as they arrived.</param>
public sealed record ToolRun(string Name, IReadOnlyList<string> Arguments);
