using System.Globalization;
using System.Text;
using TrustedPublish.Core.Distributions.Archives;

namespace TrustedPublish.Core.Distributions.Rules;

/// <summary>How an archive must be made, so that every program reads the same out of it (warehouse utils/zipfiles.py).</summary>
internal static class ArchiveRules
{
    private const string Source = "warehouse utils/zipfiles.py; https://docs.pypi.org/archives";
    private const string Rebuild = "Build it again with a current build backend (python -m build); don't pack, append to or edit the archive by other means.";

    private static readonly Rule ZipStrayBytes = new("ZipStrayBytes", Severity.Error, Rebuild, Source);
    private static readonly Rule ZipTrailingBytes = new("ZipTrailingBytes", Severity.Error, Rebuild, Source);
    private static readonly Rule ZipDataDescriptor = new("ZipDataDescriptor", Severity.Error, "Write the archive to a file, not to a stream: programs that stream put sizes behind the data. " + Rebuild, Source);
    private static readonly Rule ZipDuplicateName = new("ZipDuplicateName", Severity.Error, Rebuild, Source);
    private static readonly Rule ZipComment = new("ZipComment", Severity.Error, Rebuild, Source);
    private static readonly Rule ZipName = new("ZipName", Severity.Error, "Give files names without control characters, in UTF-8. " + Rebuild, Source);
    private static readonly Rule ZipDisagreement = new("ZipDisagreement", Severity.Error, Rebuild, Source);
    private static readonly Rule Zip64 = new("Zip64", Severity.Error, Rebuild, Source);
    private static readonly Rule ZipCompression = new("ZipCompression", Severity.Error, "Pack the archive with deflate, or store it.", "warehouse forklift/legacy.py");
    private static readonly Rule ZipFeature = new("ZipFeature", Severity.Error, Rebuild, "Python zipfile, which the index and installers read wheels with");
    private static readonly Rule ArchivePolyglot = new("ArchivePolyglot", Severity.Error, Rebuild, "warehouse forklift/legacy.py");
    private static readonly Rule FileTooLarge = new("FileTooLarge", Severity.Error, "Make the file smaller, or ask PyPI for a higher limit of the project (project → Settings); then publish with -IgnoreRule FileTooLarge.", "warehouse forklift/legacy.py") { IsOfPyPI = true };

    /// <summary>PyPI's limit for a file of a project that has no higher one, in bytes.</summary>
    private const long LargestFile = 100L * 1024 * 1024;

    /// <summary>Every rule of this file.</summary>
    public static IReadOnlyList<Rule> All { get; } =
        [ZipStrayBytes, ZipTrailingBytes, ZipDataDescriptor, ZipDuplicateName, ZipComment, ZipName, ZipDisagreement, Zip64, ZipCompression, ZipFeature, ArchivePolyglot, FileTooLarge];

    public static IEnumerable<Finding> Find(Stream file, WheelArchive? wheel)
    {
        if (file.Length > LargestFile) yield return FileTooLarge.Broken(string.Create(CultureInfo.InvariantCulture, $"The file has {file.Length / 1048576.0:0.0} MiB; PyPI takes {LargestFile / 1048576} MiB of a project without a higher limit."));
        if (wheel is null)
        {
            if (ZipDirectory.IsThere(file)) yield return ArchivePolyglot.Broken("The file is a gzip archive and a ZIP archive at once.");
            yield break;
        }

        if (wheel.Problem is var (problem, detail)) yield return Describe(problem, detail);
        if (wheel.Directory.Entries.FirstOrDefault(static entry => entry.OtherName is not null) is { } renamed)
            yield return ZipName.Broken($"{renamed.Name} has another name, {renamed.OtherName}, in a Unicode Path field.");
        if (wheel.Directory.Entries.FirstOrDefault(static entry => entry.UnreadFeature is not null) is { } featured)
            yield return ZipFeature.Broken($"{featured.Name} {featured.UnreadFeature}.");
        if (wheel.Directory.Entries.FirstOrDefault(static entry => entry.Method is not (ZipEntry.Stored or ZipEntry.Deflated)) is { } packed)
            yield return ZipCompression.Broken($"{packed.Name} is packed by method {packed.Method}, which is neither stored nor deflated.");
        if (BeginsAsTar(file)) yield return ArchivePolyglot.Broken("The file is a ZIP archive and a tar archive at once.");
    }

    private static Finding Describe(ZipProblem problem, string detail) => problem switch
    {
        ZipProblem.StrayBytes => ZipStrayBytes.Broken($"There are bytes in it that belong to no file: {detail}."),
        ZipProblem.TrailingBytes => ZipTrailingBytes.Broken($"There is something behind its end: {detail}."),
        ZipProblem.DataDescriptor => ZipDataDescriptor.Broken($"The size of {detail} stands behind its data (a data descriptor)."),
        ZipProblem.DuplicateName => ZipDuplicateName.Broken($"{detail} is in it twice."),
        ZipProblem.Comment => ZipComment.Broken($"There is a comment in its central directory: {detail}."),
        ZipProblem.Name => ZipName.Broken($"A file in it has a name that is not text: {detail}."),
        ZipProblem.Disagreement => ZipDisagreement.Broken($"Its records disagree: {detail}."),
        _ => Zip64.Broken($"Its ZIP64 records are unsound: {detail}."),
    };

    /// <summary>Whether the first block has the check sum of a tar header (POSIX.1-1988, ustar).</summary>
    private static bool BeginsAsTar(Stream file)
    {
        const int Block = 512, SumStart = 148, SumLength = 8;
        if (file.Length < Block) return false;
        var block = new byte[Block];
        file.Position = 0;
        file.ReadExactly(block);
        var digits = Encoding.Latin1.GetString(block, SumStart, SumLength).Trim('\0', ' ');
        if (digits.Length == 0 || !digits.All(static digit => digit is >= '0' and <= '7')) return false;
        // The sum is taken with blanks in its own place.
        var sum = block.Sum(static value => value) - block.AsSpan(SumStart, SumLength).ToArray().Sum(static value => value) + (SumLength * ' ');
        return Convert.ToInt32(digits, 8) == sum;
    }
}
