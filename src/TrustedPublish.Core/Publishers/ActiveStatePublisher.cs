using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Identity;

namespace TrustedPublish.Core.Publishers;

/// <summary>ActiveState (warehouse oidc/models/activestate.py).</summary>
public sealed class ActiveStatePublisher : PublisherKind
{
    private const string Builder = "pypi-publisher";

    /// <inheritdoc/>
    public override string Name => "ActiveState";

    internal override string FormName => "activestate";

    /// <inheritdoc/>
    public override bool CanAttest => false;

    internal override string Issuer => "https://platform.activestate.com/api/v1/oauth/oidc";

    internal override IReadOnlyList<string> TellingClaims => ["builder", "artifact_id"];

    private protected override string JobNoun => "ActiveState project";

    /// <inheritdoc/>
    public override IReadOnlyList<PublisherField> Read(IdToken idToken) =>
    [
        new("organization", "Organization", idToken.Claims.Text("organization"), "the organization that owns the project"),
        new("project", "ActiveState Project name", idToken.Claims.Text("project"), "the project in activestate.yaml")
        {
            HowToSay = static value => $"Commit and evaluate the build script in the project {value}",
        },
        new("actor", "Actor Username", idToken.Claims.Text("actor"), "the account that is logged in to the State Tool")
        {
            HowToSay = static value => $"Log in as {value} (state auth, or ACTIVESTATE_API_KEY of that account)",
        },
    ];

    /// <inheritdoc/>
    public override IEnumerable<PublisherFault> Examine(IdToken idToken)
    {
        foreach (var fault in Missing(idToken, "Publish with Publish-ActiveStateDistribution, whose builder has the right token.", "sub", "organization", "project", "actor_id", "builder")) yield return fault;
        if (idToken.Subject is { } subject && !IsSubject(subject, idToken))
        {
            yield return new(
                "Subject",
                $"The subject '{subject}' is not of the form org:ORGANIZATION:project:PROJECT with this organization and project.",
                "Publish with Publish-ActiveStateDistribution, whose builder has the right token.",
                IsFatal: true);
        }

        if (idToken.Claims.Text("builder") is { } builder && builder != Builder)
            yield return new("Builder", $"The token is of the builder '{builder}'; the index takes '{Builder}' alone.", "Publish through pypi_publisher(…) in the build script: New-ActiveStateBuildScript writes it.", IsFatal: true);
    }

    internal override string? Advise(FailureKind kind, IdToken idToken) => null;

    /// <summary>More may follow the project.</summary>
    private static bool IsSubject(string subject, IdToken idToken) =>
        subject.Split(':') is ["org", var organization, "project", var project, ..] && organization == idToken.Claims.Text("organization") && project == idToken.Claims.Text("project");
}
