using TrustedPublish.Rehearsal.Stage.Tools;

namespace TrustedPublish.Rehearsal.Tools;

/// <summary>The mode <c>tool NAME ARGUMENTS…</c>: this program in the place of another one.</summary>
internal static class ToolCommand
{
    private static readonly ITool[] All = [new BuildkiteAgent(), new CircleCI(), new StateTool()];

    public static async Task<int> RunAsync(string name, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        try
        {
            var tool = Array.Find(All, tool => tool.Name == name) ?? throw new ToolFailedException("there is no such tool", 127);
            var address = Environment.GetEnvironmentVariable(ToolEndpoint.AddressVariable) ?? throw new ToolFailedException($"{ToolEndpoint.AddressVariable} is not set: this is no job of a rehearsal", 2);
            // The stage may hang on purpose; who started the tool decides how long is too long.
            using var stage = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri($"{address}/"), Timeout = Timeout.InfiniteTimeSpan };
            var call = new ToolCall(stage, arguments, cancellationToken);
            if (await call.StartAsync(name) is { } nonsense) await call.Output.WriteLineAsync(nonsense);
            else await tool.RunAsync(call);
            return 0;
        }
        catch (ToolFailedException failure)
        {
            // Without a text the tool has said itself what failed.
            if (failure.Message.Length > 0) await Console.Error.WriteLineAsync($"{name}: {failure.Message}");
            return failure.ExitCode;
        }
    }
}
