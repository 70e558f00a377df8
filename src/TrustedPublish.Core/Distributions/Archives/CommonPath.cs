namespace TrustedPublish.Core.Distributions.Archives;

/// <summary>The longest path that all members begin with (Python's os.path.commonpath).</summary>
internal static class CommonPath
{
    /// <summary>That path, or null where the members share none.</summary>
    public static string? Of(IEnumerable<SdistMember> members)
    {
        List<string>? common = null;
        var shared = 0;
        foreach (var member in members)
        {
            // An absolute path shares nothing with a relative one.
            if (member.Name.StartsWith('/')) return null;
            var rest = member.Name.AsSpan();
            if (common is null)
            {
                common = [];
                while (NextPart(ref rest) is { IsEmpty: false } part) common.Add(part.ToString());
                shared = common.Count;
                continue;
            }

            var same = 0;
            while (same < shared && NextPart(ref rest).SequenceEqual(common[same])) same++;
            shared = same;
            if (shared == 0) return null;
        }

        return shared > 0 ? string.Join('/', common!.Take(shared)) : null;
    }

    /// <summary>Takes the next part off <paramref name="rest"/>; empty at its end. Nothing and <c>.</c> are no parts.</summary>
    private static ReadOnlySpan<char> NextPart(ref ReadOnlySpan<char> rest)
    {
        while (!rest.IsEmpty)
        {
            var slash = rest.IndexOf('/');
            var part = slash < 0 ? rest : rest[..slash];
            rest = slash < 0 ? [] : rest[(slash + 1)..];
            if (part is not ("" or ".")) return part;
        }

        return [];
    }
}
