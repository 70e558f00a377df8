using TrustedPublish.Core.ActiveState;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Index;
using TrustedPublish.Rehearsal.Tools;

namespace TrustedPublish.Unit.ActiveState;

/// <summary>The script's text, and that the stand-in's reader, which shares no code with its writer, finds in it what was put in.</summary>
public sealed class BuildScriptTests
{
    private const string Address = "https://platform.activestate.com/octo-org/sampleproject?branch=main&commitID=11111111-2222-4333-8444-555555555555";

    private const string Usual = """
        ```
        Project: https://platform.activestate.com/octo-org/sampleproject?branch=main&commitID=11111111-2222-4333-8444-555555555555
        Time: 2026-07-21T10:31:55Z
        ```

        publish_receipt = pypi_publisher(
        	attempt = 1,
        	audience = "testpypi",
        	pypi_uri = "test.pypi.org",
        	src = wheels
        )
        runtime = state_tool_artifacts(
        	build_flags = [
        	],
        	src = sources
        )
        sources = solve(
        	at_time = TIME,
        	platforms = [
        		"7c998ec2-7491-4e75-be4d-8885800ef5f2"
        	],
        	requirements = [
        		Req(namespace = "language", name = "python", version = Eq(value = "3.10.13")),
        		Req(namespace = "private/octo-org", name = "demo", version = Eq(value = "1.0"))
        	],
        	solver_version = null
        )
        wheel_srcs = select_ingredient(
        	namespace = "private/octo-org",
        	name = "demo",
        	src = sources
        )
        wheels = make_wheel(
        	at_time = TIME,
        	python_version = "3.10.13",
        	src = wheel_srcs
        )

        main = runtime

        """;

    private static readonly DateTimeOffset Time = new(2026, 7, 21, 10, 31, 55, TimeSpan.Zero);

    [Fact]
    public void The_usual_script_is_this() => Assert.Equal(Usual.ReplaceLineEndings("\n"), Script().ToString());

    [Fact]
    public void The_tool_s_own_layout_of_it_is_the_same()
    {
        var text = Script().ToString();
        Assert.Equal(text.TrimEnd('\n'), StateToolScriptWriter.Write(StateToolScript.Parse(text)));
    }

    [Fact]
    public void Every_option_arrives()
    {
        var script = new BuildScript(ProjectAddress.Parse(Address), Time, IngredientNamespace.Parse("private/octo-org/wheels"), "demo.pkg", "2.0rc1", BuildDestination.Of(PackageIndex.Parse("http://127.0.0.1:8080/"), "rehearsal"))
        {
            Attempt = 7,
            PythonVersion = "3.12",
            Platforms = [PlatformId.Parse("Windows"), PlatformId.Parse("macos"), PlatformId.Parse("7C998EC2-7491-4E75-BE4D-8885800EF5F2"), PlatformId.Parse("linux")],
        };
        var read = StateToolScript.Parse(script.ToString());
        Assert.Equal(Address, read.Project);
        Assert.Equal(Time, read.Time);
        var publisher = Assert.IsType<StateToolValue.Call>(read["publish_receipt"]);
        Assert.Equal(new StateToolValue.Number(7), publisher["attempt"]);
        Assert.Equal("rehearsal", publisher.String("audience"));
        Assert.Equal("127.0.0.1:8080", publisher.String("pypi_uri"));
        var solve = Assert.IsType<StateToolValue.Call>(read["sources"]);
        Assert.Equal(
            ["78977bc8-0f32-519d-80f3-9043f059398c", "46a5b48f-226a-4696-9746-ba4d50d661c2", "7c998ec2-7491-4e75-be4d-8885800ef5f2"],
            Assert.IsType<StateToolValue.Sequence>(solve["platforms"]).Items.Cast<StateToolValue.Text>().Select(static item => item.Value));
        var requirements = Assert.IsType<StateToolValue.Sequence>(solve["requirements"]).Items.Cast<StateToolValue.Call>().ToList();
        Assert.Equal(["language python 3.12", "private/octo-org/wheels demo.pkg 2.0rc1"], requirements.Select(static requirement => $"{requirement.String("namespace")} {requirement.String("name")} {Assert.IsType<StateToolValue.Call>(requirement["version"]).String("value")}"));
        var source = Assert.IsType<StateToolValue.Call>(read["wheel_srcs"]);
        Assert.Equal("private/octo-org/wheels demo.pkg", $"{source.String("namespace")} {source.String("name")}");
        Assert.Equal("3.12", Assert.IsType<StateToolValue.Call>(read["wheels"]).String("python_version"));
    }

