using System.Text.Json;
using TrustedPublish.Rehearsal.Stage;
using TrustedPublish.Rehearsal.Stage.Tools;

namespace TrustedPublish.Rehearsal.Tools;

/// <summary>One start of a tool: its arguments, its streams, and the stage that it asks.</summary>
internal sealed class ToolCall(HttpClient stage, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
{
    public IReadOnlyList<string> Arguments { get; } = arguments;

    public TextReader Input { get; init; } = Console.In;

    public TextWriter Output { get; init; } = Console.Out;

    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>The value behind an option, as <c>--name VALUE</c> or <c>--name=VALUE</c>; null where it isn't given.</summary>
    /// <exception cref="ToolFailedException">The option is the last word.</exception>
    public string? Option(string name)
    {
        for (var position = 0; position < Arguments.Count; position++)
        {
            if (Arguments[position].StartsWith($"{name}=", StringComparison.Ordinal)) return Arguments[position][(name.Length + 1)..];
            if (Arguments[position] == name) return position + 1 < Arguments.Count ? Arguments[position + 1] : throw new ToolFailedException($"flag needs an argument: {name}");
        }

        return null;
    }

    /// <summary>An ID token of the stage.</summary>
    public async Task<string> AskIdTokenAsync(ToolTokenRequest request) => (await AskAsync("tool/id-token", request)).GetProperty("token").GetString()!;

    /// <summary>The JSON that the stage answers to a request of a tool.</summary>
    /// <exception cref="ToolFailedException">The stage is not reached, says no, or answers something else.</exception>
    public async Task<JsonElement> AskAsync<T>(string path, T body)
    {
        var text = await AskTextAsync(path, body);
        return ReadObject(text) ?? throw new ToolFailedException("the API answered something that is not a JSON object");
    }

    /// <summary>Tells the stage that the tool has been started.</summary>
    /// <returns>What the tool shall print instead of doing anything; null where it shall do its work.</returns>
    /// <exception cref="ToolFailedException">The stage is not reached, or wants the tool to fail.</exception>
    public async Task<string?> StartAsync(string name)
    {
        var text = await AskTextAsync("tool/start", new ToolRun(name, Arguments));
        // A false answer (a fault of the stage) stands for a program that prints something else than it should.
        if (ReadObject(text) is not { } start || !start.TryGetProperty("failure", out var told)) return text;
        return told.Deserialize<ToolFailure>() is { } failure ? throw new ToolFailedException(failure.Error, failure.ExitCode) : null;
    }

    private static JsonElement? ReadObject(string text)
    {
        try
        {
            var json = JsonDocument.Parse(text).RootElement;
            return json.ValueKind == JsonValueKind.Object ? json : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<string> AskTextAsync<T>(string path, T body)
    {
        try
        {
            using var answer = await stage.PostAsJsonAsync(new Uri(path, UriKind.Relative), body, new JsonSerializerOptions(), CancellationToken);
            return answer.IsSuccessStatusCode
                ? await answer.Content.ReadAsStringAsync(CancellationToken)
                : throw new ToolFailedException($"the API answered {(int)answer.StatusCode}");
        }
        catch (HttpRequestException exception)
        {
            throw new ToolFailedException($"the API could not be reached: {exception.Message}");
        }
    }
}
