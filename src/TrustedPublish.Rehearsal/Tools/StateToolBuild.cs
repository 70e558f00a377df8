namespace TrustedPublish.Rehearsal.Tools;

/// <summary>
/// What the platform makes of a committed script: it follows the names from a target to the calls behind them. A call that it
/// does not know, or an argument of another form, fails as a plan does.
/// </summary>
internal sealed class StateToolBuild(StateToolScript script, StateToolPlatform platform)
{
    /// <summary>Checks all that a commit must have: <c>main</c>, and a solution for what it requires.</summary>
    /// <exception cref="StateToolException">It can't be planned.</exception>
    public void Plan()
    {
        if (script["main"] is not StateToolValue.Name main || script[main.Value] is null) throw Unplanned("main: a name of another assignment is expected");
        foreach (var assignment in script.Assignments)
            if (assignment.Value is StateToolValue.Call { Function: "solve" } solve) CheckSolve(solve);
    }

    /// <summary>The call that a target is.</summary>
    /// <exception cref="StateToolException">There is none.</exception>
    public StateToolValue.Call Target(string name, string function) => script[name] is StateToolValue.Call call
        ? call.Function == function ? call : throw Unplanned($"{name}: {function}() is expected, not {call.Function}()")
        : throw new StateToolException($"Target '{name}' not found in build script");

    /// <summary>Builds the wheel of a <c>make_wheel</c>.</summary>
    /// <exception cref="StateToolException">It can't be planned, or the build fails.</exception>
    public StateToolWheel BuildWheel(StateToolValue.Call wheel)
    {
        CheckTime(wheel);
        if (wheel.String("python_version") is null) throw Unplanned("make_wheel: python_version is missing");
        var source = Follow(wheel, "src", "select_ingredient");
        if (source.String("namespace") is not { } group || source.String("name") is not { } name) throw Unplanned("select_ingredient: namespace and name are needed");
        var requirement = CheckSolve(Follow(source, "src", "solve")).FirstOrDefault(requirement => requirement.String("namespace") == group && requirement.String("name") == name)
            ?? throw Unplanned($"select_ingredient: {group}/{name} is not among the sources");
        return StateToolWheel.Build(Resolve(requirement).File);
    }

    /// <summary>The call that an argument names.</summary>
    public StateToolValue.Call Follow(StateToolValue.Call call, string argument, string function) =>
        call[argument] is StateToolValue.Name name ? Target(name.Value, function) : throw Unplanned($"{call.Function}: {argument} must be a name");

    /// <summary>An artifact that failed to build, as the tool prints it.</summary>
    public static StateToolException Failed(string artifact, string message) => new(
        $"The following artifacts failed to build. Please refer to their logs for more information:\n\n{artifact}\n├─ Message: {message}\n└─ Log: https://dl.activestate.com/rehearsal/{artifact}.log");

    private static StateToolException Unplanned(string why) => new($"Could not plan build. Platform responded with:\n{why}");

    private List<StateToolValue.Call> CheckSolve(StateToolValue.Call solve)
    {
        CheckTime(solve);
        if (solve["platforms"] is not StateToolValue.Sequence { Items.Count: > 0 } platforms || !platforms.Items.All(static item => item is StateToolValue.Text text && Guid.TryParseExact(text.Value, "D", out _)))
            throw Unplanned("solve: platforms must be UUIDs");
        if (solve["requirements"] is not StateToolValue.Sequence { Items.Count: > 0 } requirements || !requirements.Items.All(static item => item is StateToolValue.Call { Function: "Req" }))
            throw Unplanned("solve: requirements must be Req()");
        var calls = requirements.Items.Cast<StateToolValue.Call>().ToList();
        foreach (var requirement in calls)
            if (requirement.String("namespace")?.StartsWith("private/", StringComparison.Ordinal) == true) Resolve(requirement);
        if (!calls.Exists(static call => call.String("namespace") == "language" && call.String("name") == "python")) throw Unplanned("solve: there is no language among the requirements");
        return calls;
    }

    private static void CheckTime(StateToolValue.Call call)
    {
        if (call["at_time"] is not StateToolValue.Name { Value: "TIME" }) throw Unplanned($"{call.Function}: at_time must be TIME");
    }

    /// <summary>The ingredient that a requirement means, as the catalogue was at the script's time.</summary>
    private StateToolIngredient Resolve(StateToolValue.Call requirement)
    {
        if (requirement["version"] is not StateToolValue.Call { Function: "Eq" } equal || equal.String("value") is not { } version) throw Unplanned("Req: version must be Eq(value = …)");
        var (group, name) = (requirement.String("namespace") ?? "", requirement.String("name") ?? "");
        return platform.Find(group, name, version, script.Time ?? DateTimeOffset.MinValue) ?? throw Unplanned($"No version of {group}/{name} matches {version} at {script.Time:O}");
    }
}
