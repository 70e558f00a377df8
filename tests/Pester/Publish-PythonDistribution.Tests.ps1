# Publish-PythonDistribution as a release engineer meets it.
BeforeAll {
    . $PSScriptRoot/Support.ps1
    $rehearsal = Start-Rehearsal
}
AfterAll { $null = Stop-Rehearsal $rehearsal }

Describe 'Publish-PythonDistribution' {
    BeforeEach {
        # Each test has a project of its own: an index takes a file name once.
        $name = "demo$((New-Guid).ToString('n'))"
        $dist = Join-Path $TestDrive $name
        $null = New-Item -ItemType Directory $dist
        $wheel = New-TestWheel $dist $name
    }

    It 'does the whole flow alone' {
        $result = Publish-PythonDistribution $dist/* -Repository $rehearsal.Index
        $result.Status | Should -Be 'Published'
        $result.Sha256 | Should -Be (Get-FileHash $wheel).Hash.ToLowerInvariant()
        $result.Path | Should -Be $wheel.FullName
        (Invoke-RestMethod "$($rehearsal.Index)simple/$name/" -Headers @{ Accept = 'application/vnd.pypi.simple.v1+json' } | ConvertTo-Json -Depth 9) | Should -Match $result.Sha256
    }

    It 'takes the token of the pipeline' {
        $result = Get-CIIdToken -Repository $rehearsal.Index | New-PyPIToken | Publish-PythonDistribution -Path $dist/*
        $result.Status | Should -Be 'Published'
    }

    It 'takes files from Get-ChildItem' {
        $null = New-TestWheel $dist $name '2.0'
        Get-ChildItem $dist | Publish-PythonDistribution -Repository $rehearsal.Index | Should -HaveCount 2
    }

    It 'takes relative paths from where PowerShell is, not the process' {
        Push-Location $dist
        try { (Publish-PythonDistribution *.whl -Repository $rehearsal.Index).Status | Should -Be 'Published' }
        finally { Pop-Location }
    }

    It 'takes a path on a PSDrive' {
        $null = New-PSDrive -Name TpDist -PSProvider FileSystem -Root $dist
        (Publish-PythonDistribution TpDist:/*.whl -Repository $rehearsal.Index).Path | Should -Be $wheel.FullName
    }

    It 'takes a SecureString as -Token' {
        $secure = (Get-CIIdToken -Repository $rehearsal.Index | New-PyPIToken).Token
        (Publish-PythonDistribution $dist/* -Token $secure -Repository $rehearsal.Index).Status | Should -Be 'Published'
    }

    It 'takes an identical file again, and does not send it with -SkipExisting' {
        $null = Publish-PythonDistribution $dist/* -Repository $rehearsal.Index
        (Publish-PythonDistribution $dist/* -Repository $rehearsal.Index).Status | Should -Be 'Published'
        (Publish-PythonDistribution $dist/* -Repository $rehearsal.Index -SkipExisting).Status | Should -Be 'AlreadyPublished'
    }

    It 'sends a release of many files, each once, through a bad day' {
        1..12 | ForEach-Object { $null = New-TestWheel $dist $name "$_.0" }
        $bad = Start-Rehearsal -Argument '--fault', 'upload:503%10', '--fault', 'upload:reset%10', '--fault', 'upload:lost%10'
        try {
            $results = Publish-PythonDistribution $dist/* -Repository $bad.Index -MaximumRetryCount 20 -WarningAction SilentlyContinue
            $results | Should -HaveCount 12
            $results.Status | Should -Be (@('Published') * 12)
            $files = (Invoke-RestMethod "$($bad.Index)simple/$name/" -Headers @{ Accept = 'application/vnd.pypi.simple.v1+json' } | ConvertTo-Json -Depth 9 | ConvertFrom-Json).files
            $files.filename | Sort-Object | Should -Be ($results.FileName | Sort-Object)
        }
        finally { $null = Stop-Rehearsal $bad }
    }

    It 'trusts the CA of SSL_CERT_FILE' {
        $other = Start-Rehearsal -Argument '--tls'
        try { (Publish-PythonDistribution $dist/* -Repository $other.Index).Status | Should -Be 'Published' }
        finally { $null = Stop-Rehearsal $other }
    }

    It 'gives every file its turn before it fails, under Stop too' {
        $null = Publish-PythonDistribution $dist/* -Repository $rehearsal.Index
        $null = New-TestWheel $dist $name -Padding 100
        $null = New-TestWheel $dist $name '2.0'
        $results = [System.Collections.Generic.List[object]]::new()
        { Publish-PythonDistribution $dist/* -Repository $rehearsal.Index -ErrorAction Stop | ForEach-Object { $results.Add($_) } } | Should -Throw -ErrorId 'FileAlreadyExists,*'
        $results.Status | Sort-Object | Should -Be 'Failed', 'Published'
    }

    It 'sends nothing where one file is broken' {
        Set-Content (Join-Path $dist "$name-2.0-py3-none-any.whl") 'x'
        $results = Publish-PythonDistribution $dist/* -Repository $rehearsal.Index -ErrorVariable failed -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
        $results | Should -BeNullOrEmpty
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'ArchiveDamaged,*'
        $failed[0].TargetObject | Should -Match "$name-2.0-py3-none-any.whl$"
        { Invoke-RestMethod "$($rehearsal.Index)simple/$name/" } | Should -Throw
    }

    It 'leaves signatures and attestations aside' {
        Set-Content (Join-Path $dist "$($wheel.Name).asc") 'x'
        Set-Content (Join-Path $dist "$($wheel.Name).publish.attestation") '{}'
        Publish-PythonDistribution $dist/* -Repository $rehearsal.Index | Should -HaveCount 1
    }

    It 'sends an attestation with each file where that is asked for' {
        $result = Publish-PythonDistribution $dist/* -Repository $rehearsal.Index -Attestation Required -TrustedRoot $rehearsal.TrustedRoot -SigningConfig $rehearsal.SigningConfig
        $result.Attestations | Should -BeExactly 'https://docs.pypi.org/attestations/publish/v1'
        (Invoke-RestMethod $result.ProvenanceUrl).attestation_bundles.attestations | Should -HaveCount 1
        Test-Path "$($wheel.FullName).publish.attestation" | Should -BeFalse
    }

    It 'sends the attestation that lies beside a file, and has it verified' {
        $made = New-PythonAttestation $wheel -TrustedRoot $rehearsal.TrustedRoot -SigningConfig $rehearsal.SigningConfig
        $result = Publish-PythonDistribution $dist/* -Repository $rehearsal.Index -Attestation Optional -TrustedRoot $rehearsal.TrustedRoot -SigningConfig $rehearsal.SigningConfig
        $sent = (Invoke-RestMethod $result.ProvenanceUrl).attestation_bundles.attestations.verification_material.transparency_entries
        $sent.logIndex | Should -Be $made.LogIndex
    }

    It 'sends none with -NoAttestation, and none to another index unasked' {
        $null = New-PythonAttestation $wheel -TrustedRoot $rehearsal.TrustedRoot -SigningConfig $rehearsal.SigningConfig
        (Publish-PythonDistribution $wheel -Repository $rehearsal.Index).Attestations | Should -BeNullOrEmpty
        $other = New-TestWheel $dist $name '2.0'
        (Publish-PythonDistribution $other -Repository $rehearsal.Index -NoAttestation).ProvenanceUrl | Should -BeNullOrEmpty
    }

    It 'takes no half of a private Sigstore, and publishes nothing then' {
        { Publish-PythonDistribution $wheel -Repository $rehearsal.Index -Attestation Optional -TrustedRoot $rehearsal.TrustedRoot -ErrorAction Stop } | Should -Throw -ErrorId 'SigningConfigInvalid,*'
        { Publish-PythonDistribution $wheel -Repository $rehearsal.Index -Attestation Optional -TrustedRoot $wheel -SigningConfig $rehearsal.SigningConfig -ErrorAction Stop } | Should -Throw -ErrorId 'TrustedRootInvalid,*'
        (Publish-PythonDistribution $wheel -Repository $rehearsal.Index -SkipExisting).Status | Should -Be 'Published'
    }

    It 'refuses what says the opposite of each other' {
        { Publish-PythonDistribution $wheel -Repository $rehearsal.Index -Attestation Required -NoAttestation -ErrorAction Stop } | Should -Throw -ErrorId 'AttestationContradiction,*'
    }

    It 'needs the token of a trusted publisher for one' {
        $token = ConvertTo-SecureString "pypi-$('x' * 40)" -AsPlainText -Force
        { Publish-PythonDistribution $wheel -Repository $rehearsal.Index -Token $token -Attestation Required -ErrorAction Stop } | Should -Throw -ErrorId 'AttestationUnsupported,*'
    }

    It 'names a stranger' {
        Set-Content (Join-Path $dist 'notes.txt') 'x'
        $failure = { Publish-PythonDistribution $dist/notes.txt -Repository $rehearsal.Index -ErrorAction Stop } | Should -Throw -ErrorId 'FileTypeUnknown,*' -PassThru
        "$failure" | Should -Match 'notes\.txt'
    }

    It 'says so where nothing matches' {
        { Publish-PythonDistribution $dist/*.tar.gz -Repository $rehearsal.Index -ErrorAction Stop } | Should -Throw -ErrorId 'PathNotFound,*'
    }

    It 'asks for the files where the pipeline brings a token alone' {
        Get-CIIdToken -Repository $rehearsal.Index | New-PyPIToken | Publish-PythonDistribution -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'PathNotFound,*'
        $failure[0].ErrorDetails.RecommendedAction | Should -Match '-Path dist/\*'
    }

    It 'refuses a path outside the file system' {
        { Publish-PythonDistribution -LiteralPath Env:/PATH -Repository $rehearsal.Index -ErrorAction Stop } | Should -Throw -ErrorId 'PathNotInFileSystem,*'
    }

    It 'reads and sends nothing under -WhatIf' {
        Publish-PythonDistribution $dist/* -Repository $rehearsal.Index -WhatIf | Should -BeNullOrEmpty
        { Invoke-RestMethod "$($rehearsal.Index)simple/$name/" } | Should -Throw
    }

    It 'finds a broken file under -WhatIf' {
        $null = New-TestWheel $dist $name '3.0' -WithoutMetadata
        { Publish-PythonDistribution $dist/* -Repository $rehearsal.Index -WhatIf -ErrorAction Stop } | Should -Throw -ErrorId 'MetadataMissing,*'
    }

    It 'is silent under -WhatIf over the whole chain' {
        Get-CIIdToken -Repository $rehearsal.Index | New-PyPIToken -WhatIf | Publish-PythonDistribution $dist/* -WhatIf -ErrorVariable failed
        $failed | Should -BeNullOrEmpty
    }

    It 'fits 80 columns' {
        $shown = Publish-PythonDistribution $dist/* -Repository $rehearsal.Index | Out-String -Width 80
        $shown | Should -Match '(?s)Status\s+Size\s+File.*Published'
        ($shown -split "`n" | ForEach-Object { $_.TrimEnd().Length } | Measure-Object -Maximum).Maximum | Should -BeLessOrEqual 80
    }
}
