# The repository's scripts under PSScriptAnalyzer, where the version that is used here is installed.
BeforeAll {
    . $PSScriptRoot/Support.ps1
    $build = Join-Path $script:Root 'build'
    $analyzer = '1.25.0'
    $why = if (-not (Get-Module -FullyQualifiedName @{ ModuleName = 'PSScriptAnalyzer'; RequiredVersion = $analyzer } -ListAvailable)) { "PSScriptAnalyzer $analyzer is not installed (Install-PSResource PSScriptAnalyzer -Version $analyzer)" }
}

Describe 'The scripts' {
    It 'parse' {
        $faults = foreach ($script in Get-ChildItem -Path (Join-Path $script:Root 'build'), (Join-Path $script:Root 'ci'), (Join-Path $script:Root 'docs') -Filter *.ps1) {
            $errors = $null
            $null = [System.Management.Automation.Language.Parser]::ParseFile($script.FullName, [ref] $null, [ref] $errors)
            $errors.ForEach({ "$($script.Name): $_" })
        }
        $faults | Should -BeNullOrEmpty
    }

    It 'have no fault that PSScriptAnalyzer finds' {
        if ($why) { Set-ItResult -Skipped -Because $why }
        & $build/Find-ScriptFault.ps1 | Select-Object -Last 1 | Should -Match '^No fault in \d+ scripts\.$'
    }

    It 'are looked through: a fault is found, in a test by its own rules' {
        if ($why) { Set-ItResult -Skipped -Because $why }
        $folder = Join-Path $TestDrive 'faulty'
        $null = New-Item -ItemType Directory (Join-Path $folder 'Pester'), (Join-Path $folder 'out')
        Set-Content (Join-Path $folder 'Good.ps1') "Write-Output 'fine'"
        Set-Content (Join-Path $folder 'out/Built.ps1') 'gci'
        Set-Content (Join-Path $folder 'Pester/Some.Tests.ps1') 'BeforeAll { $here = 1 }'
        & $build/Find-ScriptFault.ps1 -Root $folder | Should -Be 'No fault in 2 scripts.'
        Set-Content (Join-Path $folder 'Good.ps1') '$here = 1; gci'
        $found = @()
        { & $build/Find-ScriptFault.ps1 -Root $folder -OutVariable +found } | Should -Throw 'PSScriptAnalyzer has found 2 faults.'
    }
}
