using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Identity;

namespace TrustedPublish.Core.Publishers;

/// <summary>
/// A kind of trusted publisher that an index can register: which ID tokens stand for it, what its form asks, and what its
/// CI system calls the settings behind the answers.
/// </summary>
public abstract class PublisherKind
{
    /// <summary>What the CI system is called.</summary>
    public abstract string Name { get; }

    /// <summary>What the address of the index's form calls it (warehouse manage/views/oidc_publishers.py).</summary>
    internal abstract string FormName { get; }

    /// <summary>The issuer of its ID tokens that PyPI knows (warehouse oidc/utils.py).</summary>
    internal abstract string Issuer { get; }

    /// <summary>The name of the CI system whose tokens it takes, as <see cref="IIdentityProvider.Name"/> has it; null where it hands out none.</summary>
    internal virtual string? Provider => null;

    /// <summary>Whether the index takes attestations from such publishers (warehouse oidc/models, attestation_identity).</summary>
    public virtual bool CanAttest => true;

    /// <summary>Why PyPI would refuse what the job with this token attests, though it may publish; null where it would not.</summary>
    public virtual string? WhyUnattested(IdToken idToken) => null;

    /// <summary>Claims that tokens of this system alone carry; one is enough to know an issuer with an address of its own.</summary>
    internal abstract IReadOnlyList<string> TellingClaims { get; }

    /// <summary>The form, filled in with what the token says.</summary>
    public abstract IReadOnlyList<PublisherField> Read(IdToken idToken);

    /// <summary>What keeps the job from publishing whatever was registered.</summary>
    public abstract IEnumerable<PublisherFault> Examine(IdToken idToken);

    /// <summary>What to do about a refused token exchange, in the words of this CI system; null where nothing is special here.</summary>
    internal abstract string? Advise(FailureKind kind, IdToken idToken);

    /// <summary>What to do about a refused upload, in the words of this CI system; null where nothing is special here.</summary>
    internal virtual string? AdviseUpload(FailureKind kind) => kind switch
    {
        FailureKind.TokenForOtherProject => $"Add this job's {JobNoun} as a trusted publisher of that project too (the link below leads to its form), or correct 'name' in pyproject.toml.",
        _ => null,
    };

    /// <summary>What stands for the job on the index, such as <c>workflow</c>.</summary>
    private protected abstract string JobNoun { get; }

    /// <summary>A fault for each of these claims that the token lacks (warehouse oidc/models/_core.py, check_claims_existence).</summary>
    private protected static IEnumerable<PublisherFault> Missing(IdToken idToken, string why, params string[] claims) =>
        from claim in claims
        where !idToken.Claims.TryGetProperty(claim, out var value) || value.ValueKind == System.Text.Json.JsonValueKind.Null
        select new PublisherFault("Claims", $"The token has no claim '{claim}', which the index needs.", why, IsFatal: true);
}
