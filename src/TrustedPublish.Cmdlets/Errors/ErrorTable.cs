using System.Management.Automation;
using TrustedPublish.Core.Failures;

namespace TrustedPublish.Errors;

/// <summary>
/// How each failure appears in PowerShell. The error id is the kind's name, stable across versions; the category follows
/// PowerShell's meaning; the remedy becomes the recommended action.
/// </summary>
internal static class ErrorTable
{
    /// <summary>The error record of <paramref name="failure"/>.</summary>
    public static ErrorRecord Record(PublishException failure) =>
        new(failure, failure.Kind.ToString(), Category(failure.Kind), failure.Target)
        {
            // The notes stand under the recommendation, which PowerShell prints as it is; the lines of a message it fills anew.
            ErrorDetails = new ErrorDetails(failure.Message) { RecommendedAction = string.Join("\n  ", failure.Notes.Prepend(failure.Remedy)) },
        };

    /// <summary>The category of a kind.</summary>
    public static ErrorCategory Category(FailureKind kind) => kind switch
    {
        FailureKind.NoCISystem
            or FailureKind.IdTokenVariableMissing
            or FailureKind.ServiceAccountMissing
            or FailureKind.ToolNotFound => ErrorCategory.ObjectNotFound,
        FailureKind.ToolFailed => ErrorCategory.FromStdErr,

        FailureKind.IdTokenExpired
            or FailureKind.IdTokenAudienceMismatch
            or FailureKind.IdTokenReused
            or FailureKind.MintIdTokenRefused
            or FailureKind.MintIssuerUnknown
            or FailureKind.NoMatchingPublisher
            or FailureKind.NoToken
            or FailureKind.CredentialRefused
            or FailureKind.TokenRefused
            or FailureKind.TokenExpired
            or FailureKind.TokenTooShort
            or FailureKind.PasswordRefused
            or FailureKind.StateToolNotLoggedIn => ErrorCategory.AuthenticationError,

        FailureKind.IdTokenPermissionMissing
            or FailureKind.ForkPullRequest
            or FailureKind.IdTokenRequestRefused
            or FailureKind.ImpersonationRefused
            or FailureKind.MintProjectRefused
            or FailureKind.MintRefused
            or FailureKind.TokenForOtherProject
            or FailureKind.ProjectCreationRefused
            or FailureKind.AccountNotVerified
            or FailureKind.RevocationRefused
            or FailureKind.FileListRefused
            or FailureKind.SigningRefused
            or FailureKind.UploadForbidden
            or FailureKind.BuildUploadRefused
            or FailureKind.FileUnreadable => ErrorCategory.PermissionDenied,

        FailureKind.IndexAddressInsecure
            or FailureKind.AudienceOfOtherIndex
            or FailureKind.MetadataServerUntrusted
            or FailureKind.RedirectRefused
            or FailureKind.TlsFailed
            or FailureKind.AttestationInvalid
            or FailureKind.AttestationMismatch
            or FailureKind.AttestationOfOtherPublisher
            or FailureKind.TrustUpdateRefused
            or FailureKind.SigningAnswerInvalid => ErrorCategory.SecurityError,

        FailureKind.IndexAddressInvalid
            or FailureKind.IndexMismatch
            or FailureKind.IdTokenMalformed
            or FailureKind.ServiceAccountNameInvalid
            or FailureKind.MintIdTokenMalformed
            or FailureKind.PathIsDirectory
            or FailureKind.PathNotInFileSystem
            or FailureKind.FileTypeUnknown
            or FailureKind.FileExtensionRefused
            or FailureKind.ActiveStateSdistNeeded
            or FailureKind.BuildScriptValueInvalid => ErrorCategory.InvalidArgument,

        FailureKind.TrustedPublishingUnsupported
            or FailureKind.TrustedPublishingDisabled
            or FailureKind.TrustedPublishingDisabledForProvider
            or FailureKind.RevocationUnsupported
            or FailureKind.AttestationUnsupported
            or FailureKind.FileListUnsupported
            or FailureKind.UploadActionGone
            or FailureKind.WrongUploadAddress => ErrorCategory.NotImplemented,

        FailureKind.PendingPublisherProjectExists
            or FailureKind.NameConflict
            or FailureKind.FileAlreadyExists
            or FailureKind.FileNameUsedBefore
            or FailureKind.SecondSdistRefused
            or FailureKind.IngredientExists
            or FailureKind.BuildScriptExists
            or FailureKind.AttestationExists => ErrorCategory.ResourceExists,

        FailureKind.ReadOnlyIndex
            or FailureKind.UploadsDisabled
            or FailureKind.TooManyRequests
            or FailureKind.IndexUnavailable
            or FailureKind.BuildInterrupted => ErrorCategory.ResourceUnavailable,

        FailureKind.FileTooLarge
            or FailureKind.ProjectTooLarge
            or FailureKind.ArchiveTooLarge => ErrorCategory.LimitsExceeded,

        FailureKind.ReleaseClosed
            or FailureKind.FileChanged => ErrorCategory.InvalidOperation,

        FailureKind.MetadataRefused
            or FailureKind.DescriptionRefused
            or FailureKind.FileContentRefused
            or FailureKind.DigestRefused
            or FailureKind.LicenseFileRefused
            or FailureKind.FileNameRefused
            or FailureKind.PlatformTagRefused
            or FailureKind.AttestationsRefused
            or FailureKind.FileNameInvalid
            or FailureKind.ArchiveDamaged
            or FailureKind.MetadataMissing
            or FailureKind.MetadataAmbiguous
            or FailureKind.MetadataInvalid
            or FailureKind.MetadataMismatch
            or FailureKind.DistributionInvalid
            or FailureKind.ActiveStateProjectInvalid
            or FailureKind.IngredientRefused
            or FailureKind.BuildScriptOutdated
            or FailureKind.BuildScriptRefused
            or FailureKind.AttestationUnreadable
            or FailureKind.TrustedRootInvalid
            or FailureKind.SigningConfigInvalid => ErrorCategory.InvalidData,

        FailureKind.BuildFailed => ErrorCategory.InvalidResult,

        FailureKind.BuildScriptUnwritable or FailureKind.AttestationUnwritable => ErrorCategory.WriteError,

        FailureKind.NoDistributions
            or FailureKind.PathNotFound
            or FailureKind.AttestationMissing
            or FailureKind.StateToolMissing
            or FailureKind.ActiveStateProjectMissing => ErrorCategory.ObjectNotFound,

        FailureKind.ConnectionFailed => ErrorCategory.ConnectionError,
        FailureKind.TimedOut or FailureKind.OutOfTime or FailureKind.ToolTimedOut => ErrorCategory.OperationTimeout,

        FailureKind.AnswerMalformed
            or FailureKind.AnswerTooLarge
            or FailureKind.MintPayloadRefused
            or FailureKind.UploadPayloadRefused
            or FailureKind.UploadRefused
            or FailureKind.UploadUnconfirmed
            or FailureKind.StateToolOutputUnreadable => ErrorCategory.ProtocolError,

        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A new kind needs its category here."),
    };
}
