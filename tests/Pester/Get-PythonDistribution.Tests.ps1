# Get-PythonDistribution as someone meets it who wants to look.
BeforeAll {
    . $PSScriptRoot/Support.ps1
    $wheel = New-TestWheel $TestDrive demo
}

Describe 'Get-PythonDistribution' {
    It 'shows the metadata' {
        $demo = Get-PythonDistribution $wheel
        $demo.Name | Should -Be 'demo'
        $demo.Version | Should -Be '1.0'
        $demo.Summary | Should -Be 'A test'
        $demo.Size | Should -Be $wheel.Length
        $demo.RequiresPython | Should -BeNullOrEmpty
        $demo.Classifier | Should -HaveCount 0
    }

    It 'reports a broken file and goes on' {
        $broken = New-TestWheel $TestDrive broken -WithoutMetadata
        $found = Get-PythonDistribution $broken, $wheel -ErrorVariable failed -ErrorAction SilentlyContinue
        $found.Name | Should -Be 'demo'
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'MetadataMissing,*'
        $failed[0].TargetObject | Should -Be $broken.FullName
    }

    It 'fits 80 columns' {
        $shown = Get-PythonDistribution $wheel | Out-String -Width 80
        $shown | Should -Match '(?s)Type\s+Size\s+Python\s+File.*Wheel\s+\d+ B\s+demo-1\.0-py3-none-any'
        ($shown -split "`n" | ForEach-Object { $_.TrimEnd().Length } | Measure-Object -Maximum).Maximum | Should -BeLessOrEqual 80
    }
}
