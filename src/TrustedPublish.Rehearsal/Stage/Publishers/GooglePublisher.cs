namespace TrustedPublish.Rehearsal.Stage;

/// <summary>A service account of Google Cloud (warehouse oidc/models/google.py).</summary>
/// <param name="Email">Its e-mail address, to the letter.</param>
/// <param name="Subject">Its number, or null for any.</param>
public sealed record GooglePublisher(string Email, string? Subject = null) : Publisher
{
    public override CISystem System => CISystem.Google;
}
