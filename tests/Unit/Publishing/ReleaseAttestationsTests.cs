using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using TrustedPublish.Core.Attestations;
using TrustedPublish.Core.Distributions;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Publishing;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Publishing;

/// <summary>What goes along with the files of a run: what lies beside them, what is made, and what happens when none can be.</summary>
public sealed class ReleaseAttestationsTests : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FileDigests _digests = new(TestContext.Current.CancellationToken);
    private readonly ConcurrentQueue<string> _signed = [];
    private readonly ConcurrentQueue<string> _warnings = [];
    private readonly Distribution _wheel;
    private readonly Distribution _sdist;

    public ReleaseAttestationsTests() => (_wheel, _sdist) = (Distribution.Read(Archives.ValidWheel(_folder)), Distribution.Read(Archives.ValidSdist(_folder)));

    public async ValueTask DisposeAsync()
    {
        await _digests.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_lies_beside_a_file_goes_along()
    {
        Attested.Beside(_wheel.File, Attested.Publish(_wheel.FileName, await _digests.GetAsync(_wheel)));
        await using var attestations = Read(sign: null);
        Assert.Empty(await attestations.FindLeftoversAsync([_wheel, _sdist], _digests));
        Assert.Equal(AttestationStatement.PublishType, (await attestations.GetAsync(_wheel, _digests)).Single().Statement.PredicateType);
        Assert.Empty(await attestations.GetAsync(_sdist, _digests));
    }

    [Fact]
    public async Task A_file_that_has_its_publishers_attestation_gets_no_second_one()
    {
        Attested.Beside(_wheel.File, Attested.Publish(_wheel.FileName, await _digests.GetAsync(_wheel)));
        Attested.Beside(_sdist.File, Attested.Provenance(_sdist.FileName, await _digests.GetAsync(_sdist)), "slsa");
        await using var attestations = Read(Sign);
        Assert.Single(await attestations.GetAsync(_wheel, _digests));
        Assert.Equal([AttestationStatement.ProvenanceType, AttestationStatement.PublishType], (await attestations.GetAsync(_sdist, _digests)).Select(static found => found.Statement.PredicateType));
        Assert.Equal([_sdist.FileName], _signed);
    }

    [Fact]
    public async Task Each_is_made_once_of_the_files_own_digest()
    {
        await using var attestations = Read(Sign);
        attestations.Begin([_wheel, _sdist], _digests);
        foreach (var distribution in new[] { _wheel, _sdist, _wheel })
            Assert.Equal(await _digests.GetAsync(distribution), (await attestations.GetAsync(distribution, _digests)).Single().Statement.Sha256);
        Assert.Equal(2, _signed.Count);
    }

    [Fact]
    public async Task A_leftover_of_an_earlier_build_keeps_the_set_back_where_none_is_made()
    {
        Attested.Beside(_wheel.File, Attested.Publish(_wheel.FileName, new string('0', 64)));
        await using var attestations = Read(sign: null);
        var leftover = (await attestations.FindLeftoversAsync([_wheel, _sdist], _digests)).Single();
        Assert.Equal(FailureKind.AttestationMismatch, leftover.Kind);
        Assert.Equal(_wheel.File.FullName, leftover.Target);
    }

    [Fact]
    public async Task A_leftover_gives_way_to_a_fresh_one()
    {
        Attested.Beside(_wheel.File, Attested.Publish(_wheel.FileName, new string('0', 64)));
        await using var attestations = Read(Sign);
        Assert.Empty(await attestations.FindLeftoversAsync([_wheel], _digests));
        Assert.Contains(_wheel.FileName, _warnings.Single(), StringComparison.Ordinal);
        Assert.Equal(await _digests.GetAsync(_wheel), (await attestations.GetAsync(_wheel, _digests)).Single().Statement.Sha256);
    }

    [Fact]
    public async Task A_build_systems_leftover_can_not_be_made_anew()
    {
        Attested.Beside(_wheel.File, Attested.Provenance(_wheel.FileName, new string('0', 64)), "slsa");
        await using var attestations = Read(Sign);
        Assert.Single(await attestations.FindLeftoversAsync([_wheel], _digests));
    }

    [Fact]
    public async Task Where_none_can_be_made_files_go_without_and_one_warning_says_why()
    {
        await using var attestations = Read(Refuse);
        Assert.Empty(await attestations.GetAsync(_wheel, _digests));
        Assert.Empty(await attestations.GetAsync(_sdist, _digests));
        Assert.Contains("no certificate", _warnings.Single(), StringComparison.Ordinal);
        // The second file does not wait for the same refusal.
        Assert.Single(_signed);
    }

    [Fact]
    public async Task Where_one_is_required_no_file_goes_without()
    {
        await using var attestations = Read(Refuse, isRequired: true);
        var first = await Assert.ThrowsAsync<PublishException>(() => attestations.GetAsync(_wheel, _digests));
        var second = await Assert.ThrowsAsync<PublishException>(() => attestations.GetAsync(_sdist, _digests));
        Assert.Same(first, second);
        Assert.Single(_signed);
        Assert.Empty(_warnings);
    }

    [Fact]
    public async Task Where_one_is_required_each_is_there_before_any_file_is_sent()
    {
        await using var attestations = Read((fileName, sha256, stop) => fileName == _sdist.FileName ? Refuse(fileName, sha256, stop) : Sign(fileName, sha256, stop), isRequired: true);
        await Assert.ThrowsAsync<PublishException>(() => attestations.RequireAsync([_wheel, _sdist], _digests));
        await using var optional = Read(Refuse);
        await optional.RequireAsync([_wheel, _sdist], _digests);
        Assert.Empty(_warnings);
    }

    [Fact]
    public async Task The_first_failure_ends_what_others_wait_for()
    {
        var waits = new TaskCompletionSource();
        await using var attestations = Read(async (fileName, sha256, stop) =>
        {
            if (fileName == _sdist.FileName)
            {
                await waits.Task;
                return await Refuse(fileName, sha256, stop);
            }

            waits.SetResult();
            await Task.Delay(Timeout.Infinite, stop);
            throw new InvalidOperationException();
        });
        attestations.Begin([_wheel, _sdist], _digests);
        Assert.Empty(await attestations.GetAsync(_wheel, _digests));
        Assert.Empty(await attestations.GetAsync(_sdist, _digests));
        Assert.Contains("no certificate", _warnings.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Sigstore_that_does_not_answer_holds_no_release_up()
    {
        var clock = new FakeTimeProvider();
        var waits = new TaskCompletionSource();
        await using var attestations = new ReleaseAttestations(ReleaseAttestations.ReadBeside([]))
        {
            Warn = _warnings.Enqueue,
            TimeProvider = clock,
            Sign = async (_, _, stop) =>
            {
                waits.TrySetResult();
                await Task.Delay(Timeout.Infinite, stop);
                throw new InvalidOperationException();
            },
        };
        attestations.Begin([_wheel, _sdist], _digests);
        await waits.Task;
        clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Empty(await attestations.GetAsync(_wheel, _digests));
        Assert.Contains("within 60 s", _warnings.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_end_of_the_run_ends_what_is_being_made()
    {
        var started = new TaskCompletionSource();
        var attestations = Read(async (_, _, stop) =>
        {
            started.SetResult();
            await Task.Delay(Timeout.Infinite, stop);
            throw new InvalidOperationException();
        });
        attestations.Begin([_wheel], _digests);
        await started.Task;
        await attestations.DisposeAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => attestations.GetAsync(_wheel, _digests));
    }

    private ReleaseAttestations Read(Func<string, string, CancellationToken, Task<Attestation>>? sign, bool isRequired = false) => new(ReleaseAttestations.ReadBeside([_wheel, _sdist]))
    {
        Sign = sign,
        IsRequired = isRequired,
        Warn = _warnings.Enqueue,
    };

    private Task<Attestation> Sign(string fileName, string sha256, CancellationToken cancellationToken)
    {
        _signed.Enqueue(fileName);
        return Task.FromResult(Attested.Publish(fileName, sha256));
    }

    private Task<Attestation> Refuse(string fileName, string sha256, CancellationToken cancellationToken)
    {
        _signed.Enqueue(fileName);
        throw new PublishException(FailureKind.SigningRefused, "Sigstore gave no certificate.", "Ask again.");
    }
}
