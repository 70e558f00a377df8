using System.Text.Json;
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
    /// <exception cref="ToolFailedException">The stage is not reached, or says no.</exception>
    public async Task<JsonElement> AskAsync<T>(string path, T body)
    {
        try
        {
            using var answer = await stage.PostAsJsonAsync(new Uri(path, UriKind.Relative), body, new JsonSerializerOptions(), CancellationToken);
            var text = await answer.Content.ReadAsStringAsync(CancellationToken);
            if (!answer.IsSuccessStatusCode) throw new ToolFailedException($"the API answered {(int)answer.StatusCode} {answer.ReasonPhrase}");
            return JsonDocument.Parse(text).RootElement;
        }
        catch (HttpRequestException exception)
        {
            throw new ToolFailedException($"the API could not be reached: {exception.Message}");
        }
        catch (JsonException)
        {
            throw new ToolFailedException("the API answered something that is not JSON");
        }
    }
}
