using System.Text.Json;

namespace TrustedPublish.Rehearsal.Stage.Upload.Metadata;

/// <summary>The lists of classifiers and licences that everybody shares; the same files that the module carries.</summary>
internal static class PublicLists
{
    public static string[] Lines(string name) => Text(name).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public static string[] Strings(string name) => JsonSerializer.Deserialize<string[]>(Text(name))!;

    public static Dictionary<string, string[]> Table(string name) => JsonSerializer.Deserialize<Dictionary<string, string[]>>(Text(name))!;

    private static string Text(string name)
    {
        using var reader = new StreamReader(typeof(PublicLists).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
