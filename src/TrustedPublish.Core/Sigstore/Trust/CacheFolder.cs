namespace TrustedPublish.Core.Sigstore.Trust;

/// <summary>Where programs of this user keep what can be had again.</summary>
internal static class CacheFolder
{
    private const string Name = "TrustedPublish";

    /// <summary>
    /// <c>%LOCALAPPDATA%\TrustedPublish</c>, <c>~/Library/Caches/TrustedPublish</c>, else <c>$XDG_CACHE_HOME/TrustedPublish</c> or
    /// <c>~/.cache/TrustedPublish</c> (XDG Base Directory Specification); null for a user without a home.
    /// </summary>
    public static string? OfThisUser() => Of(
        OperatingSystem.IsWindows(),
        OperatingSystem.IsMacOS(),
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME"),
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData),
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    internal static string? Of(bool isWindows, bool isMacOS, string? xdg, string local, string home)
    {
        if (isWindows) return local.Length > 0 ? Path.Combine(local, Name) : null;
        // A relative path there is to be ignored, the specification says.
        if (!isMacOS && !string.IsNullOrEmpty(xdg) && Path.IsPathFullyQualified(xdg)) return Path.Combine(xdg, Name);
        if (home.Length == 0) return null;
        return isMacOS ? Path.Combine(home, "Library", "Caches", Name) : Path.Combine(home, ".cache", Name);
    }
}
