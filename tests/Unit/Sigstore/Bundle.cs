using System.Text.Json;
using TrustedPublish.Core.Sigstore;
using TrustedPublish.Core.Sigstore.Trust;
using TrustedPublish.Core.Sigstore.Verification;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Sigstore;

/// <summary>
/// Reads Sigstore's own bundles, so that the verifier can be held to Sigstore's conformance tests: as much of the format
/// as those in <c>Data/sigstore</c> have.
/// </summary>
internal static class Bundle
{
    private const string Data = "tests/Unit/Data/sigstore";

    /// <summary>A bundle; what it is of, where it is of a file, is <c>a.txt</c>.</summary>
    public static SignedMaterial Read(string name)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Repository.Path($"{Data}/bundles/{name}.json")));
        var material = json.RootElement.GetProperty("verificationMaterial");
        var certificate = (material.TryGetProperty("certificate", out var one) ? one : material.GetProperty("x509CertificateChain").GetProperty("certificates")[0]).GetProperty("rawBytes").GetBytesFromBase64();
        var entry = LogEntryJson.Read(material.GetProperty("tlogEntries")[0]);
        ReadOnlyMemory<byte>[] timestamps = material.TryGetProperty("timestampVerificationData", out var data) && data.TryGetProperty("rfc3161Timestamps", out var list)
            ? [.. list.EnumerateArray().Select(static timestamp => (ReadOnlyMemory<byte>)timestamp.GetProperty("signedTimestamp").GetBytesFromBase64())]
            : [];
        if (json.RootElement.TryGetProperty("messageSignature", out var message))
            return new SignedMaterial(File.ReadAllBytes(Repository.Path($"{Data}/a.txt")), message.GetProperty("signature").GetBytesFromBase64(), certificate, entry, timestamps, null);
        var envelope = json.RootElement.GetProperty("dsseEnvelope");
        var dsse = new DsseEnvelope(
            envelope.GetProperty("payloadType").GetString()!,
            envelope.GetProperty("payload").GetBytesFromBase64(),
            Assert.Single(envelope.GetProperty("signatures").EnumerateArray()).GetProperty("sig").GetBytesFromBase64());
        return SignedMaterial.Of(new SignedEnvelope(dsse, certificate, entry, timestamps));
    }

    /// <summary>A trusted root.</summary>
    public static TrustedRoot Root(string name) => TrustedRoot.Parse(File.ReadAllBytes(Repository.Path($"{Data}/roots/{name}.json")), $"{name}.json");
}
