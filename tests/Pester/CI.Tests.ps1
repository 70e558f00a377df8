# From a job of each CI system to a published file, and each way that its ID token fails.
BeforeDiscovery {
    $systems = @(
        @{ System = 'GitHubActions'; Arguments = @('--ci', 'github') }
        @{ System = 'GitLab'; Arguments = @('--ci', 'gitlab') }
        @{ System = 'GoogleCloud'; Arguments = @('--ci', 'google') }
        @{ System = 'GoogleCloud'; Arguments = @('--ci', 'google', '--impersonate', 'publisher@sampleproject.iam.gserviceaccount.com') }
        @{ System = 'Buildkite'; Arguments = @('--ci', 'buildkite') }
        @{ System = 'CircleCI'; Arguments = @('--ci', 'circleci') }
        @{ System = 'Semaphore'; Arguments = @('--ci', 'semaphore', '--token-audience', 'rehearsal') }
    )
    $failures = @(
        @{ What = 'GitLab declares no token'; Arguments = @('--ci', 'gitlab'); Variables = @{ REHEARSAL_ID_TOKEN = $null }
            ErrorId = 'IdTokenVariableMissing'; Category = 'ObjectNotFound'; Remedy = 'id_tokens: \{ REHEARSAL_ID_TOKEN: \{ aud: rehearsal \} \}'
        }
        @{ What = 'GitLab declares a token for another index'; Arguments = @('--ci', 'gitlab', '--token-variable', 'PYPI_ID_TOKEN', '--token-audience', 'pypi'); Variables = @{}
            ErrorId = 'IdTokenVariableMissing'; Category = 'ObjectNotFound'; Message = "PYPI_ID_TOKEN is for 'pypi'"; Remedy = 'REHEARSAL_ID_TOKEN: \{ aud: rehearsal \}'
        }
        @{ What = 'GitLab has another audience in the variable'; Arguments = @('--ci', 'gitlab', '--token-audience', 'pypi'); Variables = @{}
            ErrorId = 'IdTokenAudienceMismatch'; Category = 'AuthenticationError'; Remedy = 'In \.gitlab-ci\.yml'
        }
        @{ What = 'GitLab''s variable holds something else'; Arguments = @('--ci', 'gitlab'); Variables = @{ REHEARSAL_ID_TOKEN = 'nonsense' }
            ErrorId = 'IdTokenMalformed'; Category = 'InvalidArgument'; Remedy = 'the JWT'
        }
        @{ What = 'Google has no service account'; Arguments = @('--ci', 'google', '--no-service-account'); Variables = @{}
            ErrorId = 'ServiceAccountMissing'; Category = 'ObjectNotFound'; Remedy = 'Attach a service account'
        }
        @{ What = 'Google''s metadata server is none'; Arguments = @('--ci', 'google', '--no-metadata-flavor'); Variables = @{}
            ErrorId = 'MetadataServerUntrusted'; Category = 'SecurityError'; Remedy = 'GCE_METADATA_HOST'
        }
        @{ What = 'Google refuses another account'; Arguments = @('--ci', 'google', '--impersonate', 'publisher@example.org'); Variables = @{ GOOGLE_SERVICE_ACCOUNT_NAME = 'other@example.org' }
            ErrorId = 'ImpersonationRefused'; Category = 'PermissionDenied'; Remedy = 'roles/iam\.serviceAccountOpenIdTokenCreator on other@example\.org'
        }
        @{ What = 'Google''s account has no name'; Arguments = @('--ci', 'google'); Variables = @{ GOOGLE_SERVICE_ACCOUNT_NAME = '../x' }
            ErrorId = 'ServiceAccountNameInvalid'; Category = 'InvalidArgument'; Remedy = 'e-mail address'
        }
        @{ What = 'Google''s access token would leave in plain http'; Arguments = @('--ci', 'google', '--impersonate', 'publisher@example.org'); Variables = @{ TRUSTEDPUBLISH_IAM_ENDPOINT = 'http://192.0.2.1' }
            ErrorId = 'IdTokenRequestRefused'; Category = 'PermissionDenied'; Remedy = 'TRUSTEDPUBLISH_IAM_ENDPOINT'
        }
        @{ What = 'Buildkite''s agent refuses'; Arguments = @('--ci', 'buildkite', '--tool-fails', '3:no job'); Variables = @{}
            ErrorId = 'ToolFailed'; Category = 'FromStdErr'; Message = '\(exit code 3\): .*no job'; Remedy = 'mount-buildkite-agent'
        }
        @{ What = 'Buildkite''s agent is missing'; Arguments = @('--ci', 'buildkite'); Variables = @{ PATH = '' }
            ErrorId = 'ToolNotFound'; Category = 'ObjectNotFound'; Message = 'buildkite-agent'; Remedy = 'mount-buildkite-agent'
        }
        @{ What = 'CircleCI''s program refuses'; Arguments = @('--ci', 'circleci', '--tool-fails', '1:no token'); Variables = @{}
            ErrorId = 'ToolFailed'; Category = 'FromStdErr'; Message = '\(exit code 1\): .*no token'; Remedy = 'CircleCI'
        }
        @{ What = 'CircleCI''s program is missing'; Arguments = @('--ci', 'circleci'); Variables = @{ PATH = '' }
            ErrorId = 'ToolNotFound'; Category = 'ObjectNotFound'; Message = "'circleci'"; Remedy = 'PATH'
        }
        @{ What = 'Semaphore''s audience is its own'; Arguments = @('--ci', 'semaphore'); Variables = @{}
            ErrorId = 'IdTokenAudienceMismatch'; Category = 'AuthenticationError'; Remedy = 'Semaphore fixes the audience'
        }
        @{ What = 'Semaphore has no token'; Arguments = @('--ci', 'semaphore'); Variables = @{ SEMAPHORE_OIDC_TOKEN = $null }
            ErrorId = 'IdTokenVariableMissing'; Category = 'ObjectNotFound'; Remedy = 'OpenID Connect'
        }
    )
}
BeforeAll {
    . $PSScriptRoot/Support.ps1
    $dist = Join-Path $TestDrive 'dist'
    $null = New-Item -ItemType Directory $dist
    $null = New-TestWheel $dist
}

