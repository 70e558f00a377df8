using TrustedPublish.Rehearsal.Stage.Faults;

namespace TrustedPublish.Unit.Stage;

public sealed class FaultGrammarTests
{
    [Theory]
    [InlineData("upload:503*2;retry-after=3")]
    [InlineData("revoke:429;retry-after=date+30")]
    [InlineData("mint:early=413")]
    [InlineData("simple:html=502%0.25")]
    [InlineData("identity:slow=0.5s")]
    [InlineData("audience:trickle=3s*4")]
    [InlineData("jwks:reset-before%100")]
    [InlineData("fulcio:wrong-sct")]
    [InlineData("rekor:exists*2")]
    [InlineData("rekor:clock=-3600s")]
    [InlineData("tsa:wrong-timestamp%50")]
    public void Takes_what_it_says_it_takes(string fault) => new FaultPlan().Add(fault);

    [Theory]
    [InlineData("")]
    [InlineData("upload")]
    [InlineData("elsewhere:503")]
    [InlineData("upload:200")]
    [InlineData("upload:html")]
    [InlineData("upload:trickle")]
    [InlineData("upload:hang=3s")]
    [InlineData("upload:503%101")]
    [InlineData("upload:503*2%3")]
    [InlineData("upload:503;retry-after=tomorrow")]
    [InlineData("upload:503\n")]
    [InlineData("fulcio:wrong-set")]
    [InlineData("upload:clock=3s")]
    [InlineData("rekor:clock")]
    public void Refuses_the_rest_and_says_how_it_goes(string fault) => Assert.Throws<FormatException>(() => new FaultPlan().Add(fault));
}
