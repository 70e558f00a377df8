namespace TrustedPublish.Core.Distributions.Metadata;

/// <summary>The condition of a dependency, such as <c>python_version &lt; "3.11" and extra == "docs"</c> (PEP 508, "Environment Markers").</summary>
internal static class EnvironmentMarker
{
    // This module's own limit: Python's is some hundreds, and a hostile text would use up the stack.
    private const int DeepestNesting = 200;

    private static readonly string[] Operators = ["===", "==", "~=", "!=", "<=", ">=", "<", ">"];

    // The longer of two that begin alike comes first.
    private static readonly string[] Variables =
    [
        "python_version", "python_full_version", "python_implementation",
        "platform_python_implementation", "platform_release", "platform_system", "platform_version", "platform_machine",
        "implementation_name", "implementation_version", "os_name", "sys_platform", "extras", "extra", "dependency_groups",
        // As setuptools once wrote them (PEP 345).
        "os.name", "sys.platform", "platform.version", "platform.machine", "platform.python_implementation",
    ];

    /// <summary>Takes a marker off <paramref name="reader"/>.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static void Read(RequirementReader reader) => Read(reader, 0);

    private static void Read(RequirementReader reader, int depth)
    {
        do
        {
            reader.SkipBlanks();
            if (reader.Take('('))
            {
                if (depth == DeepestNesting) throw new FormatException("its marker is nested too deeply");
                Read(reader, depth + 1);
                if (!reader.Take(')')) throw reader.Expected("')'");
            }
            else
            {
                ReadComparison(reader);
            }

            reader.SkipBlanks();
        }
        while (reader.TakeWord("and") || reader.TakeWord("or"));
    }

    private static void ReadComparison(RequirementReader reader)
    {
        ReadOperand(reader);
        reader.SkipBlanks();
        if (!ReadOperator(reader)) throw reader.Expected("a comparison such as == or in");
        reader.SkipBlanks();
        ReadOperand(reader);
    }

    private static void ReadOperand(RequirementReader reader)
    {
        if (!reader.TakeQuoted() && !Array.Exists(Variables, reader.TakeWord)) throw reader.Expected("a marker's variable or a text in quotes");
    }

    private static bool ReadOperator(RequirementReader reader)
    {
        if (reader.TakeWord("in") || Array.Exists(Operators, reader.TakeSymbol)) return true;
        if (!reader.TakeWord("not")) return false;
        reader.SkipBlanks();
        return reader.TakeWord("in");
    }
}
