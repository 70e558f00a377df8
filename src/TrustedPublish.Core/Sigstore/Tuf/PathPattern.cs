namespace TrustedPublish.Core.Sigstore.Tuf;

/// <summary>A pattern of target paths (TUF specification, 4.6, PATHPATTERN): <c>*</c> and <c>?</c> stand for characters within one part of the path.</summary>
internal static class PathPattern
{
    /// <summary>Whether the pattern stands for the path; case counts.</summary>
    public static bool Covers(string pattern, string path)
    {
        var patternParts = pattern.Split('/');
        var pathParts = path.Split('/');
        return patternParts.Length == pathParts.Length && patternParts.Zip(pathParts).All(static part => CoversPart(part.First, part.Second));
    }

    /// <summary>Goes back to the last <c>*</c> alone, so that no pattern takes longer than the product of both lengths.</summary>
    private static bool CoversPart(string pattern, string part)
    {
        int at = 0, position = 0, star = -1, resume = 0;
        while (position < part.Length)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                star = at++;
                resume = position;
            }
            else if (at < pattern.Length && (pattern[at] == '?' || pattern[at] == part[position]))
            {
                at++;
                position++;
            }
            else if (star >= 0)
            {
                at = star + 1;
                position = ++resume;
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(at).TrimStart('*').IsEmpty;
    }
}
