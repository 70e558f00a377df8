namespace TrustedPublish.Bench.Scenarios;

/// <summary>One thing that is measured.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Title">What is measured, in a line.</param>
/// <param name="RunAsync">Measures it, <c>runs</c> times.</param>
internal sealed record Scenario(string Name, string Title, Func<int, CancellationToken, Task<Report>> RunAsync);
