using TrustedPublish.Core.Distributions.Archives;

namespace TrustedPublish.Core.Distributions.Rules;

/// <summary>How an sdist must be laid out (PEP 625, PyPA source distribution format; warehouse forklift/legacy.py).</summary>
internal static class SdistRules
{
    private const string Source = "PyPA source distribution format; warehouse forklift/legacy.py";
    private const string Rebuild = "Build it with a build backend (python -m build --sdist); an archive packed by hand rarely has the form.";

    private static readonly Rule SdistRoot = new("SdistRoot", Severity.Error, Rebuild, Source);
    private static readonly Rule SdistRootName = new("SdistRootName", Severity.Warning, "Build it again with a current build backend, which names the folder after the file.", "PyPA source distribution format");
    private static readonly Rule SdistSparse = new("SdistSparse", Severity.Error, "Pack it without GNU tar's --sparse.", Source);
    private static readonly Rule SdistPath = new("SdistPath", Severity.Warning, "Remove what lies outside the project's folder; pip refuses to unpack such an sdist.", "PEP 721");
    private static readonly Rule SdistLink = new("SdistLink", Severity.Warning, "Include the files themselves; links don't unpack on every system.", "PEP 721");
    private static readonly Rule SdistSpecialFile = new("SdistSpecialFile", Severity.Warning, "Remove devices, pipes and the like; pip refuses to unpack such an sdist.", "PEP 721");
    private static readonly Rule SdistDuplicateName = new("SdistDuplicateName", Severity.Warning, "Build from a clean tree: a file that lay there already, such as PKG-INFO, has been packed besides the one that the build makes.", "PyPA source distribution format");

    private static readonly Rule SdistRatio = new("SdistRatio", Severity.Warning, "Look at what it packs: a wheel packed as densely is refused as a compression bomb, and PyPI means to hold sdists to the same.", "warehouse forklift/legacy.py");
    private static readonly Rule SdistTrailingBytes = new("SdistTrailingBytes", Severity.Warning, "Build it again; what stands behind the archive is read by nobody, and gzip warns of it.", "RFC 1952");

    /// <summary>Every rule of this file.</summary>
    public static IReadOnlyList<Rule> All { get; } = [SdistRoot, SdistRootName, SdistSparse, SdistPath, SdistLink, SdistSpecialFile, SdistDuplicateName, SdistRatio, SdistTrailingBytes];

    public static IEnumerable<Finding> Find(SdistArchive sdist, DistributionFileName name, long packed)
    {
        if (sdist.UnpackedBytes > ArchiveLimits.UnpackedBytes(packed)) yield return SdistRatio.Broken($"It unpacks to {sdist.UnpackedBytes / 1024 / 1024} MiB, {sdist.UnpackedBytes / packed} times its size.");
        if (sdist.BytesBehind > 0) yield return SdistTrailingBytes.Broken($"{sdist.BytesBehind} bytes stand behind its gzip data.");

        var root = sdist.Root;
        if (root is null) yield return SdistRoot.Broken("There is not one folder that holds everything.");
        else if (!sdist.Holds("PKG-INFO")) yield return SdistRoot.Broken($"There is no {root}/PKG-INFO.");
        else if (root != name.Stem) yield return SdistRootName.Broken($"The folder in it is {root}, not {name.Stem}.");

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in First(sdist, member => member.Kind == SdistMemberKind.File && !seen.Add(member.Name))) yield return SdistDuplicateName.Broken($"{member.Name} is in it more than once, and the last one counts.");
        foreach (var member in First(sdist, static member => member.Kind == SdistMemberKind.Sparse)) yield return SdistSparse.Broken($"{member.Name} is a sparse file.");
        foreach (var member in First(sdist, static member => member.Kind == SdistMemberKind.Link)) yield return SdistLink.Broken($"{member.Name} is a link.");
        foreach (var member in First(sdist, static member => member.Kind == SdistMemberKind.Special)) yield return SdistSpecialFile.Broken($"{member.Name} is neither file nor folder.");
        foreach (var member in First(sdist, static member => member.Name.StartsWith('/') || member.Name.Split('/').Contains("..")))
            yield return SdistPath.Broken($"{member.Name} would be unpacked outside the project's folder.");
    }

    private static IEnumerable<SdistMember> First(SdistArchive sdist, Func<SdistMember, bool> isSuch) => sdist.Members.Where(isSuch).Take(1);
}
