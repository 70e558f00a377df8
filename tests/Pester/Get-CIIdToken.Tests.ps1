# Get-CIIdToken as a job meets it.
BeforeAll {
    . $PSScriptRoot/Support.ps1
    $rehearsal = Start-Rehearsal
}
AfterAll { $null = Stop-Rehearsal $rehearsal }

Describe 'Get-CIIdToken' {
    It 'asks the index for the audience' {
        (Get-CIIdToken -Repository $rehearsal.Index).Audience | Should -Be 'rehearsal'
    }

    It 'takes the audience from Get-IndexAudience' {
        $token = Get-IndexAudience $rehearsal.Index | Get-CIIdToken
        $token.Repository | Should -Be $rehearsal.Index
        $token.Audience | Should -Be 'rehearsal'
    }

    It 'takes an audience that is for no index' {
        $token = Get-CIIdToken sigstore
        $token.Audience | Should -Be 'sigstore'
        $token.Repository | Should -BeNullOrEmpty
    }

    It 'shows the claims' {
        $token = Get-CIIdToken -Repository $rehearsal.Index
        $token.Provider | Should -Be 'GitHubActions'
        $token.Claims.repository | Should -Be 'octo-org/sampleproject'
        $token.ExpiresAt | Should -BeGreaterThan (Get-Date)
        $token.Token | Should -BeOfType securestring
    }

    It 'gives the text only where it is asked for' {
        Get-CIIdToken -Repository $rehearsal.Index -AsPlainText | Should -Match '^[\w-]+\.[\w-]+\.[\w-]+$'
    }

    It 'names the missing permission' {
        $url = $env:ACTIONS_ID_TOKEN_REQUEST_URL
        $env:ACTIONS_ID_TOKEN_REQUEST_URL = $null
        try { $failure = { Get-CIIdToken -Repository $rehearsal.Index } | Should -Throw -ErrorId 'IdTokenPermissionMissing,*' -PassThru }
        finally { $env:ACTIONS_ID_TOKEN_REQUEST_URL = $url }
        $failure.ErrorDetails.RecommendedAction | Should -Match 'id-token: write'
        $failure.CategoryInfo.Category | Should -Be 'PermissionDenied'
    }

    It 'says so outside of CI, with what each system lacked' {
        $saved = $env:GITHUB_ACTIONS, $env:NO_GCE_CHECK
        # No request leaves this machine to look for Google's metadata server.
        $env:GITHUB_ACTIONS, $env:NO_GCE_CHECK = $null, 'true'
        try { $failure = { Get-CIIdToken -Repository $rehearsal.Index } | Should -Throw -ErrorId 'NoCISystem,*' -PassThru }
        finally { $env:GITHUB_ACTIONS, $env:NO_GCE_CHECK = $saved }
        foreach ($system in 'GitHubActions', 'GitLab', 'Buildkite', 'CircleCI', 'Semaphore', 'GoogleCloud') {
            $failure.Exception.Message | Should -Match "$system \([A-Z_]+ is not"
        }
    }

    It 'names the system that the index has no publisher for' {
        $saved = $env:GITHUB_ACTIONS, $env:NO_GCE_CHECK, $env:TF_BUILD
        $env:GITHUB_ACTIONS, $env:NO_GCE_CHECK, $env:TF_BUILD = $null, 'true', 'True'
        try { $failure = { Get-CIIdToken -Repository $rehearsal.Index } | Should -Throw -ErrorId 'NoCISystem,*' -PassThru }
        finally { $env:GITHUB_ACTIONS, $env:NO_GCE_CHECK, $env:TF_BUILD = $saved }
        $failure.ErrorDetails.RecommendedAction | Should -Match 'no trusted publisher for Azure Pipelines'
    }

    It 'says what was looked for, one line each' {
        $lines = Get-CIIdToken -Repository $rehearsal.Index -Verbose 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] -and "$_" -like 'Looked for *' }
        "$lines" | Should -Be "Looked for GitHubActions: found (GITHUB_ACTIONS is 'true')."
    }

    It 'asks the system that is named, found or not, and says what it lacks: <_>' -ForEach 'GitLab', 'Buildkite', 'CircleCI', 'Semaphore' {
        $expected = @{ GitLab = 'IdTokenVariableMissing'; Buildkite = 'ToolNotFound'; CircleCI = 'ToolNotFound'; Semaphore = 'IdTokenVariableMissing' }[$_]
        { Get-CIIdToken -Repository $rehearsal.Index -Provider $_ } | Should -Throw -ErrorId "$expected,*"
    }

    It 'shows no secret in its view' {
        $token = Get-CIIdToken -Repository $rehearsal.Index
        $shown = $token | Out-String -Width 80
        $shown | Should -Match 'Subject\s+: repo:octo-org/sampleproject'
        $shown | Should -Not -Match 'SecureString'
        ($shown -split "`n" | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 80
    }
}
