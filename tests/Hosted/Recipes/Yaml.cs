using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace TrustedPublish.Hosted.Recipes;

/// <summary>YAML as the recipes use it: mappings, sequences and texts, found by their path.</summary>
internal sealed class Yaml(YamlNode node)
{
    /// <summary>A scalar's text.</summary>
    public string Text => ((YamlScalarNode)node).Value ?? "";

    /// <summary>A sequence's items.</summary>
    public IReadOnlyList<Yaml> Items => [.. ((YamlSequenceNode)node).Select(static item => new Yaml(item))];

    /// <summary>A mapping's keys, in order.</summary>
    public IReadOnlyList<string> Keys => [.. ((YamlMappingNode)node).Children.Keys.Select(static key => ((YamlScalarNode)key).Value!)];

    /// <summary>Every text in it, keys left out.</summary>
    public IEnumerable<string> Texts => node.AllNodes.OfType<YamlScalarNode>().Select(static scalar => scalar.Value ?? "");

    /// <summary>A mapping's texts by their keys.</summary>
    public IReadOnlyDictionary<string, string> Map => Keys.ToDictionary(static key => key, key => this[key].Text, StringComparer.Ordinal);

    public bool IsMapping => node is YamlMappingNode;

    /// <summary>The same as JSON.</summary>
    public JsonNode? ToJson() => YamlJson.Of(node);

    /// <summary>The value of a mapping's key.</summary>
    /// <exception cref="KeyNotFoundException">The mapping has no such key.</exception>
    public Yaml this[string key] => Find(key) ?? throw new KeyNotFoundException($"The mapping at {node.Start} has no '{key}'; it has {string.Join(", ", Keys)}.");

    /// <summary>The same, or null where the mapping has no such key.</summary>
    public Yaml? Find(string key) => node is YamlMappingNode mapping && mapping.Children.TryGetValue(new YamlScalarNode(key), out var value) ? new Yaml(value) : null;

    /// <summary>The documents of a text.</summary>
    /// <exception cref="YamlDotNet.Core.YamlException">It is not YAML, or has one key twice.</exception>
    public static IReadOnlyList<Yaml> Parse(string text)
    {
        var stream = new YamlStream();
        using var reader = new StringReader(text);
        stream.Load(reader);
        return [.. stream.Documents.Select(static document => new Yaml(document.RootNode))];
    }

    /// <summary>The one document of a file of the repository.</summary>
    public static Yaml Of(string path) => Assert.Single(Parse(RepositoryFile.Read(path)));
}
