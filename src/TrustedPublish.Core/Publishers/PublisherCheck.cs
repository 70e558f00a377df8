using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;
using TrustedPublish.Core.Identity;
using TrustedPublish.Core.Index;
using TrustedPublish.Core.Secrets;

namespace TrustedPublish.Core.Publishers;

/// <summary>
/// Goes through what a release needs, step by step, without releasing anything: the index, the CI system, its ID token, and
/// the job beside what was registered. Each step is handed to <paramref name="report"/> as it ends.
/// </summary>
public sealed class PublisherCheck(HttpTransport transport, PackageIndex index, Action<CheckStep> report)
{
    /// <summary>What is registered on the index, as far as it is known; null for nothing to compare with.</summary>
    public RegisteredPublisher? Registered { get; init; }

    /// <summary>The project, for the address of the index's form; null where it is not known.</summary>
    public string? Project { get; init; }

    /// <summary>Whether to exchange the ID token too. For a pending publisher that creates the project.</summary>
    public bool Mint { get; init; }

    /// <summary>Is handed the API token before anybody else has it.</summary>
    public Func<Secret, CancellationToken, Task> Hide { get; init; } = static (_, _) => Task.CompletedTask;

    /// <summary>Checks the job that this process runs in.</summary>
    public async Task RunAsync(IdentityProviders providers, string? provider, CancellationToken cancellationToken)
    {
        var audience = await AskIndexAsync(cancellationToken);
        if (Registered?.Kind is ActiveStatePublisher)
        {
            Report(
                "ID token",
                CheckStatus.Skipped,
                "On ActiveState it never leaves the platform, so that nothing can be compared here.",
                "Compare yourself: Organization and ActiveState Project name are those in activestate.yaml, Actor Username is the account that is logged in to the State Tool (state auth).");
            return;
        }

        if (await FindSystemAsync(providers, provider, cancellationToken) is not { } system) return;
        if (audience is null)
        {
            Report("ID token", CheckStatus.Skipped, "Without the index's audience none can be requested.");
            return;
        }

        IdToken idToken;
        try
        {
            idToken = await providers.RequestAsync(system, audience, cancellationToken);
            Report("Permission", CheckStatus.Passed, $"{system.Name} gives this job an ID token.");
        }
        catch (PublishException failure)
        {
            Report("Permission", failure);
            return;
        }

        await ExamineAsync(idToken, audience, system, cancellationToken);
    }

    /// <summary>Checks the job that an ID token from elsewhere stands for.</summary>
    public async Task RunAsync(IdToken idToken, CancellationToken cancellationToken)
    {
        var audience = await AskIndexAsync(cancellationToken);
        Report("CI system", CheckStatus.Skipped, "The ID token was given, so none was looked for.");
        await ExamineAsync(idToken, audience, null, cancellationToken);
    }

    private async Task<string?> AskIndexAsync(CancellationToken cancellationToken)
    {
        try
        {
            var audience = await new AudienceDiscovery(transport).GetAsync(index, cancellationToken);
            Report("Index", CheckStatus.Passed, $"{index} answers, and has trusted publishing on; its audience is '{audience}'.");
            return audience;
        }
        catch (PublishException failure)
        {
            Report("Index", failure);
            return null;
        }
    }

    private async Task<IIdentityProvider?> FindSystemAsync(IdentityProviders providers, string? name, CancellationToken cancellationToken)
    {
        try
        {
            var found = await providers.FindAsync(name, cancellationToken);
            // One that was named is asked even where it is not to be seen.
            var presence = await found.LookAsync(cancellationToken);
            var oneToken = found.CanRepeat ? "" : ", which gives a job one ID token";
            if (presence.IsPresent) Report("CI system", CheckStatus.Passed, $"{found.Name}{oneToken} ({presence.Detail}).");
            else Report("CI system", CheckStatus.Warning, $"{found.Name} was named, but this process does not look like a job of it: {presence.Detail}.", "Leave -Provider and -TokenVariable away to have the CI system found.");
            return found;
        }
        catch (PublishException failure)
        {
            Report("CI system", failure);
            return null;
        }
    }

    private async Task ExamineAsync(IdToken idToken, string? audience, IIdentityProvider? system, CancellationToken cancellationToken)
    {
        var isSound = CheckToken(idToken, audience);
        var identity = CheckIssuer(idToken);
        isSound &= new PublisherComparison(index, Registered, Project).Run(idToken, identity, report);
        if (!Mint) Report("Exchange", CheckStatus.Skipped, "Not tried: it uses the ID token up, and creates the project of a pending publisher. -Mint tries it and revokes the API token at once.");
        else if (audience is null || !isSound) Report("Exchange", CheckStatus.Skipped, "Not tried: a step before has failed.");
        else await MintAsync(idToken, audience, system, cancellationToken);
    }

