using System.Text.Json.Serialization;

namespace TrustedPublish.Core.Index;

/// <summary>The body of a mint request. It holds the ID token, so it lives only as long as the request.</summary>
internal sealed record MintRequest([property: JsonPropertyName("token")] string Token)
{
    public override string ToString() => nameof(MintRequest);
}

/// <summary>JSON by source generation: nothing is reflected over at run time.</summary>
[JsonSerializable(typeof(MintRequest))]
internal sealed partial class MintJson : JsonSerializerContext;
