using System.Globalization;
using System.Text.RegularExpressions;

namespace TrustedPublish.Rehearsal.Tools;

/// <summary>A value of a build script.</summary>
public abstract record StateToolValue
{
    /// <summary>A string.</summary>
    public sealed record Text(string Value) : StateToolValue;

    /// <summary>A number.</summary>
    public sealed record Number(double Value) : StateToolValue;

    /// <summary><c>null</c></summary>
    public sealed record Null : StateToolValue;

    /// <summary>The name of something that is assigned elsewhere.</summary>
    public sealed record Name(string Value) : StateToolValue;

    /// <summary>A list.</summary>
    public sealed record Sequence(IReadOnlyList<StateToolValue> Items) : StateToolValue;

    /// <summary>An object.</summary>
    public sealed record Map(IReadOnlyList<Assignment> Pairs) : StateToolValue;

    /// <summary><c>key = value</c></summary>
    public sealed record Assignment(string Key, StateToolValue Value) : StateToolValue;

    /// <summary><c>function(…)</c></summary>
    public sealed record Call(string Function, IReadOnlyList<StateToolValue> Arguments) : StateToolValue
    {
        /// <summary>The value of an argument, or null where it is not given.</summary>
        public StateToolValue? this[string key] => Arguments.OfType<Assignment>().FirstOrDefault(argument => argument.Key == key)?.Value;

        /// <summary>A string argument, or null where it is not given as one.</summary>
        public string? String(string key) => (this[key] as Text)?.Value;
    }
}

/// <summary>
/// A build script as the State Tool reads it, and no other: grammar, info block, one assignment to a key, no
/// <c>at_time</c> on top (ActiveState/cli pkg/buildscript raw.go, unmarshal.go).
/// </summary>
/// <param name="Project">The project's URL in the info block; empty without one.</param>
/// <param name="Time">The time in the info block; null without one.</param>
/// <param name="Assignments">The script.</param>
public sealed partial record StateToolScript(string Project, DateTimeOffset? Time, IReadOnlyList<StateToolValue.Assignment> Assignments)
{
    /// <summary>What is assigned to a key, or null.</summary>
    public StateToolValue? this[string key] => Assignments.FirstOrDefault(assignment => assignment.Key == key)?.Value;

    /// <summary>Reads a script.</summary>
    /// <exception cref="StateToolException">It is none, or an outdated one.</exception>
    public static StateToolScript Parse(string text)
    {
        var (info, assignments) = new StateToolScriptReader(new StateToolLexer(text).ReadAll()).ReadScript();
        if (assignments.Any(static assignment => assignment.Key == "at_time"))
            throw new StateToolException("Warning: You are using an outdated version of the buildscript. Please run 'state reset LOCAL' in order to reinitialize your buildscript file.");
        if (assignments.GroupBy(static assignment => assignment.Key).FirstOrDefault(static group => group.Count() > 1) is { } twice)
            throw new StateToolException($"Build script has duplicate '{twice.Key}' assignments");
        if (info is null) return new("", null, assignments);

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in info.Trim('`', '\n').Split('\n'))
        {
            var match = InfoLine().Match(line);
            if (!match.Success || !values.TryAdd(match.Groups["key"].Value, match.Groups["value"].Value))
                throw new StateToolException($"Could not parse checkout information in the buildscript. The parser produced the following error: yaml: {line}");
        }

        return DateTimeOffset.TryParseExact(values.GetValueOrDefault("Time"), "yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? new(values.GetValueOrDefault("Project") ?? "", time, assignments)
            : throw new StateToolException($"Invalid timestamp: {values.GetValueOrDefault("Time")}");
    }

    // A plain scalar of YAML: a colon or hash with space beside it would end it.
    [GeneratedRegex(@"\A(?<key>Project|Time): +(?<value>(?:[^\s:#]|:(?!\s|\z)|(?<=\S)#)+)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InfoLine();
}
