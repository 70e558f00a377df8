using System.Text.Json.Serialization;

namespace TrustedPublish.Core.Index;

/// <summary>The body of a request to exchange or to revoke a token. It holds the token, so it lives only as long as the request.</summary>
internal sealed record TokenRequest([property: JsonPropertyName("token")] string Token)
{
    public override string ToString() => nameof(TokenRequest);
}

/// <summary>JSON by source generation: nothing is reflected over at run time.</summary>
[JsonSerializable(typeof(TokenRequest))]
internal sealed partial class TokenJson : JsonSerializerContext;