    [Fact]
    public void PyPI_is_where_nothing_is_said()
    {
        var read = StateToolScript.Parse(Script(BuildDestination.PyPI).ToString());
        var publisher = Assert.IsType<StateToolValue.Call>(read["publish_receipt"]);
        Assert.Null(publisher["audience"]);
        Assert.Null(publisher["pypi_uri"]);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("a \"quoted\" word and a \\ backslash")]
    [InlineData("line\nend\r\ttab\u0000\u2028")]
    [InlineData("Ünï \u00e9 \uD83D\uDE00 `back` // no comment")]
    [InlineData("\")\nmain = evil(")]
    public void A_string_is_read_as_it_was_written(string text) =>
        Assert.Equal(new StateToolValue.Text(text), StateToolScript.Parse($"a = {ScriptValue.Quote(text)}")["a"]);

    [Theory]
    [InlineData("1999-12-31T23:59:58Z", "1999-12-31T23:59:58Z")]
    [InlineData("2000-01-01T01:59:58.0000001+02:00", "1999-12-31T23:59:59Z")]
    public void A_time_is_in_UTC_and_never_before_what_it_was(string time, string written) =>
        Assert.Equal(written, ScriptValue.Time(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("de\"mo", "1.0")]
    [InlineData("-edit", "1.0")]
    [InlineData("demo", "1.0\"")]
    [InlineData("demo", "one")]
    [InlineData("demo", "1.0 ")]
    [InlineData("demo\n", "1.0")]
    public void A_name_or_version_that_is_none_is_refused(string name, string version) =>
        AssertInvalid(() => new BuildScript(ProjectAddress.Parse(Address), Time, IngredientNamespace.Of("octo-org"), name, version, BuildDestination.PyPI));

    [Theory]
    [InlineData("http://platform.activestate.com/o/p")]
    [InlineData("https://platform.activestate.com/o")]
    [InlineData("https://platform.activestate.com/o/p?branch=main\nTime: 2000-01-01T00:00:00Z")]
    [InlineData("https://platform.activestate.com/o/p?branch=`")]
    [InlineData("https://platform.activestate.com/o/p?branch=main #x")]
    [InlineData("https://platform.activestate.com/o/p?commitID=12")]
    public void A_project_URL_that_would_end_the_info_block_is_refused(string url) => AssertInvalid(() => ProjectAddress.Parse(url));

    [Theory]
    [InlineData("octo-org")]
    [InlineData("private")]
    [InlineData("private/")]
    [InlineData("private/../x")]
    [InlineData("private/a\"b")]
    [InlineData("private/a b")]
    [InlineData("language/python")]
    public void A_namespace_that_is_not_private_is_refused(string text) => AssertInvalid(() => IngredientNamespace.Parse(text));

    [Fact]
    public void Organization_and_namespace_must_agree()
    {
        var project = ProjectAddress.Parse(Address);
        Assert.Equal("private/octo-org", IngredientNamespace.Choose(null, null, project).Text);
        Assert.Equal("private/other", IngredientNamespace.Choose(null, "other", project).Text);
        Assert.Equal("private/other/x", IngredientNamespace.Choose("private/other/x", "other", project).Text);
        AssertInvalid(() => IngredientNamespace.Choose("private/others", "other", project));
        AssertInvalid(() => IngredientNamespace.Of("a/b"));
    }

    [Theory]
    [InlineData("solaris")]
    [InlineData("{7c998ec2-7491-4e75-be4d-8885800ef5f2}")]
    public void A_platform_that_is_none_is_refused(string text) => AssertInvalid(() => PlatformId.Parse(text));

    [Theory]
    [InlineData("3")]
    [InlineData("3.10.13\"")]
    [InlineData(">=3.10")]
    public void A_Python_that_is_none_is_refused(string version) => AssertInvalid(() => Script() with { PythonVersion = version });

    [Fact]
    public void An_index_that_the_script_can_t_name_is_refused()
    {
        AssertInvalid(() => BuildDestination.Of(PackageIndex.Parse("https://example.org/index/"), "example"));
        // The platform would take it for the name of an assignment.
        AssertInvalid(() => BuildDestination.Of(PackageIndex.Parse("https://example.org/"), "$sources"));
        AssertInvalid(() => BuildDestination.Of(PackageIndex.Parse("https://example.org/"), "a\"b"));
    }

    private static BuildScript Script(BuildDestination? destination = null) =>
        new(ProjectAddress.Parse(Address), Time, IngredientNamespace.Of("octo-org"), "demo", "1.0", destination ?? BuildDestination.TestPyPI);

    private static void AssertInvalid(Func<object> make) => Assert.Equal(FailureKind.BuildScriptValueInvalid, Assert.Throws<PublishException>(() => make()).Kind);
}
