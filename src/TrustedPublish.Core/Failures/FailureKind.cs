namespace TrustedPublish.Core.Failures;

/// <summary>
/// What went wrong, as finely as a user can act on it. The names are stable: cmdlets use them as error ids.
/// </summary>
#pragma warning disable CS1591 // Each name is its own description; the error table of the cmdlets adds category and cause.
public enum FailureKind
{
    // The CI system's side
    NoCISystem,
    IdTokenPermissionMissing,
    ForkPullRequest,
    IdTokenRequestRefused,
    IdTokenVariableMissing,
    MetadataServerUntrusted,
    ServiceAccountMissing,
    ServiceAccountNameInvalid,
    ImpersonationRefused,
    IdTokenMalformed,
    IdTokenExpired,
    IdTokenAudienceMismatch,

    NoToken,

    // Another program that is asked
    ToolNotFound,
    ToolFailed,
    ToolTimedOut,

    // Which index
    IndexMismatch,
    IndexAddressInvalid,
    IndexAddressInsecure,
    AudienceOfOtherIndex,

    // Audience and token exchange (warehouse oidc/views.py)
    TrustedPublishingUnsupported,
    TrustedPublishingDisabled,
    TrustedPublishingDisabledForProvider,
    RevocationUnsupported,
    RevocationRefused,
    MintPayloadRefused,
    MintIdTokenMalformed,
    MintIssuerUnknown,
    MintIdTokenRefused,
    MintProjectRefused,
    PendingPublisherProjectExists,
    NoMatchingPublisher,
    IdTokenReused,
    MintRefused,

    // Upload: form and metadata (warehouse forklift/legacy.py, metadata.py)
    MetadataRefused,
    DescriptionRefused,
    UploadPayloadRefused,

    // Upload: the file
    FileExtensionRefused,
    FileContentRefused,
    FileTooLarge,
    ProjectTooLarge,
    DigestRefused,
    SecondSdistRefused,
    LicenseFileRefused,
    FileNameRefused,
    PlatformTagRefused,
    FileAlreadyExists,
    FileNameUsedBefore,
    ReleaseClosed,
    AttestationsRefused,

    // Upload: who
    CredentialRefused,
    TokenRefused,
    TokenExpired,
    TokenTooShort,
    TokenForOtherProject,
    ProjectCreationRefused,
    PasswordRefused,
    AccountNotVerified,
    UploadForbidden,

    // Upload: the index
    ReadOnlyIndex,
    UploadsDisabled,
    WrongUploadAddress,
    NameConflict,
    UploadActionGone,
    TooManyRequests,
    IndexUnavailable,
    RedirectRefused,
    UploadRefused,
    UploadUnconfirmed,

    // The list of files that the index has (PEP 691)
    FileListUnsupported,
    FileListRefused,

    // The wire
    ConnectionFailed,
    TlsFailed,
    TimedOut,
    OutOfTime,
    AnswerMalformed,
    AnswerTooLarge,

    // Local files
    NoDistributions,
    PathNotFound,
    PathIsDirectory,
    PathNotInFileSystem,
    FileUnreadable,
    FileTypeUnknown,
    FileNameInvalid,
    FileChanged,
    ArchiveDamaged,
    ArchiveTooLarge,
    MetadataMissing,
    MetadataAmbiguous,
    MetadataInvalid,
    MetadataMismatch,
    DistributionInvalid,

    // Attestations (PEP 740) and Sigstore
    AttestationMissing,
    AttestationUnreadable,
    AttestationInvalid,
    AttestationMismatch,
    AttestationOfOtherPublisher,
    AttestationExists,
    AttestationUnwritable,
    AttestationUnsupported,
    TrustedRootInvalid,
    TrustUpdateRefused,
    SigningConfigInvalid,
    SigningRefused,
    SigningAnswerInvalid,

    // ActiveState: the State Tool, its project and its builds (ActiveState/cli)
    StateToolMissing,
    StateToolNotLoggedIn,
    StateToolOutputUnreadable,
    ActiveStateProjectMissing,
    ActiveStateProjectInvalid,
    ActiveStateSdistNeeded,
    IngredientExists,
    IngredientRefused,
    BuildScriptValueInvalid,
    BuildScriptExists,
    BuildScriptOutdated,
    BuildScriptRefused,
    BuildScriptUnwritable,
    BuildFailed,
    BuildInterrupted,
    BuildUploadRefused,
}
