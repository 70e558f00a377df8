# Revoke-PyPIToken as a user meets it.
BeforeAll {
    . $PSScriptRoot/Support.ps1
    $rehearsal = Start-Rehearsal
    $wheel = New-TestWheel $TestDrive
}
AfterAll { $null = Stop-Rehearsal $rehearsal }

Describe 'Revoke-PyPIToken' {
    It 'ends a token of the pipeline' {
        $token = Get-CIIdToken -Repository $rehearsal.Index | New-PyPIToken
        $token | Revoke-PyPIToken | Should -BeNullOrEmpty
        { Publish-PythonDistribution -LiteralPath $wheel -Token $token -ErrorAction Stop } | Should -Throw -ErrorId 'CredentialRefused,*'
    }

    It 'ends a SecureString''s token' {
        $token = (Get-CIIdToken -Repository $rehearsal.Index | New-PyPIToken).Token
        Revoke-PyPIToken $token -Repository $rehearsal.Index
        { Publish-PythonDistribution -LiteralPath $wheel -Token $token -Repository $rehearsal.Index -ErrorAction Stop } | Should -Throw -ErrorId 'CredentialRefused,*'
    }

    It 'asks nothing under -WhatIf' {
        $token = Get-CIIdToken -Repository $rehearsal.Index | New-PyPIToken
        $token | Revoke-PyPIToken -WhatIf
        (Publish-PythonDistribution -LiteralPath $wheel -Token $token).Status | Should -Be 'Published'
    }

    It 'refuses a token of another index' {
        $token = Get-CIIdToken -Repository $rehearsal.Index | New-PyPIToken
        { $token | Revoke-PyPIToken -Repository testpypi -ErrorAction Stop } | Should -Throw -ErrorId 'IndexMismatch,*'
    }

    It 'takes no token as text, and does not quote it' {
        $failure = { Revoke-PyPIToken 'pypi-AgEIcHlwaS5vcmcCJGE' } | Should -Throw -PassThru
        "$failure" | Should -Not -Match 'pypi-AgE'
    }

    It 'warns where the index does not know how' {
        $other = Start-Rehearsal -Argument '--no-revoke'
        try {
            Get-CIIdToken -Repository $other.Index | New-PyPIToken | Revoke-PyPIToken -WarningVariable warned -WarningAction SilentlyContinue
            $warned | Should -Match 'does not know how'
        }
        finally { $null = Stop-Rehearsal $other }
    }
}
