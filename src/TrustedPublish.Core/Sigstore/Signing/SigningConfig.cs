using System.Globalization;
using System.Text.Json;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Sigstore.Trust;

namespace TrustedPublish.Core.Sigstore.Signing;

/// <summary>
/// Where a Sigstore deployment's services are (<c>signing_config.v0.2.json</c>; sigstore protobuf-specs,
/// sigstore_trustroot.proto, SigningConfig). Of several that fit, the newest one is used: an attestation has one certificate
/// and one log entry, whatever number the configuration's selectors ask for.
/// </summary>
public sealed class SigningConfig
{
    private const string MediaType = "application/vnd.dev.sigstore.signingconfig.v0.2+json";

    // The public one has 1.3 KB.
    private const int LongestConfig = 1024 * 1024;

    // The one version of each API that is spoken here (sigstore-python, models.py); of Rekor the caller chooses.
    private const int FulcioVersion = 1;
    private const int TimestampVersion = 1;

    private readonly string _source;
    private readonly IReadOnlyList<SigningService> _authorities;
    private readonly IReadOnlyList<SigningService> _logs;
    private readonly IReadOnlyList<SigningService> _timestampAuthorities;

    private SigningConfig(string source, JsonElement json)
    {
        _source = source;
        if (json.Text("mediaType") is not MediaType) throw new FormatException("its mediaType is not signingconfig.v0.2");
        _authorities = Services(json, "caUrls");
        _logs = Services(json, "rekorTlogUrls");
        _timestampAuthorities = Services(json, "tsaUrls");
    }

    /// <summary>Reads a configuration; <paramref name="source"/> is what an error calls it.</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.SigningConfigInvalid"/>.</exception>
    public static SigningConfig Parse(ReadOnlyMemory<byte> json, string source)
    {
        try
        {
            if (json.Length > LongestConfig) throw new FormatException("it is longer than 1 MiB");
            return new SigningConfig(source, JsonText.ParseObject(json) ?? throw new FormatException("it is no JSON object"));
        }
        catch (FormatException exception)
        {
            throw Invalid(source, $"{source} is no signing configuration of Sigstore: {exception.Message}.", exception);
        }
    }

    /// <summary>
    /// The services to sign with at that time. PyPI takes entries of a log of version 1 alone so far, so that one is what to ask
    /// for though a newer one is listed; with version 2 comes a timestamp authority.
    /// </summary>
    /// <exception cref="PublishException"><see cref="FailureKind.SigningConfigInvalid"/>: it names none of a kind.</exception>
    public SigningServices Choose(int rekorVersion, DateTimeOffset now) => new(
        Folder(Newest(_authorities, FulcioVersion, now) ?? throw Lacking("certificate authority (caUrls)", FulcioVersion, _authorities)),
        Folder(Newest(_logs, rekorVersion, now) ?? throw Lacking("transparency log (rekorTlogUrls)", rekorVersion, _logs)),
        rekorVersion,
        rekorVersion == 1 ? null : Newest(_timestampAuthorities, TimestampVersion, now) ?? throw Lacking("timestamp authority (tsaUrls)", TimestampVersion, _timestampAuthorities));

    private static Uri? Newest(IReadOnlyList<SigningService> services, int version, DateTimeOffset now) =>
        services.Where(service => service.Version == version && service.Period.Contains(now)).MaxBy(static service => service.Period.Start)?.Address;

    private static Uri Folder(Uri address) => address.AbsolutePath.EndsWith('/') ? address : new Uri($"{address.AbsoluteUri}/");

    private PublishException Lacking(string kind, int version, IReadOnlyList<SigningService> services)
    {
        var others = services.Select(static service => service.Version).Distinct().Where(other => other != version).Order().ToList();
        return Invalid(
            _source,
            $"{_source} names no {kind} of version {version} that can be used now{(others.Count > 0 ? $", but of version {string.Join(", ", others)}" : "")}.",
            null);
    }

    private static List<SigningService> Services(JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var services)) return [];
        if (services.ValueKind != JsonValueKind.Array) throw new FormatException($"'{name}' is no list");
        return [.. services.EnumerateArray().Select(service => Service(service, name))];
    }

    private static SigningService Service(JsonElement json, string name)
    {
        if (json.ValueKind != JsonValueKind.Object) throw new FormatException($"'{name}' has an entry that is no JSON object");
        if (!Uri.TryCreate(json.Text("url"), UriKind.Absolute, out var address) || address.UserInfo.Length + address.Query.Length + address.Fragment.Length > 0)
            throw new FormatException($"'{name}' has an entry without an address");
        // The ID token goes to one of them.
        if (address.Scheme != Uri.UriSchemeHttps && !(address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            throw new FormatException($"'{name}' has an address that is not https");
        if (!json.TryGetProperty("majorApiVersion", out var version) || version.ValueKind != JsonValueKind.Number || !version.TryGetInt64(out var major))
            throw new FormatException($"'{name}' has an entry without a majorApiVersion");
        if (!json.TryGetProperty("validFor", out var valid) || valid.ValueKind != JsonValueKind.Object)
            throw new FormatException($"'{name}' has an entry without a time (validFor)");
        return new SigningService(address, major, new ValidityPeriod(Time(valid, "start") ?? throw new FormatException($"'{name}' has an entry without a start"), Time(valid, "end")));
    }

    private static DateTimeOffset? Time(JsonElement json, string name)
    {
        if (json.Text(name) is not { } text) return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw new FormatException($"'{name}' is no time");
    }

    private static PublishException Invalid(string source, string message, Exception? cause) => new(
        FailureKind.SigningConfigInvalid,
        message,
        "Name the signing_config.json of your Sigstore deployment (-SigningConfig), of form 0.2; without it the public one is used.",
        cause) { Target = source };
}
