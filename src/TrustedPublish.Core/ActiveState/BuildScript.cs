using System.Globalization;
using System.Text.RegularExpressions;
using TrustedPublish.Core.Distributions.Metadata;
using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.ActiveState;

/// <summary>
/// A build script (<c>buildscript.as</c>) that makes a wheel of an ingredient and has ActiveState's builder publish it, in
/// the form that the State Tool reads since its info block took the place of <c>at_time</c> (ActiveState/cli pkg/buildscript).
/// </summary>
public sealed partial record BuildScript
{
    /// <summary>The file's name; it lies beside <c>activestate.yaml</c>.</summary>
    public const string FileName = "buildscript.as";

    /// <summary>What is evaluated to publish.</summary>
    public const string ReceiptTarget = "publish_receipt";

    /// <summary>What is evaluated to build the wheel alone.</summary>
    public const string WheelTarget = "wheels";

    /// <summary>The Python that PyPI's own example builds with.</summary>
    public const string DefaultPythonVersion = "3.10.13";

    /// <summary>A script of these values; each is checked, so that none can be more than a value.</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.BuildScriptValueInvalid"/>.</exception>
    public BuildScript(ProjectAddress project, DateTimeOffset time, IngredientNamespace ingredientNamespace, string name, string version, BuildDestination destination)
    {
        Project = project;
        Time = time;
        Namespace = ingredientNamespace;
        Name = ProjectName.IsValid(name) ? name : throw ScriptValue.Invalid("name", name, "it is no project name (PEP 508)", "Name the package as its metadata does.");
        Version = PackageVersion.TryParse(version) is not null && !version.Any(char.IsWhiteSpace) ? version : throw ScriptValue.Invalid("version", version, "it is no version (PEP 440)", "Write the version as the package's metadata does.");
        Destination = destination;
    }

    /// <summary>Which project and commit the script is for.</summary>
    public ProjectAddress Project { get; init; }

    /// <summary>The state of the catalogue that is built from: not before the ingredient was published.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>Where the ingredient is.</summary>
    public IngredientNamespace Namespace { get; }

    /// <summary>The ingredient's name.</summary>
    public string Name { get; }

    /// <summary>The ingredient's version.</summary>
    public string Version { get; }

    /// <summary>Where the wheel goes.</summary>
    public BuildDestination Destination { get; }

    /// <summary>The Python that builds the wheel, such as <c>3.10.13</c>.</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.BuildScriptValueInvalid"/>.</exception>
    public string PythonVersion
    {
        get;
        init => field = PythonForm().IsMatch(value) ? value : throw ScriptValue.Invalid("Python version", value, "it is not a version such as 3.10.13", "Take one that ActiveState's catalogue has.");
    } = DefaultPythonVersion;

    /// <summary>The platforms to build for; at least one.</summary>
    public IReadOnlyList<PlatformId> Platforms { get; init; } = [PlatformId.Named["linux"]];

    /// <summary>Which try it is, from 1. Another number makes the platform publish again.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>The script's text, laid out as the State Tool lays it out; lines end in LF.</summary>
    public override string ToString()
    {
        var lines = new List<string>
        {
            "```",
            $"Project: {Project}",
            $"Time: {ScriptValue.Time(Time)}",
            "```",
            "",
            $"{ReceiptTarget} = pypi_publisher(",
            string.Create(CultureInfo.InvariantCulture, $"\tattempt = {Attempt},"),
        };
        if (Destination.Audience is { } audience) lines.Add($"\taudience = {ScriptValue.Quote(audience)},");
        if (Destination.PypiUri is { } uri) lines.Add($"\tpypi_uri = {ScriptValue.Quote(uri)},");
        lines.AddRange(
        [
            $"\tsrc = {WheelTarget}",
            ")",
            "runtime = state_tool_artifacts(",
            "\tbuild_flags = [",
            "\t],",
            "\tsrc = sources",
            ")",
            "sources = solve(",
            "\tat_time = TIME,",
            "\tplatforms = [",
            string.Join(",\n", Platforms.Distinct().Select(static platform => $"\t\t{ScriptValue.Quote(platform.Id)}")),
            "\t],",
            "\trequirements = [",
            $"\t\t{Requirement("language", "python", PythonVersion)},",
            $"\t\t{Requirement(Namespace.Text, Name, Version)}",
            "\t],",
            "\tsolver_version = null",
            ")",
            "wheel_srcs = select_ingredient(",
            $"\tnamespace = {ScriptValue.Quote(Namespace.Text)},",
            $"\tname = {ScriptValue.Quote(Name)},",
            "\tsrc = sources",
            ")",
            $"{WheelTarget} = make_wheel(",
            "\tat_time = TIME,",
            $"\tpython_version = {ScriptValue.Quote(PythonVersion)},",
            "\tsrc = wheel_srcs",
            ")",
            "",
            "main = runtime",
        ]);
        return $"{string.Join('\n', lines)}\n";
    }

    private static string Requirement(string group, string name, string version) =>
        $"Req(namespace = {ScriptValue.Quote(group)}, name = {ScriptValue.Quote(name)}, version = Eq(value = {ScriptValue.Quote(version)}))";

    [GeneratedRegex(@"\A[0-9]+(?:\.[0-9]+){1,2}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PythonForm();
}
