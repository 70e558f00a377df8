namespace TrustedPublish.Core.Sigstore.Trust;

/// <summary>A log that is trusted: a transparency log of signatures, or one of certificates.</summary>
/// <param name="Address">Where it is, a base URL; for people alone.</param>
/// <param name="Id">Its id, which entries and certificates name it by.</param>
/// <param name="CheckpointId">The id whose first four bytes mark its signatures on checkpoints; mostly the same.</param>
/// <param name="Key">The key that it signs with.</param>
/// <param name="Period">When it is to be trusted.</param>
public sealed record TrustedLog(string Address, ReadOnlyMemory<byte> Id, ReadOnlyMemory<byte> CheckpointId, VerificationKey Key, ValidityPeriod Period);