Describe 'A job of <System> (<Arguments>)' -ForEach $systems {
    # A GitLab job has one ID token, and the index takes it once: each test has a job of its own.
    BeforeEach { $rehearsal = Start-Rehearsal -Argument $Arguments }
    AfterEach { $null = Stop-Rehearsal $rehearsal }

    It 'publishes by the chain' {
        $idToken = Get-CIIdToken -Repository $rehearsal.Index
        $idToken.Provider | Should -Be $System
        $idToken.Audience | Should -Be 'rehearsal'
        $result = $idToken | New-PyPIToken | Publish-PythonDistribution -Path $dist/*
        $result.Status | Should -Be 'Published'
    }

    It 'publishes with one command' {
        (Publish-PythonDistribution -Path $dist/* -Repository $rehearsal.Index).Status | Should -Be 'Published'
    }

    It 'is asked by its name' {
        (Get-CIIdToken -Repository $rehearsal.Index -Provider $System).Provider | Should -Be $System
    }
}

Describe 'An ID token that is not to be had' {
    It '<What>' -ForEach $failures {
        $rehearsal = Start-Rehearsal -Argument $Arguments
        $before = @{}
        foreach ($name in $Variables.Keys) {
            $before[$name] = [Environment]::GetEnvironmentVariable($name)
            Set-JobVariable $name $Variables[$name]
        }
        try { $failure = { Publish-PythonDistribution -Path $dist/* -Repository $rehearsal.Index } | Should -Throw -ErrorId "$ErrorId,*" -PassThru }
        finally {
            foreach ($name in $before.Keys) { Set-JobVariable $name $before[$name] }
            $log = Stop-Rehearsal $rehearsal
        }
        $failure.CategoryInfo.Category | Should -Be $Category
        $failure.ErrorDetails.RecommendedAction | Should -Match $Remedy
        if ($Message) { $failure.Exception.Message | Should -Match $Message }
        # Nothing was sent that the index would have had to refuse.
        $log -match ' (mint|upload) ' | Should -BeNullOrEmpty
    }

    It 'takes the variable that is named' {
        $rehearsal = Start-Rehearsal -Argument '--ci', 'gitlab', '--token-variable', 'RELEASE_JWT'
        try {
            { Get-CIIdToken -Repository $rehearsal.Index } | Should -Throw -ErrorId 'IdTokenVariableMissing,*'
            (Get-CIIdToken -Repository $rehearsal.Index -TokenVariable RELEASE_JWT | New-PyPIToken).Repository | Should -Be $rehearsal.Index
        }
        finally { $null = Stop-Rehearsal $rehearsal }
    }

    It 'is not had twice where the job has only one' {
        $rehearsal = Start-Rehearsal -Argument '--ci', 'gitlab'
        try {
            $null = Get-CIIdToken -Repository $rehearsal.Index | New-PyPIToken
            { Get-CIIdToken -Repository $rehearsal.Index | New-PyPIToken } | Should -Throw -ErrorId 'IdTokenReused,*'
        }
        finally { $null = Stop-Rehearsal $rehearsal }
    }

    It 'is asked for before the only one for the index is spent, and only where an attestation is still to be made' {
        $rehearsal = Start-Rehearsal -Argument '--ci', 'gitlab'
        $sigstore = @{ TrustedRoot = $rehearsal.TrustedRoot; SigningConfig = $rehearsal.SigningConfig }
        $before = $env:SIGSTORE_ID_TOKEN
        try {
            Set-JobVariable SIGSTORE_ID_TOKEN $null
            { Publish-PythonDistribution $dist/* -Repository $rehearsal.Index -Attestation Required @sigstore } | Should -Throw -ErrorId 'IdTokenVariableMissing,*'
            Set-JobVariable SIGSTORE_ID_TOKEN $before
            $made = New-PythonAttestation $dist/* @sigstore
            Set-JobVariable SIGSTORE_ID_TOKEN $null
            (Publish-PythonDistribution $dist/* -Repository $rehearsal.Index -Attestation Required @sigstore).Status | Should -Be 'Published'
        }
        finally {
            Set-JobVariable SIGSTORE_ID_TOKEN $before
            if ($made) { Remove-Item $made.AttestationPath }
            $null = Stop-Rehearsal $rehearsal
        }
    }

    It 'is not waited for longer than the whole command may take' {
        $rehearsal = Start-Rehearsal -Argument '--ci', 'buildkite', '--fault', 'tool:hang'
        try { { Get-CIIdToken -Repository $rehearsal.Index -TimeoutSec 3 } | Should -Throw -ErrorId 'OutOfTime,*' }
        finally { $null = Stop-Rehearsal $rehearsal }
    }
}
