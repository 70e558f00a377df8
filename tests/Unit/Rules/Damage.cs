using FsCheck;
using FsCheck.Fluent;

namespace TrustedPublish.Unit.Rules;

/// <summary>Random damage of sound bytes. FsCheck shrinks what it finds to the smallest.</summary>
internal static class Damage
{
    private const int Cases = 400;

    /// <summary>A change of a file: at a place (a share of its length), some bytes become others, are left out, or come in.</summary>
    private static readonly Gen<(double Place, int Cut, byte[] Insert)> Change =
        from place in Gen.Choose(0, 10_000)
        from cut in Gen.Frequency((6, Gen.Choose(0, 4)), (1, Gen.Choose(0, 4000)))
        from insert in Gen.Frequency(
            (4, Gen.ArrayOf(ArbMap.Default.GeneratorFor<byte>(), 1)),
            (3, Gen.ArrayOf(ArbMap.Default.GeneratorFor<byte>())),
            (2, Gen.Elements<byte[]>([0xff, 0xff, 0xff, 0xff], [0xff, 0xff, 0xff, 0x7f], [0, 0, 0, 0], [0x50, 0x4b, 1, 2], [0x50, 0x4b, 3, 4], [0x50, 0x4b, 5, 6], [0x50, 0x4b, 6, 6], [0x50, 0x4b, 6, 7], [1, 0, 16, 0], [0x80, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff])))
        select (place / 10_000.0, cut, insert);

    public static readonly Arbitrary<(double Place, int Cut, byte[] Insert)[]> Changes = Gen.ArrayOf(Change).Where(static changes => changes.Length is > 0 and < 8).ToArbitrary();

    public static Config Run => Config.QuickThrowOnFailure.WithMaxTest(Cases).WithQuietOnSuccess(true);

    public static byte[] Apply(byte[] bytes, (double Place, int Cut, byte[] Insert)[] changes)
    {
        foreach (var (place, cut, insert) in changes)
        {
            var at = (int)(place * bytes.Length);
            bytes = [.. bytes[..at], .. insert, .. bytes[Math.Min(bytes.Length, at + cut)..]];
        }

        return bytes;
    }
}
