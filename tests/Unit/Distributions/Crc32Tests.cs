using System.Security.Cryptography;
using System.Text;
using TrustedPublish.Core.Distributions.Archives;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Distributions;

public sealed class Crc32Tests
{
    /// <summary>The check value of every description of this sum (RFC 1952, 8; APPNOTE.TXT 4.4.7).</summary>
    [Fact]
    public void Has_the_check_value() => Assert.Equal(0xCBF43926, Crc32.Compute("123456789"u8));

    /// <summary>Eight bytes a step give what one bit a step gives, wherever a text begins and ends.</summary>
    [Fact]
    public void Is_the_same_at_every_length_and_in_any_portions()
    {
        var bytes = new byte[300];
        new Random(1).NextBytes(bytes);
        for (var length = 0; length <= bytes.Length; length++)
        {
            var text = bytes.AsSpan(0, length);
            Assert.Equal(RawZip.Crc(text), Crc32.Compute(text));
            var parts = new Crc32();
            parts.Add(text[..(length / 3)]);
            parts.Add([]);
            parts.Add(text[(length / 3)..]);
            Assert.Equal(RawZip.Crc(text), parts.Value);
        }
    }

    /// <summary>RECORD writes a digest in URL-safe Base64 without padding (PEP 376, PEP 427).</summary>
    [Fact]
    public void Goes_with_a_digest_as_RECORD_writes_it()
    {
        var written = new StringBuilder();
        for (var number = 0; number < 50; number++)
        {
            var bytes = Encoding.ASCII.GetBytes($"{number}");
            var sums = ContentSums.Compute(new MemoryStream(bytes), HashAlgorithmName.SHA256, TestContext.Current.CancellationToken);
            Assert.Equal(RawZip.Crc(bytes), sums.Crc);
            Assert.Equal(Convert.ToHexString(SHA256.HashData(bytes)), Convert.ToHexString(Convert.FromBase64String(sums.Digest!.Replace('-', '+').Replace('_', '/') + "=")));
            written.Append(sums.Digest);
        }

        Assert.DoesNotContain(written.ToString(), static character => character is '+' or '/' or '=');
        Assert.Contains('-', written.ToString());
        Assert.Contains('_', written.ToString());
        Assert.Null(ContentSums.Compute(new MemoryStream([1]), null, TestContext.Current.CancellationToken).Digest);
    }

    [Fact]
    public void Ends_when_it_is_cancelled() =>
        Assert.Throws<OperationCanceledException>(static () => ContentSums.Compute(new MemoryStream([1]), null, new CancellationToken(canceled: true)));
}
