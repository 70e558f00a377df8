using Microsoft.Win32;

namespace TrustedPublish.Core.Identity;

/// <summary>What a machine of Google Cloud has by which it can be told from others; a test brings its own.</summary>
public sealed record GoogleMachine
{
    /// <summary>The file that holds the machine's product name on Linux (Google Cloud's documentation, "Detect if a VM is running in Compute Engine").</summary>
    public string ProductNameFile { get; init; } = "/sys/class/dmi/id/product_name";

    /// <summary>The metadata server, host and perhaps port, where no variable names another.</summary>
    public string MetadataHost { get; init; } = "metadata.google.internal";

    /// <summary>How long it may take to answer to its name: it is a hop away, and elsewhere nobody answers.</summary>
    public TimeSpan PingTimeout { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>The machine's product name, or null where it can't be read: containers and macOS have none.</summary>
    public string? ReadProductName()
    {
        try
        {
            return OperatingSystem.IsWindows()
                ? Registry.GetValue(@"HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\SystemInformation", "SystemProductName", null) as string
                : File.Exists(ProductNameFile) ? File.ReadAllText(ProductNameFile).Trim() : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or System.Security.SecurityException)
        {
            return null;
        }
    }
}
