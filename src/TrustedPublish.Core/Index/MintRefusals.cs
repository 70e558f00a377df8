using System.Net;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Identity;
using TrustedPublish.Core.Publishers;

namespace TrustedPublish.Core.Index;

/// <summary>
/// What each refusal of <c>mint-token</c> means: codes and descriptions of warehouse oidc/views.py. A row applies when its
/// code matches and the description contains its text; the first that applies counts. What a CI system has to say of its
/// own settings goes before the row's remedy.
/// </summary>
internal static class MintRefusals
{
    private static readonly IReadOnlyList<Row> Rows =
    [
        new("invalid-payload", "malformed JWT", FailureKind.MintIdTokenMalformed,
            "Pass the JWT as the CI system issued it, whole and without quotes."),
        new("invalid-payload", "unknown trusted publishing issuer", FailureKind.MintIssuerUnknown,
            "This index accepts ID tokens of other CI systems only. PyPI takes GitHub Actions, GitLab CI/CD (gitlab.com), Google Cloud and ActiveState."),
        new("invalid-payload", "project", FailureKind.MintProjectRefused,
            "The pending publisher's project could not be created. Choose another project name in the pending publisher on the index's publishing page."),
        new("invalid-payload", "", FailureKind.MintPayloadRefused,
            "The index did not understand the request. Update this module; if it is current, report the message as an issue."),
        new("not-enabled", "", FailureKind.TrustedPublishingDisabledForProvider,
            "The index has turned trusted publishing off for this CI system. See its status page, or upload with an API token for now."),
        new("invalid-token", "", FailureKind.MintIdTokenRefused,
            "The index could not verify the ID token. Request it right before it is used, for this index's audience, and check the runner's clock."),
        new("invalid-pending-publisher", "", FailureKind.PendingPublisherProjectExists,
            "The project of your pending publisher exists already. If it is yours, add the publisher in the project's own settings (Publishing); if not, choose another name."),
        new("invalid-publisher", "", FailureKind.NoMatchingPublisher,
            "Compare the publisher configured on the index (project → Publishing) with this job's claims: every field must be equal. Get-CIIdToken shows the claims."),
        new("invalid-reuse-token", "", FailureKind.IdTokenReused,
            "The index accepts an ID token once. Request a fresh one for each exchange: Get-CIIdToken | New-PyPIToken. Where a job has a single one (Semaphore), publish everything with one call, or run the job again."),
    ];

    /// <summary>The error for a refusal; the first of its reasons decides. <paramref name="project"/> is what shall be published, where that is known.</summary>
    public static PublishException Explain(PackageIndex index, IdToken idToken, IReadOnlyList<(string Code, string Description)> errors, string? project = null)
    {
        var (code, description) = errors[0];
        var (kind, remedy) = Find(code, description);
        var identity = PublisherIdentity.Of(idToken);
        IReadOnlyList<string> notes = [];
        switch (kind)
        {
            case FailureKind.NoMatchingPublisher when identity is not null:
                (remedy, notes) = PublisherRefusals.Explain(index, identity, description, project);
                break;
            case FailureKind.PendingPublisherProjectExists when identity is not null:
                notes = PublisherRefusals.Register(index, identity, project);
                break;
            case FailureKind.MintIssuerUnknown when identity is null:
                remedy = $"{index} takes no ID tokens of {idToken.Issuer ?? "an unnamed issuer"}. PyPI takes those of GitHub Actions, GitLab CI/CD (gitlab.com), Google Cloud and ActiveState: publish from one of them, or with an API token of the index (Publish-PythonDistribution -Token).";
                break;
            default:
                remedy = identity?.Kind.Advise(kind, idToken) ?? remedy;
                break;
        }

        var reasons = string.Join("; ", errors.Select(static error => $"{error.Code}: {error.Description}"));
        var message = kind == FailureKind.NoMatchingPublisher
            ? $"No trusted publisher on {index} matches this job, so it gets no API token ({reasons})."
            : $"{index} refused to exchange the ID token ({reasons}).";
        return new PublishException(kind, message, remedy)
        {
            Status = HttpStatusCode.UnprocessableEntity,
            Target = index.MintAddress.AbsoluteUri,
            Notes = notes,
        };
    }

    /// <summary>Kind and remedy for one refusal; an unknown code is <see cref="FailureKind.MintRefused"/>.</summary>
    public static (FailureKind Kind, string Remedy) Find(string code, string description)
    {
        foreach (var row in Rows)
        {
            if (row.Code == code && description.Contains(row.Text, StringComparison.OrdinalIgnoreCase))
                return (row.Kind, row.Remedy);
        }

        return (FailureKind.MintRefused, "Read the index's message above; its documentation of trusted publishers explains the code.");
    }

    private sealed record Row(string Code, string Text, FailureKind Kind, string Remedy);
}
