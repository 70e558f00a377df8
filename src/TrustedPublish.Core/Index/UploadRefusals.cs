using System.Net;
using TrustedPublish.Core.Distributions.Metadata;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;
using TrustedPublish.Core.Publishers;

namespace TrustedPublish.Core.Index;

/// <summary>
/// What each refusal of an upload means. The index says it in words alone (warehouse forklift/legacy.py), so a row is a
/// status and a piece of the text; the first row that applies counts, and a row with no text catches the rest of a status.
/// </summary>
internal static class UploadRefusals
{
    private const string FixFile = "Build the distribution again with a current build backend (python -m build), and publish what it writes.";

    private const string OtherProject = "Add this job as a trusted publisher of that project too (project → Publishing on the index), or correct 'name' in pyproject.toml.";

    private static readonly IReadOnlyList<Row> Rows =
    [
        // Who uploads
        new(401, "", FailureKind.CredentialRefused, "The token is not one of this index. Mint one for it: Get-CIIdToken -Repository … | New-PyPIToken, with the same -Repository as here."),
        new(403, "token is expired", FailureKind.TokenExpired, "API tokens live 15 minutes. Mint it right before uploading: Get-CIIdToken | New-PyPIToken | Publish-PythonDistribution."),
        new(403, "is not valid for project", FailureKind.TokenForOtherProject, OtherProject),
        new(403, "isn't allowed to upload to project", FailureKind.TokenForOtherProject, OtherProject),
        new(403, "is not allowed to upload to project", FailureKind.TokenForOtherProject, OtherProject),
        new(403, "Invalid API Token", FailureKind.TokenRefused, "The index does not accept this token any more. Mint a fresh one: Get-CIIdToken | New-PyPIToken."),
        new(403, "Invalid or non-existent authentication", FailureKind.CredentialRefused, "The index did not know the token. A token of TestPyPI does not work on PyPI nor the other way round: check -Repository."),
        new(403, "Username/Password", FailureKind.PasswordRefused, "The index takes API tokens only. Use trusted publishing, or create an API token on the index's account page."),
        new(403, "two factor", FailureKind.AccountNotVerified, "The token's owner must turn on two-factor authentication on the index."),
        new(403, "two-factor", FailureKind.AccountNotVerified, "The token's owner must turn on two-factor authentication on the index."),
        new(403, "email address", FailureKind.AccountNotVerified, "The token's owner must verify the primary e-mail address of the account on the index."),
        new(403, "Read-only mode", FailureKind.ReadOnlyIndex, "The index takes no uploads at the moment. See its status page and run the job again later."),
        new(403, "uploads are temporarily disabled", FailureKind.UploadsDisabled, "The index takes no uploads at the moment. See its status page and run the job again later."),
        new(403, "", FailureKind.UploadForbidden, "Check that the publisher on the index belongs to this project and that -Repository names the right index."),
        new(400, "Non-user identities cannot create new projects", FailureKind.ProjectCreationRefused, "The project does not exist yet. Register a pending publisher for exactly this project name on the index (account → Publishing), then run the job again."),

        // Before all other texts of 400: this one quotes the user's own value, which may hold any of their words.
        new(400, "is an invalid value for", FailureKind.MetadataRefused, "Correct the field that the index names in pyproject.toml, and build again."),
        // Its words quote claims and file names, in which anything may stand.
        new(400, "Invalid attestations supplied", FailureKind.AttestationsRefused, "An index takes attestations that the publishing job itself made, for exactly this file: delete those beside it and let this job make them. -NoAttestation publishes without."),

        // The name is taken or closed
        new(400, "Only one sdist may be uploaded", FailureKind.SecondSdistRefused, "The release has its sdist already, and the index keeps one. Raise the version to publish another."),
        new(400, "previously used by a file", FailureKind.FileNameUsedBefore, "A deleted file's name can't be used again. Raise the version (or the wheel's build tag)."),
        new(400, "already exists", FailureKind.FileAlreadyExists, "The index keeps the first file of a name for ever. Raise the version, or remove this file from the set."),
        new(400, "releases older than", FailureKind.ReleaseClosed, "The release is closed to new files. Raise the version."),

        // The file name
        new(400, "unsupported platform tag", FailureKind.PlatformTagRefused, "Build Linux wheels with cibuildwheel or repair them with auditwheel (manylinux, musllinux); the index takes no bare linux_* tags."),
        new(400, "Invalid file extension", FailureKind.FileExtensionRefused, "The index takes wheels (.whl) and sdists (.tar.gz) only."),
        new(400, "Start filename for", FailureKind.FileNameRefused, "The file name must begin with the project's normalised name. " + FixFile),
        new(400, "Filename is too long", FailureKind.FileNameRefused, "Shorten the project name, version or tags."),
        new(400, "Filename '", FailureKind.FileNameRefused, FixFile),
        new(400, "Version in filename", FailureKind.FileNameRefused, "The version in the file name and in the metadata differ. " + FixFile),

        // The file's content
        new(400, "Project size too large", FailureKind.ProjectTooLarge, "Delete old releases, or ask the index for a higher project limit (PyPI: project → Settings)."),
        new(400, "File too large", FailureKind.FileTooLarge, "Make the file smaller, or ask the index for a higher file limit (PyPI: project → Settings)."),
        new(400, "license-file", FailureKind.LicenseFileRefused, "The archive lacks a file that License-File names. Include it in the build, or remove it from pyproject.toml."),
        new(400, "License file", FailureKind.LicenseFileRefused, "The archive lacks a file that License-File names. Include it in the build, or remove it from pyproject.toml."),
        new(400, "message digest", FailureKind.UploadPayloadRefused, "Update this module; if it is current, report the message as an issue."),
        new(400, "digest", FailureKind.DigestRefused, "The file arrived altered. Run the job again; if it repeats, a proxy between changes uploads."),
        new(400, "Invalid distribution file", FailureKind.FileContentRefused, FixFile),
        new(400, "METADATA", FailureKind.FileContentRefused, FixFile),
        new(400, "RECORD", FailureKind.FileContentRefused, FixFile),
        new(400, "entry point", FailureKind.FileContentRefused, "Correct [project.scripts] and [project.entry-points] in pyproject.toml and build again."),

        // The form
        new(400, "description failed to render", FailureKind.DescriptionRefused, "Check the README's markup and its content type in pyproject.toml (twine check renders it as the index does)."),
        new(400, "does not have a file", FailureKind.UploadPayloadRefused, "The file did not arrive. A proxy between may cut uploads; update this module if there is none."),
        new(400, "protocol version", FailureKind.UploadPayloadRefused, "Update this module; if it is current, report the message as an issue."),
        new(400, "Should not be a tuple", FailureKind.UploadPayloadRefused, "Update this module; if it is current, report the message as an issue."),
        new(400, "", FailureKind.MetadataRefused, "Correct the field that the index names in pyproject.toml, and build again."),

        // Other statuses
        new(404, "", FailureKind.WrongUploadAddress, "Check -Repository: it takes the index's base URL, and files are posted to its /legacy/."),
        new(405, "", FailureKind.WrongUploadAddress, "Uploads go to another host. Use -Repository pypi or testpypi, or the index's base URL."),
        new(409, "", FailureKind.NameConflict, "The name or the file is taken on this index. Choose another name, or raise the version."),
        new(410, "", FailureKind.UploadActionGone, "The index no longer knows this kind of upload. Update this module."),
        new(413, "", FailureKind.FileTooLarge, "Make the file smaller, or ask the index for a higher file limit."),
        new(429, "", FailureKind.TooManyRequests, "The index limits how many projects may be created in a while. Run the job again later; files that arrived are not uploaded twice."),
    ];

