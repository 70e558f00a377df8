using TrustedPublish.Core.Distributions.Rules;
using TrustedPublish.Core;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Publishing;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Publishing;

public sealed class ReleaseSetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Puts_wheels_first_and_keeps_the_order_within()
    {
        var set = Read(
            Archives.ValidSdist(_folder, "b"), Archives.ValidWheel(_folder, "z"), Archives.ValidSdist(_folder, "a"), Archives.ValidWheel(_folder, "y"));
        Assert.Empty(set.Errors);
        Assert.Equal(
            ["z-1.0-py3-none-any.whl", "y-1.0-py3-none-any.whl", "b-1.0.tar.gz", "a-1.0.tar.gz"],
            set.Distributions.Select(static distribution => distribution.FileName));
    }

    [Fact]
    public void Sends_a_file_that_is_named_twice_once()
    {
        var file = Archives.ValidWheel(_folder);
        var set = Read(file, new FileInfo(file.FullName));
        Assert.Single(set.Distributions);
        Assert.Empty(set.Errors);
    }

    [Fact]
    public void Passes_over_signatures_and_attestations()
    {
        var file = Archives.ValidWheel(_folder);
        var companions = new[] { ".asc", ".publish.attestation", ".slsa.attestation" }.Select(extension => _folder.File(file.Name + extension)).ToArray();
        foreach (var companion in companions) File.WriteAllText(companion.FullName, "x");
        var set = Read([file, .. companions]);
        Assert.Single(set.Distributions);
        Assert.Empty(set.Errors);
    }

    [Fact]
    public void Names_each_stranger()
    {
        var notes = _folder.File("notes.txt");
        File.WriteAllText(notes.FullName, "x");
        var set = Read(Archives.ValidWheel(_folder), notes, _folder.File("gone-1.0.tar.gz"));
        Assert.Equal([FailureKind.FileTypeUnknown, FailureKind.PathNotFound], set.Errors.Select(static error => error.Kind));
        Assert.Equal(notes.FullName, set.Errors[0].Target);
    }

    [Fact]
    public void Refuses_one_name_in_two_folders()
    {
        using var other = new TemporaryFolder();
        Assert.Equal([FailureKind.DistributionInvalid], Read(Archives.ValidWheel(_folder), Archives.ValidWheel(other)).Errors.Select(static error => error.Kind));
    }

    [Fact]
    public void An_empty_set_is_an_error() => Assert.Equal([FailureKind.NoDistributions], Read().Errors.Select(static error => error.Kind));

    [Fact]
    public void So_is_one_of_companions_alone()
    {
        var signature = _folder.File("demo-1.0.tar.gz.asc");
        File.WriteAllText(signature.FullName, "x");
        Assert.Equal([FailureKind.NoDistributions], Read(signature).Errors.Select(static error => error.Kind));
    }

    private static ReleaseSet Read(params FileInfo[] files) => ReleaseSet.Read(files, RuleScope.PyPI, Trace.None, TestContext.Current.CancellationToken);
}
