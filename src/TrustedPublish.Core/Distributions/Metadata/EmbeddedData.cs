using System.Text.Json;
using System.Text.Json.Serialization;

namespace TrustedPublish.Core.Distributions.Metadata;

/// <summary>The lists that others keep and this module carries a copy of (Metadata/Data, renewed by build.ps1 -Task Data).</summary>
internal static class EmbeddedData
{
    public static string ReadText(string name)
    {
        using var stream = typeof(EmbeddedData).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    public static IEnumerable<string> ReadLines(string name) => ReadText(name).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The version of a source that the lists were taken from.</summary>
    public static string ReadVersion(string source) => JsonSerializer.Deserialize(ReadText("sources.json"), EmbeddedJson.Default.DictionaryStringString)![source];

    public static string[] ReadStrings(string name) => JsonSerializer.Deserialize(ReadText(name), EmbeddedJson.Default.StringArray)!;
}

/// <summary>The forms of the embedded lists.</summary>
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(Dictionary<string, string[]>))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class EmbeddedJson : JsonSerializerContext;
