# New-ActiveStateBuildScript as a maintainer meets it.
BeforeAll {
    . $PSScriptRoot/Support.ps1
    $url = 'https://platform.activestate.com/octo-org/sampleproject?branch=main&commitID=11111111-2222-4333-8444-555555555555'
}

Describe 'New-ActiveStateBuildScript' {
    BeforeEach {
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))
        Push-Location $folder
    }
    AfterEach { Pop-Location }

    It 'makes a script of the project here' {
        Set-Content activestate.yaml "project: $url"
        $lines = (New-ActiveStateBuildScript demo 1.0 2026-07-21T10:31:56Z -Repository testpypi) -split "`n"
        $lines[1] | Should -Be "Project: $url"
        $lines[2] | Should -Be 'Time: 2026-07-21T10:31:56Z'
        $lines | Should -Contain "`taudience = `"testpypi`","
        $lines | Should -Contain "`tnamespace = `"private/octo-org`","
        $lines | Should -Not -Match '^at_time'
    }

    It 'takes name and version from a distribution' {
        $script = [pscustomobject]@{ Name = 'other'; Version = '2.0' } | New-ActiveStateBuildScript -Timestamp 2026-07-21T10:31:56Z -ProjectUrl $url
        $script | Should -Match 'name = "other", version = Eq\(value = "2\.0"\)'
    }

    It 'writes a file, and another one in its place with -Force alone' {
        $file = New-ActiveStateBuildScript demo 1.0 2026-07-21T10:31:56Z -ProjectUrl $url -Path .
        $file.Name | Should -Be 'buildscript.as'
        { New-ActiveStateBuildScript demo 1.1 2026-07-21T10:31:56Z -ProjectUrl $url -Path . } | Should -Throw -ErrorId 'BuildScriptExists*'
        Get-Content $file -Raw | Should -Match 'value = "1\.0"'
        New-ActiveStateBuildScript demo 1.1 2026-07-21T10:31:56Z -ProjectUrl $url -Path . -Force | Should -Not -BeNullOrEmpty
        Get-Content $file -Raw | Should -Match 'value = "1\.1"'
    }

    It 'completes platforms' {
        $line = 'New-ActiveStateBuildScript -Platform '
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be 'linux', 'macos', 'windows'
    }

    It 'says that there is no project' {
        { New-ActiveStateBuildScript demo 1.0 2026-07-21T10:31:56Z } | Should -Throw -ErrorId 'ActiveStateProjectMissing*'
    }

    It 'takes no value for more than a value' {
        { New-ActiveStateBuildScript 'demo") evil = f(' 1.0 2026-07-21T10:31:56Z -ProjectUrl $url } | Should -Throw -ErrorId 'BuildScriptValueInvalid*'
    }
}
