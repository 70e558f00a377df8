# New-PythonAttestation as a user meets it, with the rehearsal's own Sigstore.
BeforeAll {
    . $PSScriptRoot/Support.ps1
    $rehearsal = Start-Rehearsal
    $sigstore = @{ TrustedRoot = $rehearsal.TrustedRoot; SigningConfig = $rehearsal.SigningConfig }
}
AfterAll { $null = Stop-Rehearsal $rehearsal }

Describe 'New-PythonAttestation' {
    BeforeEach {
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive (New-Guid))
        $wheel = New-TestWheel $folder
    }

    It 'writes the attestation beside the file, and says who signed' {
        $signed = New-PythonAttestation $wheel.FullName @sigstore
        $signed.FileName | Should -Be $wheel.Name
        $signed.AttestationPath | Should -Be "$($wheel.FullName).publish.attestation"
        $signed.Sha256 | Should -Be (Get-FileHash $wheel.FullName).Hash.ToLowerInvariant()
        $signed.Issuer | Should -Match '^https?://'
        $signed.Identity | Should -Match '^https://github.com/'
        $signed.LogIndex | Should -BeGreaterOrEqual 0
        $json = Get-Content -Raw $signed.AttestationPath
        $json | Should -BeExactly $signed.Json
        (ConvertFrom-Json $json).version | Should -Be 1
        Get-ChildItem $folder | Should -HaveCount 2
    }

    It 'signs each distribution of a folder once, and passes over what lies beside' {
        $null = New-TestWheel $folder -Version '1.1'
        $null = New-Item (Join-Path $folder 'demo-1.0.tar.gz.asc')
        $signed = New-PythonAttestation (Join-Path $folder '*') @sigstore
        $signed | Should -HaveCount 2
        # With the attestations lying there, too.
        New-PythonAttestation (Join-Path $folder '*') @sigstore -Force | Should -HaveCount 2
    }

    It 'takes files from the pipeline' {
        Get-ChildItem $folder | New-PythonAttestation @sigstore | Should -HaveCount 1
    }

    It 'takes the ID token from the pipeline' {
        (Get-CIIdToken -Audience sigstore | New-PythonAttestation $wheel.FullName @sigstore).FileName | Should -Be $wheel.Name
    }

    It 'takes the ID token as <_>' -ForEach 'text', 'SecureString' {
        $idToken = (Get-CIIdToken -Audience sigstore).Token
        $value = if ($_ -eq 'text') { ConvertFrom-Token $idToken } else { $idToken }
        New-PythonAttestation $wheel.FullName -IdToken $value @sigstore | Should -HaveCount 1
    }

    It 'refuses an ID token for an index, and says which one is needed' {
        $idToken = Get-CIIdToken -Repository $rehearsal.Index
        $failure = { $idToken | New-PythonAttestation $wheel.FullName @sigstore } | Should -Throw -ErrorId 'IdTokenAudienceMismatch,*' -PassThru
        $failure.ErrorDetails.RecommendedAction | Should -Match 'Get-CIIdToken -Audience sigstore'
    }

    It 'signs nothing where the pipeline brings no ID token' {
        { @() | New-PythonAttestation $wheel.FullName @sigstore } | Should -Throw -ErrorId 'NoToken,*'
        Get-ChildItem $folder | Should -HaveCount 1
    }

    It 'keeps an attestation that is there, unless it is told otherwise' {
        $path = (New-PythonAttestation $wheel.FullName @sigstore).AttestationPath
        $before = Get-Content -Raw $path
        { New-PythonAttestation $wheel.FullName @sigstore -ErrorAction Stop } | Should -Throw -ErrorId 'AttestationExists,*'
        Get-Content -Raw $path | Should -BeExactly $before
        $null = New-PythonAttestation $wheel.FullName @sigstore -Force
        Get-Content -Raw $path | Should -Not -BeExactly $before
    }

    It 'signs the others where one file is at fault' {
        $stranger = New-Item (Join-Path $folder 'notes.txt')
        $signed = New-PythonAttestation (Join-Path $folder '*') @sigstore -ErrorAction SilentlyContinue -ErrorVariable failures
        $signed.FileName | Should -Be $wheel.Name
        $failures | Should -HaveCount 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'FileTypeUnknown,*'
        $failures[0].TargetObject | Should -Be $stranger.FullName
    }

    It 'writes to another folder, which it makes' {
        $other = Join-Path $folder 'attestations'
        (New-PythonAttestation $wheel.FullName @sigstore -OutputDirectory $other).AttestationPath | Should -Be (Join-Path $other "$($wheel.Name).publish.attestation")
        Get-ChildItem $other | Should -HaveCount 1
    }

    It 'writes nothing with -NoFile' {
        $signed = New-PythonAttestation $wheel.FullName @sigstore -NoFile
        $signed.AttestationPath | Should -BeNullOrEmpty
        (ConvertFrom-Json $signed.Json).version | Should -Be 1
        Get-ChildItem $folder | Should -HaveCount 1
    }

    It 'asks for nothing under -WhatIf' {
        New-PythonAttestation $wheel.FullName -SigningConfig (Join-Path $folder missing.json) -WhatIf | Should -BeNullOrEmpty
        Get-ChildItem $folder | Should -HaveCount 1
    }

    It 'takes the second log with a timestamp' {
        $signed = New-PythonAttestation $wheel.FullName @sigstore -RekorVersion 2
        (ConvertFrom-Json $signed.Json).verification_material.timestamps | Should -HaveCount 1
        $signed.LogUrl | Should -BeNullOrEmpty
    }

    It 'names the file that is no signing configuration' {
        $failure = { New-PythonAttestation $wheel.FullName -TrustedRoot $rehearsal.TrustedRoot -SigningConfig $rehearsal.TrustedRoot } | Should -Throw -ErrorId 'SigningConfigInvalid,*' -PassThru
        $failure.TargetObject | Should -Be $rehearsal.TrustedRoot
    }

    It 'shows no token' {
        $idToken = Get-CIIdToken -Audience sigstore
        $text = ConvertFrom-Token $idToken.Token
        $all = $idToken | New-PythonAttestation $wheel.FullName @sigstore -Verbose -Debug *>&1 | Out-String
        $all | Should -Match 'certificate'
        $all | Should -Not -Match ([regex]::Escape($text))
    }
}
