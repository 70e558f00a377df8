namespace TrustedPublish.Bench;

/// <summary>A page whose tables come from here: each stands between two marks, and what is around them is left alone.</summary>
internal static class Document
{
    /// <summary>Puts a scenario's report between its marks; where the page has none, at its end, with them.</summary>
    public static void Put(string file, string scenario, string markdown)
    {
        var text = File.Exists(file) ? File.ReadAllText(file) : "";
        var (begin, end) = ($"<!-- {scenario} -->", $"<!-- /{scenario} -->");
        var block = $"{begin}\n{markdown}\n{end}";
        var start = text.IndexOf(begin, StringComparison.Ordinal);
        var stop = start < 0 ? -1 : text.IndexOf(end, start, StringComparison.Ordinal);
        File.WriteAllText(file, stop < 0 ? $"{text}{(text.Length > 0 ? "\n" : "")}{block}\n" : $"{text[..start]}{block}{text[(stop + end.Length)..]}");
    }
}