    private bool CheckToken(IdToken idToken, string? audience)
    {
        if (idToken.BeginsIn(transport.Options.TimeProvider.GetUtcNow()) is { } wait)
            Report("Clock", CheckStatus.Warning, $"The ID token begins in {wait.TotalSeconds:0} s by this machine's clock, which is slow; the index goes by its own.", "Have the clock set by the network (NTP).");
        try
        {
            idToken.Check(audience ?? idToken.Audience ?? "", transport.Options.TimeProvider.GetUtcNow());
            var why = idToken.WhyUnverifiable();
            if (why is not null) Report("ID token", index.IsPyPI ? CheckStatus.Failed : CheckStatus.Warning, why, "Pass on the token as the CI system gave it. PyPI takes tokens that are signed with RS256, by a key that the header names, and that say who issued them and when.");
            else Report("ID token", CheckStatus.Passed, $"Issued by {idToken.Issuer} for '{idToken.Subject ?? "nobody in particular"}'; it ends at {idToken.ExpiresAt:u}. Its signature is for the index to verify.");
            Report("Audience", audience is null ? CheckStatus.Skipped : CheckStatus.Passed, audience is null ? $"The token is for '{idToken.Audience}'; what {index} accepts is not known." : $"'{audience}', as {index} wants it.");
            return why is null || !index.IsPyPI;
        }
        catch (PublishException failure)
        {
            Report(failure.Kind == FailureKind.IdTokenAudienceMismatch ? "Audience" : "ID token", failure);
            return false;
        }
    }

    /// <summary>Whether the index has publishers for this CI system; of an index that is not PyPI nobody can tell.</summary>
    private PublisherIdentity? CheckIssuer(IdToken idToken)
    {
        var identity = PublisherIdentity.Of(idToken);
        if (identity is null)
        {
            Report(
                "Issuer",
                index.IsPyPI ? CheckStatus.Failed : CheckStatus.Warning,
                $"{idToken.Issuer} is {(index.IsPyPI ? $"no issuer that {index} takes ID tokens of" : "an issuer that PyPI takes no ID tokens of; this index may")}.",
                index.IsPyPI ? "Publish from GitHub Actions, GitLab CI/CD (gitlab.com), Google Cloud or ActiveState, or with an API token of the index." : "Look into the index's documentation of trusted publishers.");
        }
        else if (!index.IsPyPI || identity.Kind.Issuer == idToken.Issuer)
        {
            Report("Issuer", CheckStatus.Passed, $"{identity.Kind.Name}{(index.IsPyPI ? "" : $" ({idToken.Issuer}); {index} has to know this issuer")}.");
        }
        else
        {
            // Of a self-managed GitLab PyPI's staff may have heard.
            Report("Issuer", identity.Kind is GitLabPublisher ? CheckStatus.Warning : CheckStatus.Failed, $"{idToken.Issuer} is not {identity.Kind.Issuer}, whose ID tokens {index} takes.", identity.Kind.Advise(FailureKind.MintIssuerUnknown, idToken));
        }

        return identity;
    }

    private async Task MintAsync(IdToken idToken, string audience, IIdentityProvider? system, CancellationToken cancellationToken)
    {
        ApiToken token;
        try
        {
            var exchange = new TokenExchange(transport);
            token = system is null
                ? await exchange.MintOnceAsync(index, idToken, cancellationToken)
                : await exchange.MintAsync(index, system, audience, idToken, cancellationToken);
            await Hide(token.Value, cancellationToken);
            Report("Exchange", CheckStatus.Passed, $"{index} issued an API token{(token.ExpiresAt is { } end ? $" that ends at {end:u}" : "")}. Which projects it uploads to shows when it is used.");
        }
        catch (PublishException failure) when (failure.Kind == FailureKind.NoMatchingPublisher)
        {
            Report(
                "Exchange",
                CheckStatus.Failed,
                failure.Message,
                Registered is { Fields.Count: > 0 }
                    ? "What you gave fits this job, so that the index has something else: look at its publisher again, letter by letter, and at each field that you did not give. A publisher may also be of another project, or of an owner that was renamed since."
                    : "Compare the publisher on the index with the fields above, letter by letter; given what is registered, this command names the field that differs.");
            return;
        }
        catch (PublishException failure)
        {
            Report("Exchange", failure);
            return;
        }

        try
        {
            await new TokenRevocation(transport).RevokeAsync(token, cancellationToken);
            Report("Revocation", CheckStatus.Passed, "The API token is revoked.");
        }
        catch (PublishException failure)
        {
            Report("Revocation", CheckStatus.Warning, $"The API token was not revoked; nobody has it, and it ends by itself. {failure.Message}", failure.Remedy);
        }
    }

    private void Report(string step, PublishException failure) => Report(step, CheckStatus.Failed, failure.Message, failure.Remedy);

    private void Report(string step, CheckStatus status, string detail, string? remedy = null) => report(new CheckStep(step, status, detail, remedy));
}
