using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace TrustedPublish.Core.Sigstore.Trust;

/// <summary>The parts of a trusted root in their JSON (the JSON mapping of protobuf).</summary>
internal static class TrustedRootJson
{
    /// <summary>Whether it is a version of the format that is read here.</summary>
    public static bool IsMediaType(string? mediaType) => mediaType
        is "application/vnd.dev.sigstore.trustedroot+json;version=0.1"
        or "application/vnd.dev.sigstore.trustedroot+json;version=0.2"
        or "application/vnd.dev.sigstore.trustedroot.v0.2+json";

    /// <summary>The logs of a list (TransparencyLogInstance); none where there is no list.</summary>
    /// <exception cref="FormatException">What is missing or wrong.</exception>
    public static IReadOnlyList<TrustedLog> Logs(JsonElement root, string name)
    {
        var logs = new List<TrustedLog>();
        foreach (var log in List(root, name))
        {
            var key = log.RequiredObject("publicKey");
            var bytes = key.RequiredBytes("rawBytes");
            // A start that is missing would trust the key for all that it ever signed.
            var period = Period(key, name);
            if (VerificationKey.Read(bytes, key.Text("keyDetails") ?? throw new FormatException($"a key of '{name}' does not say its kind")) is not { } read) continue;
            var id = Id(log, "logId") ?? SHA256.HashData(bytes.Span);
            logs.Add(new TrustedLog(log.Text("baseUrl") ?? "", id, Id(log, "checkpointKeyId") ?? id, read, period));
        }

        return logs;
    }

    /// <summary>The authorities of a list (CertificateAuthority); none where there is no list.</summary>
    /// <exception cref="FormatException">What is missing or wrong.</exception>
    public static IReadOnlyList<TrustedAuthority> Authorities(JsonElement root, string name)
    {
        var authorities = new List<TrustedAuthority>();
        foreach (var authority in List(root, name))
        {
            var certificates = new List<X509Certificate2>();
            foreach (var certificate in List(authority.RequiredObject("certChain"), "certificates"))
                certificates.Add(CertificateDer.Read(certificate.RequiredBytes("rawBytes")).Load());
            if (certificates.Count == 0) throw new FormatException($"an authority of '{name}' has no certificates");
            authorities.Add(new TrustedAuthority(authority.Text("uri") ?? "", certificates, Period(authority, name)));
        }

        return authorities;
    }

    // The type stands at the null: a bare one would be an empty id.
    private static ReadOnlyMemory<byte>? Id(JsonElement log, string name) =>
        log.TryGetProperty(name, out var id) && id.ValueKind == JsonValueKind.Object ? id.RequiredBytes("keyId") : (ReadOnlyMemory<byte>?)null;

    private static ValidityPeriod Period(JsonElement json, string name)
    {
        var period = json.RequiredObject("validFor");
        return new ValidityPeriod(
            Time(period.Text("start") ?? throw new FormatException($"something in '{name}' does not say from when it is valid")),
            // No end is left away, or null.
            period.TryGetProperty("end", out var end) && end.ValueKind != JsonValueKind.Null ? Time(period.Text("end") ?? "") : null);
    }

    private static DateTimeOffset Time(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw new FormatException("a time in it is none");

    private static IEnumerable<JsonElement> List(JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var list) || list.ValueKind == JsonValueKind.Null) return [];
        if (list.ValueKind != JsonValueKind.Array) throw new FormatException($"'{name}' is no list");
        return list.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Object ? item : throw new FormatException($"'{name}' is no list of objects"));
    }
}