    /// <summary>The error for an answer that is not a success.</summary>
    public static PublishException Explain(ApiToken token, string project, string fileName, HttpAnswer answer)
    {
        var index = token.Index;
        var address = index.UploadAddress.AbsoluteUri;
        if (answer.IsRedirect || (int)answer.Status >= 500 || answer.Status == HttpStatusCode.RequestTimeout)
            return IndexAnswers.Unexpected(index, answer, $"sent {fileName}", address);

        // An index, or a proxy, may show the request that it did not like.
        var said = token.Redact(answer.Message);
        var (kind, remedy) = Find((int)answer.Status, said);
        return new PublishException(kind, $"{index} refused {fileName} ({(int)answer.Status}): {said}", token.Identity?.Kind.AdviseUpload(kind) ?? remedy)
        {
            Status = answer.Status,
            Target = address,
            Notes = Notes(kind, token, project),
            IsTransient = answer.IsTransient,
            RetryAfter = answer.RetryAfter,
        };
    }

    /// <summary>Where it is about who uploads: which job the token stands for, and where that job can be let in.</summary>
    private static IReadOnlyList<string> Notes(FailureKind kind, ApiToken token, string project) => token.Identity is not { } identity
        ? []
        : kind switch
        {
            FailureKind.TokenForOtherProject or FailureKind.UploadForbidden =>
                PublisherRefusals.Register(token.Index, identity, ProjectName.Normalize(project)),
            FailureKind.ProjectCreationRefused =>
            [
                $"The job's publisher is registered for another project. A pending publisher with these values must name the project '{ProjectName.Normalize(project)}':",
                .. identity.Table(),
                $"Register it at {token.Index.NewProjectFormAddress}",
            ],
            _ => [],
        };

    private static (FailureKind Kind, string Remedy) Find(int status, string said)
    {
        foreach (var row in Rows)
        {
            if (row.Status == status && said.Contains(row.Text, StringComparison.OrdinalIgnoreCase))
                return (row.Kind, row.Remedy);
        }

        return (FailureKind.UploadRefused, "Read the index's message above, and check -Repository.");
    }

    private sealed record Row(int Status, string Text, FailureKind Kind, string Remedy);
}
