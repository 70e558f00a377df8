using System.Globalization;

namespace TrustedPublish.Rehearsal.Tools;

/// <summary>Lays a script out as the State Tool does after a commit (ActiveState/cli pkg/buildscript marshal.go).</summary>
public static class StateToolScriptWriter
{
    // Functions whose arguments stand on one line.
    private static readonly string[] Inline = ["Req", "Eq", "Ne", "Gt", "Gte", "Lt", "Lte", "And"];

    /// <summary>The whole script.</summary>
    public static string Write(StateToolScript script) =>
        $"```\nProject: {script.Project}\n{(script.Time is { } time ? $"Time: {time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}\n" : "")}```\n\n{Body(script)}";

    /// <summary>The script without its info block: what makes two scripts equal, together with their times.</summary>
    public static string Body(StateToolScript script)
    {
        var lines = script.Assignments.Where(static assignment => assignment.Key != "main").Select(static assignment => $"{Value(assignment)}\n");
        return $"{string.Concat(lines)}\n{string.Concat(script.Assignments.Where(static assignment => assignment.Key == "main").Select(Value))}";
    }

    private static string Value(StateToolValue value) => value switch
    {
        StateToolValue.Text text => $"\"{text.Value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"",
        StateToolValue.Number number => number.Value.ToString("R", CultureInfo.InvariantCulture),
        StateToolValue.Null => "null",
        StateToolValue.Name name => name.Value,
        StateToolValue.Assignment assignment => $"{assignment.Key} = {Value(assignment.Value)}",
        StateToolValue.Sequence sequence => $"[\n{Lines(sequence.Items)}]",
        StateToolValue.Map map => $"{{\n{Lines(map.Pairs)}}}",
        StateToolValue.Call { Arguments.Count: 0 } call => $"{call.Function}()",
        StateToolValue.Call call when Inline.Contains(call.Function) => $"{call.Function}({string.Join(", ", call.Arguments.Select(Value))})",
        StateToolValue.Call call => $"{call.Function}(\n{Lines(call.Arguments)})",
        _ => throw new InvalidOperationException($"No form for {value}."),
    };

    private static string Lines(IEnumerable<StateToolValue> items)
    {
        var texts = items.Select(static item => $"\t{Value(item).Replace("\n", "\n\t", StringComparison.Ordinal)}").ToList();
        return texts.Count == 0 ? "" : $"{string.Join(",\n", texts)}\n";
    }
}
