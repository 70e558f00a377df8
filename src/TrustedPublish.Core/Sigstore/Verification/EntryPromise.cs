using System.Globalization;
using System.Text;
using TrustedPublish.Core.Sigstore.Trust;

namespace TrustedPublish.Core.Sigstore.Verification;

/// <summary>A Rekor v1 log's word on an entry and on when it came: the signed entry timestamp, SET (rekor types/README.md, "signedEntryTimestamp").</summary>
internal static class EntryPromise
{
    private const string Check = "Log's timestamp (SET)";

    /// <summary>Holds it to the log, where there is one.</summary>
    public static void Verify(LogEntry entry, TrustedLog log)
    {
        if (entry.SignedEntryTimestamp is not { } signature) return;
        if (entry.IntegratedTime is not { } time) throw ProofFailure.Of(Check, "it says no time");
        // Canonical JSON (RFC 8785) of an object whose texts need no escape.
        var signed = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"body":"{{Convert.ToBase64String(entry.CanonicalizedBody.Span)}}","integratedTime":{{time.ToUnixTimeSeconds()}},"logID":"{{Convert.ToHexString(entry.LogId.Span).ToLowerInvariant()}}","logIndex":{{entry.LogIndex}}}""");
        if (!log.Key.IsSignedBy(Encoding.UTF8.GetBytes(signed), signature.Span)) throw ProofFailure.Of(Check, "the log did not sign it for this entry");
        if (!log.Period.Contains(time)) throw ProofFailure.Of(Check, $"the log was not to be trusted at {time:u}");
    }
}
