# Test-PythonAttestation as a maintainer meets it, on attestations that stand on PyPI. Nothing is asked of the network.
BeforeAll {
    . $PSScriptRoot/Support.ps1
    $data = Join-Path $script:Root 'tests/Unit/Data'
    $public = Join-Path $data 'sigstore/roots/public.json'
    $staging = Join-Path $data 'sigstore/roots/staging.json'
    $file = 'pypi_attestations-0.0.19.tar.gz'
    $digest = '9bb1add04b1b4e182be6b0b80931593f7a291eb49d69b4fd728a5d4cbcdc4bd3'
    $github = Join-Path $data "attestations/$file.publish.attestation"
    $google = Join-Path $data 'attestations/sampleproject-3.0.0.tar.gz.publish.attestation'
    $publisher = @{ Owner = 'trailofbits'; RepositoryName = 'pypi-attestations'; Workflow = 'release.yml' }

    function New-Dist {
        # A folder with a file that is not what its attestations say, and those two.
        param([string] $Name)
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive $Name)
        Set-Content (Join-Path $folder $file) 'not what was signed'
        Copy-Item (Join-Path $data "attestations/$file.*") $folder
        $folder.FullName
    }
}

Describe 'Test-PythonAttestation' {
    It 'shows who signed, from where, when, and the log''s entry' {
        $result = Test-PythonAttestation $github -Sha256 $digest -TrustedRoot $public @publisher -GitRef refs/tags/v0.0.19
        $result.Verified | Should -BeTrue
        $result.FileName | Should -Be $file
        $result.Publisher | Should -Be 'GitHub Actions: trailofbits/pypi-attestations, release.yml'
        $result.SourceRepository | Should -Be 'https://github.com/trailofbits/pypi-attestations'
        $result.Commit | Should -Be '08802efe1f8e5fec4ad842d6b8ce97656092ee72'
        $result.SignedAt.ToString('u') | Should -Be '2024-12-04 23:14:01Z'
        $result.LogUrl | Should -Be 'https://search.sigstore.dev/?logIndex=153454663'
        $result.Failure | Should -BeNullOrEmpty
    }

    It 'takes a Google service account for a publisher' {
        $email = '919436158236-compute@developer.gserviceaccount.com'
        (Test-PythonAttestation $google -Sha256 117ed88e5db073bb92969a7545745fd977ee85b7019706dd256a64058f70963d -TrustedRoot $public -Email $email).Verified | Should -BeTrue
    }

    It 'warns where nobody is expected, and only there' {
        $null = Test-PythonAttestation $github -Sha256 $digest -TrustedRoot $public -WarningVariable unexpected -WarningAction SilentlyContinue
        $unexpected | Should -HaveCount 1
        $null = Test-PythonAttestation $github -Sha256 $digest -TrustedRoot $public @publisher -WarningVariable none
        $none | Should -BeNullOrEmpty
    }

    It 'ends a job where another publisher signed' {
        { Test-PythonAttestation $github -Sha256 $digest -TrustedRoot $public -Owner someone -ErrorAction Stop } | Should -Throw -ErrorId 'AttestationOfOtherPublisher,*'
        $result = Test-PythonAttestation $github -Sha256 $digest -TrustedRoot $public -Namespace trailofbits -ErrorAction SilentlyContinue -ErrorVariable failure
        $result.Verified | Should -BeFalse
        $result.Failure | Should -Be 'AttestationOfOtherPublisher'
        $result.Publisher | Should -Match 'trailofbits'
        $failure[0].CategoryInfo.Category | Should -Be 'SecurityError'
        $failure[0].TargetObject | Should -Be (Get-Item $github).FullName
    }

    It 'reports each of a folder once, and goes on after one that fails' {
        $dist = New-Dist dist
        $results = Test-PythonAttestation $dist/* -TrustedRoot $public @publisher -ErrorAction SilentlyContinue -ErrorVariable failures
        $results | Should -HaveCount 2
        $failures | Should -HaveCount 2
        $results.Failure | Should -Be 'AttestationMismatch', 'AttestationMismatch'
        (Get-ChildItem $dist -Filter *.gz | Test-PythonAttestation -TrustedRoot $public @publisher -ErrorAction SilentlyContinue) | Should -HaveCount 2
    }

    It 'says so where a file has no attestation' {
        $wheel = New-TestWheel $TestDrive lonely
        $result = Test-PythonAttestation $wheel -TrustedRoot $public @publisher -ErrorAction SilentlyContinue -ErrorVariable failure
        $result.Failure | Should -Be 'AttestationMissing'
        $result.AttestationPath | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'AttestationMissing,*'
    }

    It 'takes an attestation from elsewhere' {
        $folder = Join-Path $TestDrive elsewhere
        $null = New-Item -ItemType Directory $folder
        Set-Content (Join-Path $folder $file) 'not what was signed'
        (Test-PythonAttestation (Join-Path $folder $file) -AttestationPath $github -Sha256 $digest -TrustedRoot $public @publisher).Verified | Should -BeTrue
    }

    It 'shows nothing of a signer that is not proven' {
        $result = Test-PythonAttestation $github -Sha256 $digest -TrustedRoot $staging @publisher -ErrorAction SilentlyContinue
        $result.Failure | Should -Be 'AttestationInvalid'
        $result.Detail | Should -Match '^Log entry: '
        $result.Publisher | Should -BeNullOrEmpty
        $result.Identity | Should -BeNullOrEmpty
    }

    It 'verifies the key of a Rekor v2 log, with a library that nothing else loads' {
        # Sigstore's own bundle in the form of an attestation: all proofs hold, but it is of no distribution.
        $bundle = Get-Content (Join-Path $data 'sigstore/bundles/rekor2-dsse-happy-path.json') -Raw | ConvertFrom-Json
        $material = $bundle.verificationMaterial
        $attestation = Join-Path $TestDrive 'demo-1.0.tar.gz.publish.attestation'
        @{
            version = 1
            verification_material = @{
                certificate = $material.certificate.rawBytes
                transparency_entries = @($material.tlogEntries[0])
                timestamps = @($material.timestampVerificationData.rfc3161Timestamps.signedTimestamp)
            }
            envelope = @{ statement = $bundle.dsseEnvelope.payload; signature = $bundle.dsseEnvelope.signatures[0].sig }
        } | ConvertTo-Json -Depth 10 | Set-Content $attestation
        $result = Test-PythonAttestation $attestation -Sha256 ('0' * 64) -TrustedRoot $staging -Owner sigstore-conformance -ErrorAction SilentlyContinue
        $result.Failure | Should -Be 'AttestationMismatch'
        $result.Publisher | Should -Match 'sigstore-conformance/extremely-dangerous-public-oidc-beacon'
        $loaded = [AppDomain]::CurrentDomain.GetAssemblies().Where({ $_.GetName().Name -eq 'BouncyCastle.Cryptography' })
        [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext($loaded[0]).Name | Should -Be 'TrustedPublish'
    }

    It 'takes no part of a publisher for the whole: -<Name>' -ForEach @(
        @{ Name = 'Workflow'; Value = 'release.yml' }
        @{ Name = 'GitRef'; Value = 'refs/tags/v0.0.19' }
        @{ Name = 'RepositoryName'; Value = 'pypi-attestations' }
        @{ Name = 'ProjectName'; Value = 'sampleproject' }
    ) {
        $part = @{ $Name = $Value }
        { Test-PythonAttestation $github -Sha256 $digest -TrustedRoot $public @part -ErrorAction Stop } | Should -Throw -ErrorId 'PublisherIncomplete,*'
    }

    It 'refuses what makes no sense together' {
        { Test-PythonAttestation $github -Owner a -Email b@example.org -TrustedRoot $public } | Should -Throw -ErrorId 'SeveralPublishers,*'
        { Test-PythonAttestation $github, $google -Sha256 $digest -TrustedRoot $public @publisher } | Should -Throw -ErrorId 'SeveralFiles,*'
        { Test-PythonAttestation $github -GitRef v1.0 } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
        { Test-PythonAttestation $github -Sha256 $digest -TrustedRoot $github @publisher } | Should -Throw -ErrorId 'TrustedRootInvalid,*'
        { Test-PythonAttestation $github -Sha256 $digest -TrustedRoot (Join-Path $TestDrive none.json) @publisher } | Should -Throw -ErrorId 'PathNotFound,*'
    }

    It 'has a table and a list that fit <_> columns' -ForEach 80, 120 {
        $columns = $_
        $result = Test-PythonAttestation $github -Sha256 $digest -TrustedRoot $public -Owner someone -ErrorAction SilentlyContinue
        $table = $result | Out-String -Width $columns
        $table | Should -Match 'FAILED\s+published\s+pypi_attestations-0\.0\.19\.tar\.gz'
        $table | Should -Match '→ Compare what was expected'
        $list = $result | Format-List | Out-String -Width $columns
        $list | Should -Match 'Failure\s+: AttestationOfOtherPublisher'
        foreach ($shown in $table, $list) { ($shown -split "`n" | ForEach-Object { $_.TrimEnd().Length } | Measure-Object -Maximum).Maximum | Should -BeLessOrEqual $columns }
    }
}
