using TrustedPublish.Core.Distributions;

namespace TrustedPublish.Core.Publishing;

/// <summary>How far a release is.</summary>
/// <param name="Current">The file that has moved.</param>
/// <param name="CurrentBytes">Bytes of it that its current try has sent.</param>
/// <param name="IsDone">Whether it has had its turn.</param>
/// <param name="FilesDone">Files that have had their turn.</param>
/// <param name="Files">All files.</param>
/// <param name="Bytes">Bytes of all files that are done or on their way.</param>
/// <param name="TotalBytes">Bytes of all files.</param>
/// <param name="BytesPerSecond">Bytes a second since the first file's begin, over all files; 0 while that is not known.</param>
public sealed record UploadProgress(
    Distribution Current, long CurrentBytes, bool IsDone, int FilesDone, int Files, long Bytes, long TotalBytes, double BytesPerSecond)
{
    /// <summary>How long the rest takes at that speed; null while that is not known.</summary>
    public TimeSpan? TimeLeft => BytesPerSecond > 0 ? TimeSpan.FromSeconds((TotalBytes - Bytes) / BytesPerSecond) : null;
}
