namespace TrustedPublish.Rehearsal.Stage.Oidc;

/// <summary>One claim that a publisher is held to.</summary>
internal sealed record ClaimCheck<T>(string Claim, Func<T, SignedClaims, bool> Holds);

/// <summary>Finds the publisher that an ID token stands for, or says with PyPI's words why there is none.</summary>
internal interface IPublisherMatch
{
    /// <exception cref="MintRefusedException">There is none, or the token has been used.</exception>
    Publisher Find(SignedClaims claims, IEnumerable<Publisher> publishers);
}

/// <summary>
/// What all kinds have in common: the issuer, then whether the claims are there, then the lookup, then each check in its order
/// (warehouse oidc/services.py, oidc/models/_core.py).
/// </summary>
internal abstract class PublisherMatch<T> : IPublisherMatch
    where T : Publisher
{
    protected const string NotFound = "Publisher with matching claims was not found";

    /// <summary>Claims that must be there and fit.</summary>
    protected abstract IReadOnlyList<ClaimCheck<T>> Required { get; }

    /// <summary>Claims that must be there.</summary>
    protected virtual IReadOnlyList<string> Present => [];

    /// <summary>Claims that must fit, there or not.</summary>
    protected virtual IReadOnlyList<ClaimCheck<T>> Optional => [];

    /// <summary>Whether a publisher may be registered with an issuer of its own.</summary>
    protected virtual bool TakesOtherIssuers => false;

    public Publisher Find(SignedClaims claims, IEnumerable<Publisher> publishers)
    {
        if (claims.Issuer != claims.KnownIssuer && !TakesOtherIssuers)
            throw MintRefusedException.NoPublisher($"JWT issuer '{claims.Issuer}' does not match expected issuer '{claims.KnownIssuer}'");
        foreach (var claim in Required.Select(static check => check.Claim).Concat(Present))
        {
            if (!claims.Has(claim)) throw MintRefusedException.NoPublisher($"Missing claim '{claim}'");
        }

        var found = Look(claims, [.. publishers.OfType<T>()]) ?? throw MintRefusedException.NoPublisher(NotFound);
        Check(found, claims, Required, "required");
        Check(found, claims, Optional, "optional");
        return found;
    }

    /// <summary>The publisher that the claims name; of several, the one that asks for most.</summary>
    protected abstract T? Look(SignedClaims claims, IReadOnlyList<T> publishers);

    private static void Check(T publisher, SignedClaims claims, IReadOnlyList<ClaimCheck<T>> checks, string kind)
    {
        foreach (var check in checks)
        {
            if (!check.Holds(publisher, claims)) throw MintRefusedException.NoPublisher($"Check failed for {kind} claim '{check.Claim}'");
        }
    }
}
