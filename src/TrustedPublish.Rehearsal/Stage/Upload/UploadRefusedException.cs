namespace TrustedPublish.Rehearsal.Stage.Upload;

/// <summary>An upload that the index does not take; the message is the index's own.</summary>
internal sealed class UploadRefusedException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;

    public static UploadRefusedException BadRequest(string message) => new(400, message);
}
