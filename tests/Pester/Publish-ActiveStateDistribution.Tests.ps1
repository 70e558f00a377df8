# Publish-ActiveStateDistribution as a maintainer meets it.
BeforeAll {
    . $PSScriptRoot/Support.ps1
    $rehearsal = Start-Rehearsal '--ci', 'activestate'
    $configuration = 'project: https://platform.activestate.com/octo-org/sampleproject?branch=main&commitID=11111111-2222-4333-8444-555555555555'

    function New-TestSdist {
        # An sdist that an index accepts. Returns its file.
        param([string] $Folder, [string] $Version)

        $path = Join-Path $Folder "demo-$Version.tar.gz"
        $gzip = [System.IO.Compression.GZipStream]::new([System.IO.File]::Create($path), [System.IO.Compression.CompressionLevel]::Fastest)
        $tar = [System.Formats.Tar.TarWriter]::new($gzip)
        try {
            $members = [ordered]@{
                'PKG-INFO'       = "Metadata-Version: 2.1`nName: demo`nVersion: $Version`nSummary: A test`n`nA text.`n"
                'pyproject.toml' = "[build-system]`n"
                'demo.py'        = "# A test`n"
            }
            foreach ($name in $members.Keys) {
                $entry = [System.Formats.Tar.PaxTarEntry]::new('RegularFile', "demo-$Version/$name")
                $entry.DataStream = [System.IO.MemoryStream]::new([System.Text.Encoding]::UTF8.GetBytes($members[$name]))
                $tar.WriteEntry($entry)
            }
        }
        finally { $tar.Dispose() }
        Get-Item -LiteralPath $path
    }
}
AfterAll { if ($rehearsal) { $null = Stop-Rehearsal $rehearsal } }

Describe 'Publish-ActiveStateDistribution' {
    # Shared by reference: what BeforeEach assigns is gone with its test.
    BeforeAll { $counter = @{ Value = 0 } }
    BeforeEach {
        $number = ++$counter.Value
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive "project$number")
        Push-Location $folder
        Set-Content activestate.yaml $configuration
        $sdist = New-TestSdist $folder "1.$number"
    }
    AfterEach { Pop-Location }

    It 'publishes, and shows what was done' {
        $result = $sdist | Publish-ActiveStateDistribution -Repository $rehearsal.Index
        $result.Status | Should -Be 'Published'
        $result.Namespace | Should -Be 'private/octo-org'
        $result.Version | Should -Be "1.$number"
        Get-Content buildscript.as -Raw | Should -Match $result.CommitId
        $text = $result | Out-String -Width 80
        $text | Should -Match 'Status\s+: Published'
        $text | Should -Not -Match 'Download'
    }

    It 'says how to fetch a wheel that was only built' {
        $text = Publish-ActiveStateDistribution $sdist -Repository $rehearsal.Index -WheelOnly | Out-String -Width 80
        $text | Should -Match 'Download\s+: state builds --all'
        $text | Should -Not -Match 'Url'
    }

    It 'says what it would do, and does nothing' {
        Publish-ActiveStateDistribution $sdist -Repository $rehearsal.Index -WhatIf | Should -BeNullOrEmpty
        'buildscript.as' | Should -Not -Exist
    }

    It 'keeps a script that is there' {
        Set-Content buildscript.as 'main = mine'
        { Publish-ActiveStateDistribution $sdist -Repository $rehearsal.Index } | Should -Throw -ErrorId 'BuildScriptExists*'
        Get-Content buildscript.as | Should -Be 'main = mine'
    }

    It 'names the switch for a version that the catalogue has' {
        $null = Publish-ActiveStateDistribution $sdist -Repository $rehearsal.Index
        $failed = { Publish-ActiveStateDistribution $sdist -Repository $rehearsal.Index -Force } | Should -Throw -ErrorId 'IngredientExists*' -PassThru
        $failed.ErrorDetails.RecommendedAction | Should -Match '-Edit'
    }

    It 'shows what the tool prints without the key' {
        $lines = (Publish-ActiveStateDistribution $sdist -Repository $rehearsal.Index -Verbose 4>&1).Message
        $lines | Should -Contain 'state: Target successfully evaluated'
        $lines | Should -Not -Match $env:ACTIVESTATE_API_KEY
    }
}
