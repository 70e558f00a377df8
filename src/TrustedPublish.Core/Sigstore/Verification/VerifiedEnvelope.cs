namespace TrustedPublish.Core.Sigstore.Verification;

/// <summary>An envelope of which every proof holds: who signed it, and when. What it says is another matter.</summary>
/// <param name="Certificate">Who signed.</param>
/// <param name="SignedAt">When, at the latest, the signature was there (UTC): the earliest time that a log or a timestamp authority says.</param>
/// <param name="LogIndex">Its place in the transparency log, from 0.</param>
/// <param name="LogAddress">The log's base URL.</param>
public sealed record VerifiedEnvelope(SigningCertificate Certificate, DateTimeOffset SignedAt, long LogIndex, string LogAddress);
