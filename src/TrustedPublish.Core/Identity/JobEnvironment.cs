namespace TrustedPublish.Core.Identity;

/// <summary>The environment variables of the job; a test brings its own.</summary>
public sealed class JobEnvironment(Func<string, string?> read, Func<IEnumerable<string>>? names = null)
{
    private static readonly string[] SecretNames = ["TOKEN", "SECRET", "PASSWORD", "_KEY"];

    /// <summary>This process's environment.</summary>
    public static JobEnvironment Process { get; } = new(Environment.GetEnvironmentVariable, static () => Environment.GetEnvironmentVariables().Keys.Cast<string>());

    /// <summary>The names of all that are set, in order.</summary>
    public IEnumerable<string> Names => (names?.Invoke() ?? []).Where(name => this[name] is not null).Order(StringComparer.Ordinal);

    /// <summary>The variable's value, or null where it is unset or empty: runners set what they lack to an empty text.</summary>
    public string? this[string name] => read(name) is { Length: > 0 } value ? value : null;

    /// <summary>Whether the variable says <c>true</c>, as CI systems mark themselves.</summary>
    public bool IsTrue(string name) => string.Equals(this[name], "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether these are the variables of a job of any CI system: most set <c>CI</c>, Azure Pipelines <c>TF_BUILD</c>.</summary>
    public bool IsJob => IsTrue("CI") || IsTrue("TF_BUILD");

    /// <summary>The text without the values of variables whose names say that they are secret, such as an agent's access token.</summary>
    public string Redact(string text)
    {
        foreach (var name in Names.Where(static name => Array.Exists(SecretNames, part => name.Contains(part, StringComparison.OrdinalIgnoreCase))))
        {
            // What is shorter is no secret, and may be part of any word.
            if (this[name] is { Length: >= 6 } value) text = text.Replace(value, "***", StringComparison.Ordinal);
        }

        return text;
    }
}
