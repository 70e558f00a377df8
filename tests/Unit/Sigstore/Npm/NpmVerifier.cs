using System.Text.Json;

namespace TrustedPublish.Unit.Sigstore.Npm;

/// <summary>The verifier of the Sigstore project itself, the npm package @sigstore/verify.</summary>
internal static class NpmVerifier
{
    /// <summary>For each attestation, JSON, null or what is wrong with it.</summary>
    public static async Task<IReadOnlyList<string?>> VerifyAsync(JsonElement trustedRoot, IEnumerable<ReadOnlyMemory<byte>> attestations)
    {
        Node.Need();
        var stop = TestContext.Current.CancellationToken;
        using var process = Node.Start("verify.mjs");
        await using (var writer = new Utf8JsonWriter(process.StandardInput.BaseStream))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("trustedRoot");
            trustedRoot.WriteTo(writer);
            writer.WriteStartArray("attestations");
            foreach (var attestation in attestations) writer.WriteRawValue(attestation.Span);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(stop), process.StandardError.ReadToEndAsync(stop));
        await process.WaitForExitAsync(stop);
        Assert.True(process.ExitCode == 0, await errors);
        using var json = JsonDocument.Parse(await output);
        return [.. json.RootElement.EnumerateArray().Select(static verdict => verdict.GetString())];
    }
}
