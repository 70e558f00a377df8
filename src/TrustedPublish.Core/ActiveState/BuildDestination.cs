using System.Text.RegularExpressions;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;
using TrustedPublish.Core.Index;

namespace TrustedPublish.Core.ActiveState;

/// <summary>Where ActiveState's builder publishes: what <c>pypi_publisher</c> takes. PyPI is where neither is said.</summary>
/// <param name="Audience">The index's audience; null for PyPI.</param>
/// <param name="PypiUri">The index's host, with its port where it has one; null for PyPI.</param>
public sealed partial record BuildDestination(string? Audience, string? PypiUri)
{
    /// <summary>PyPI.</summary>
    public static BuildDestination PyPI { get; } = new(null, null);

    /// <summary>TestPyPI.</summary>
    public static BuildDestination TestPyPI { get; } = new("testpypi", PackageIndex.TestPyPI.BaseAddress.Authority);

    /// <summary>The destination of an index whose audience is known without asking it; null for any other.</summary>
    public static BuildDestination? Known(PackageIndex index) =>
        index == PackageIndex.PyPI ? PyPI : index == PackageIndex.TestPyPI ? TestPyPI : null;

    /// <summary>The destination of <paramref name="index"/>, whose ID tokens are for <paramref name="audience"/>.</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.BuildScriptValueInvalid"/>: a path can't be said, nor an audience of strange characters.</exception>
    public static BuildDestination Of(PackageIndex index, string audience)
    {
        if (!AudienceForm().IsMatch(audience))
            throw ScriptValue.Invalid("audience", audience, "it has characters that no audience has", "Ask the index for its audience: Get-IndexAudience.");
        if (index == PackageIndex.PyPI && audience == PackageIndex.PyPI.Name) return PyPI;
        if (index.BaseAddress.AbsolutePath != "/")
            throw ScriptValue.Invalid("index", index.Name, "pypi_publisher takes a host and no path", "Publish to an index at the root of its host.");
        return new(audience, index.BaseAddress.Authority);
    }

    /// <summary>The destination of <paramref name="index"/>, which is asked for its audience where it is neither PyPI nor TestPyPI.</summary>
    /// <exception cref="PublishException">As <see cref="AudienceDiscovery"/> and <see cref="Of"/> say.</exception>
    public static async Task<BuildDestination> AskAsync(HttpTransport transport, PackageIndex index, CancellationToken cancellationToken) =>
        Known(index) ?? Of(index, await new AudienceDiscovery(transport).GetAsync(index, cancellationToken));

    // No dollar: the platform takes a text that begins with one for a reference (pkg/buildscript marshal_buildexpression.go).
    [GeneratedRegex(@"\A[A-Za-z0-9._~:/?#@!&*+,;=%-]{1,256}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AudienceForm();
}
