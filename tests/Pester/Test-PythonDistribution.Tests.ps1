# Test-PythonDistribution as a maintainer meets it.
BeforeAll {
    . $PSScriptRoot/Support.ps1
    $dist = Join-Path $TestDrive 'dist'
    $null = New-Item -ItemType Directory $dist
    $good = New-TestWheel $dist good
    $bad = New-TestWheel $dist bad -WithoutMetadata
}

Describe 'Test-PythonDistribution' {
    It 'works without an index and outside of CI' {
        $result = Test-PythonDistribution $good
        $result.Valid | Should -BeTrue
        $result.FileName | Should -Be $good.Name
        $result.Project | Should -Be 'good'
        $result.PackageType | Should -Be 'Wheel'
        $result.MetadataVersion | Should -Be '2.1'
    }

    It 'names the rule, the fault and the remedy' {
        $result = Test-PythonDistribution $bad
        $result.Valid | Should -BeFalse
        $result.Findings[0].Severity | Should -Be 'Error'
        $result.Findings[0].Rule | Should -Be 'MetadataMissing'
        $result.Findings[0].Message | Should -Match 'bad-1\.0\.dist-info/METADATA'
        $result.Findings[0].Remedy | Should -Not -BeNullOrEmpty
    }

    It 'takes files from Get-ChildItem, in their order' {
        (Get-ChildItem $dist | Test-PythonDistribution).FileName | Should -Be $bad.Name, $good.Name
    }

    It 'takes its own objects and those of Get-FileHash' {
        (Test-PythonDistribution $good | Test-PythonDistribution).Valid | Should -BeTrue
        (Get-FileHash $good | Test-PythonDistribution).FileName | Should -Be $good.Name
        (Get-PythonDistribution $good | Test-PythonDistribution).Valid | Should -BeTrue
    }

    It 'names a folder' {
        (Test-PythonDistribution "$dist/").FileName | Should -Be 'dist'
    }

    It 'has a table and a list that fit 80 columns' {
        $table = Test-PythonDistribution $dist/* | Format-Table | Out-String -Width 80
        $table | Should -Match 'Valid\s+Errors\s+Warnings\s+File'
        $table | Should -Match 'False\s+1\s+0\s+bad-1\.0'
        (Test-PythonDistribution $bad | Format-List | Out-String -Width 80) | Should -Match 'Error MetadataMissing: '
    }

    It 'treats warnings as errors under -Strict' {
        (Test-PythonDistribution $good).Findings.Severity | Should -Contain 'Warning'
        $strict = Test-PythonDistribution $good -Strict
        $strict.Valid | Should -BeFalse
        $strict.Findings.Severity | Should -Not -Contain 'Warning'
    }

    It 'leaves PyPI''s own lists aside for another index' {
        $linux = Join-Path $TestDrive 'good-1.0-py3-none-linux_x86_64.whl'
        Copy-Item $good $linux
        (Test-PythonDistribution $linux).Findings.Rule | Should -Contain 'WheelPlatformTag'
        (Test-PythonDistribution $linux -Repository https://index.example.org/).Valid | Should -BeTrue
    }

    It 'says so where a path matches nothing' {
        { Test-PythonDistribution $dist/*.zip -ErrorAction Stop } | Should -Throw -ErrorId 'PathNotFound,*'
    }

    It 'reads well in a log' {
        $shown = Test-PythonDistribution $dist/* | Out-String -Width 80
        $shown | Should -Match 'FAILED bad-1\.0-py3-none-any\.whl'
        $shown | Should -Match 'passed good-1\.0-py3-none-any\.whl'
        $shown | Should -Match 'Error MetadataMissing: '
        ($shown -split "`n" | ForEach-Object { $_.TrimEnd().Length } | Measure-Object -Maximum).Maximum | Should -BeLessOrEqual 80
    }
}
