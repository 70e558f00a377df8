namespace TrustedPublish.Core.Publishing;

/// <summary>How long sending takes at the speed seen so far. Times are null while too little has been sent to know.</summary>
/// <param name="File">The next file.</param>
/// <param name="Set">All that is left, the next file included.</param>
/// <param name="FilesLeft">Files that are left, the next one included.</param>
/// <param name="BytesLeft">Their bytes.</param>
public sealed record TransferEstimate(TimeSpan? File, TimeSpan? Set, int FilesLeft, long BytesLeft);
