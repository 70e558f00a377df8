using System.Text.Json.Serialization;

namespace TrustedPublish.Core.Identity;

/// <summary>The body of <c>generateIdToken</c>.</summary>
/// <param name="Audience">For whom the token shall be.</param>
/// <param name="IncludeEmail">Whether it names the account by its e-mail address.</param>
internal sealed record IdTokenRequest(string Audience, bool IncludeEmail);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IdTokenRequest))]
internal sealed partial class IdentityJson : JsonSerializerContext;
