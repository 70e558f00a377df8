namespace TrustedPublish.Hosted.Recipes;

/// <summary>The PowerShell within a line of a shell: <c>pwsh … -Command '…'</c>.</summary>
internal static class ShellText
{
    /// <summary>What stands between the quotes, which is all that a shell hands to pwsh: a second quote would end it.</summary>
    public static string PowerShellOf(string script)
    {
        var parts = script.Trim().Split('\'');
        Assert.Equal(3, parts.Length);
        Assert.StartsWith("pwsh ", parts[0], StringComparison.Ordinal);
        Assert.EndsWith("-Command ", parts[0], StringComparison.Ordinal);
        Assert.Empty(parts[2]);
        return parts[1];
    }
}
