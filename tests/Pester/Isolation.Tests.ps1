# The module beside other modules that bring a Polly of their own.
BeforeAll {
    . $PSScriptRoot/Support.ps1
    $rehearsal = Start-Rehearsal
}
AfterAll { $null = Stop-Rehearsal $rehearsal }

Describe 'A session with another Polly' {
    It 'runs the module on its own Polly' {
        # A copy elsewhere has the same name and version, as another module's would: what the default context would take.
        $manifest = Get-ModuleManifest
        $foreign = Copy-Item (Join-Path (Split-Path $manifest) 'dependencies/Polly.Core.dll') $TestDrive -PassThru
        $report = pwsh -NoProfile -NonInteractive -Command {
            param($foreign, $manifest, $index)
            $ErrorActionPreference = 'Stop'
            $null = [System.Runtime.Loader.AssemblyLoadContext]::Default.LoadFromAssemblyPath($foreign)
            Import-Module $manifest
            $audience = (Get-IndexAudience $index).Audience
            $loaded = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -in 'Polly.Core', 'TrustedPublish.Core' } | ForEach-Object {
                "$($_.GetName().Name) in $([System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext($_).Name)"
            }
            $loaded + "audience $audience"
        } -args $foreign.FullName, $manifest, $rehearsal.Index
        $report | Sort-Object | Should -Be 'audience rehearsal', 'Polly.Core in Default', 'Polly.Core in TrustedPublish', 'TrustedPublish.Core in TrustedPublish'
    }

    It 'is imported twice in one session' {
        $report = pwsh -NoProfile -NonInteractive -Command {
            param($manifest, $index)
            $ErrorActionPreference = 'Stop'
            Import-Module $manifest
            Import-Module $manifest -Force
            (Get-IndexAudience $index).Audience
        } -args (Get-ModuleManifest), $rehearsal.Index
        $report | Should -Be 'rehearsal'
    }

    It 'runs where the folder of native code is empty, and says so where the module is not whole' {
        $copy = Join-Path $TestDrive 'copy'
        Copy-Item (Split-Path (Get-ModuleManifest)) $copy -Recurse
        $dependencies = Join-Path $copy 'dependencies'
        Get-ChildItem $dependencies -Directory | Get-ChildItem | Remove-Item
        $system = if ($IsWindows) { 'win' } elseif ($IsMacOS) { 'osx' } else { 'linux' }
        $architecture = [System.Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture.ToString().ToLowerInvariant()
        $null = New-Item -ItemType Directory -Force (Join-Path $dependencies "net$([Environment]::Version.Major)-$system-$architecture")
        $script = "Import-Module '$(Join-Path $copy 'TrustedPublish.psd1')'; Get-IndexAudience 'http://index.example.org/'"
        pwsh -NoProfile -Command $script 2>&1 | Out-String | Should -Match 'not https'
        Remove-Item (Join-Path $dependencies 'TrustedPublish.Core.dll')
        $shown = pwsh -NoProfile -Command $script 2>&1 | Out-String
        $shown | Should -Match 'TrustedPublish\.Core'
        $shown | Should -Not -Match 'Stack overflow'
    }
}
