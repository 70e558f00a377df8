namespace TrustedPublish.Core.Distributions.Metadata;

/// <summary>A dependency as Requires-Dist states it (PEP 508): a name, extras, versions or a URL, and a marker.</summary>
/// <param name="Name">The project it names.</param>
/// <param name="Url">The address of a direct reference, or null.</param>
internal sealed record Requirement(string Name, string? Url)
{
    /// <summary>Reads <paramref name="text"/>.</summary>
    /// <exception cref="FormatException">It is no dependency; the message says what was expected where.</exception>
    public static Requirement Parse(string text)
    {
        var reader = new RequirementReader(text);
        reader.SkipBlanks();
        var name = reader.Identifier() ?? throw reader.Expected("a project name");
        reader.SkipBlanks();
        ReadExtras(reader);
        reader.SkipBlanks();
        var url = reader.Take('@') ? ReadUrl(reader) : null;
        if (url is null)
        {
            ReadVersions(reader);
            reader.SkipBlanks();
        }

        if (reader.IsAtEnd) return new Requirement(name, url);
        if (!reader.Take(';')) throw reader.Expected(url is null ? "a version such as >=1.0, or a marker after ';'" : "a marker after ' ;'");
        EnvironmentMarker.Read(reader);
        reader.SkipBlanks();
        return reader.IsAtEnd ? new Requirement(name, url) : throw reader.Expected("'and', 'or' or the end");
    }

    private static void ReadExtras(RequirementReader reader)
    {
        if (!reader.Take('[')) return;
        reader.SkipBlanks();
        if (reader.Identifier() is not null)
        {
            reader.SkipBlanks();
            while (reader.Take(','))
            {
                reader.SkipBlanks();
                if (reader.Identifier() is null) throw reader.Expected("the name of an extra");
                reader.SkipBlanks();
            }
        }

        if (!reader.Take(']')) throw reader.Expected("',' or ']' after an extra");
    }

    private static string ReadUrl(RequirementReader reader)
    {
        reader.SkipBlanks();
        var url = reader.UntilBlank();
        if (url.Length == 0) throw reader.Expected("an address after '@'");
        reader.SkipBlanks();
        return url;
    }

    private static void ReadVersions(RequirementReader reader)
    {
        var enclosed = reader.Take('(');
        reader.SkipBlanks();
        while (reader.VersionSpecifier())
        {
            reader.SkipBlanks();
            if (!reader.Take(',')) break;
            reader.SkipBlanks();
        }

        reader.SkipBlanks();
        if (enclosed && !reader.Take(')')) throw reader.Expected("',' or ')' after a version");
    }
}
