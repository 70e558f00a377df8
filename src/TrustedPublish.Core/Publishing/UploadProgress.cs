using TrustedPublish.Core.Distributions;

namespace TrustedPublish.Core.Publishing;

/// <summary>How far a release is.</summary>
/// <param name="Current">The file whose turn it is.</param>
/// <param name="CurrentBytes">Bytes of it that its current try has sent.</param>
/// <param name="FilesDone">Files that have had their turn.</param>
/// <param name="Files">All files.</param>
/// <param name="Bytes">Bytes of all files that are done or on their way.</param>
/// <param name="TotalBytes">Bytes of all files.</param>
public sealed record UploadProgress(Distribution Current, long CurrentBytes, int FilesDone, int Files, long Bytes, long TotalBytes);
