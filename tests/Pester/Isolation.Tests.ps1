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
}
