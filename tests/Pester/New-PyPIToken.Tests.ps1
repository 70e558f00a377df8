# New-PyPIToken as a user meets it.
BeforeAll {
    . $PSScriptRoot/Support.ps1
    $rehearsal = Start-Rehearsal
}
AfterAll { $null = Stop-Rehearsal $rehearsal }

Describe 'New-PyPIToken' {
    It 'exchanges the ID token of the pipeline' {
        $token = Get-CIIdToken -Repository $rehearsal.Index | New-PyPIToken
        $token.Repository | Should -Be $rehearsal.Index
        $token.UserName | Should -Be '__token__'
        $token.Token | Should -BeOfType securestring
        $token.Credential.UserName | Should -Be '__token__'
        $token.ExpiresAt | Should -BeLessOrEqual (Get-Date).AddMinutes(15)
    }

    It 'takes an ID token as <_>' -ForEach 'text', 'SecureString' {
        $idToken = Get-CIIdToken -Repository $rehearsal.Index
        $value = if ($_ -eq 'text') { ConvertFrom-Token $idToken.Token } else { $idToken.Token }
        (New-PyPIToken -IdToken $value -Repository $rehearsal.Index).UserName | Should -Be '__token__'
    }

    It 'gives the text only where it is asked for' {
        Get-CIIdToken -Repository $rehearsal.Index | New-PyPIToken -AsPlainText | Should -Match '^pypi-'
    }

    It 'is captured as the token alone by a shell, masked in the log beside it' {
        $script = "Import-Module '$(Get-ModuleManifest)'; Get-CIIdToken -Repository $($rehearsal.Index) | New-PyPIToken -AsPlainText"
        $log = Join-Path $TestDrive 'stderr.txt'
        $captured = pwsh -NoProfile -Command $script 2> $log
        $captured | Should -HaveCount 1
        $captured | Should -Match '^pypi-'
        Get-Content $log | Should -Contain "::add-mask::$captured"
    }

    It 'mints nothing under -WhatIf' {
        Get-CIIdToken -Repository $rehearsal.Index | New-PyPIToken -WhatIf | Should -BeNullOrEmpty
    }

    It 'refuses an ID token twice, and says why' {
        $idToken = Get-CIIdToken -Repository $rehearsal.Index
        $null = $idToken | New-PyPIToken
        $failure = { $idToken | New-PyPIToken } | Should -Throw -ErrorId 'IdTokenReused,*' -PassThru
        $failure.ErrorDetails.RecommendedAction | Should -Match 'Get-CIIdToken'
    }

    It 'refuses what is no JWT without quoting it' {
        $failure = { New-PyPIToken -IdToken 'not-a-token' -Repository $rehearsal.Index } | Should -Throw -ErrorId 'IdTokenMalformed,*' -PassThru
        "$failure" | Should -Not -Match 'not-a-token'
    }
}
