namespace TrustedPublish.Rehearsal.Tools;

/// <summary>A stand-in for a program that CI systems put on PATH.</summary>
internal interface ITool
{
    /// <summary>The name that it is started by.</summary>
    string Name { get; }

    /// <summary>Does what the real one does with these arguments.</summary>
    /// <exception cref="ToolFailedException">As the real one fails.</exception>
    Task RunAsync(ToolCall call);
}
