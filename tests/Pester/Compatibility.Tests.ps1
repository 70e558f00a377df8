# Where the module has to run besides an ordinary session: other versions of PowerShell, other runspaces, other modules.
# Each pwsh on PATH is tried, and those whose paths TRUSTEDPUBLISH_PWSH lists, as PATH lists folders.
BeforeDiscovery {
    $candidates = @((Get-Command pwsh -CommandType Application -All).Source) + @("$env:TRUSTEDPUBLISH_PWSH" -split [System.IO.Path]::PathSeparator -ne '')
    $shells = foreach ($path in $candidates) {
        $version = & $path -NoProfile -NonInteractive -Command '"$($PSVersionTable.PSVersion)"'
        @{ Path = $path; Version = $version }
    }
    # One of each version; older ones than 7.4 are refused by the manifest.
    $shells = @($shells | Group-Object { $_.Version } | ForEach-Object { $_.Group[0] } | Where-Object { [version] ($_.Version -replace '-.*') -ge '7.4' })
}
BeforeAll {
    . $PSScriptRoot/Support.ps1
    $manifest = Get-ModuleManifest
    $wheel = (New-TestWheel $TestDrive).FullName
    $token = New-Jwt @{ iss = 'https://issuer.example'; sub = 'repo:octo-org/sampleproject'; aud = 'pypi' }
    $rehearsal = Start-Rehearsal
    # Another pwsh would look for its own modules in the folders of this one.
    $modulePath = $env:PSModulePath
    $env:PSModulePath = $null

    # What needs no index, as text: the same in each place.
    $offline = {
        param($manifest, $wheel, $token)
        $ErrorActionPreference = 'Stop'
        Import-Module $manifest
        $distribution = Get-PythonDistribution $wheel
        $tested = Test-PythonDistribution $wheel
        "$($distribution.Name) $($distribution.Version), valid $($tested.Valid), for $((ConvertFrom-CIIdToken $token).Audience)"
    }
    $expected = 'demo 1.0, valid True, for pypi'
}
AfterAll {
    $env:PSModulePath = $modulePath
    $null = Stop-Rehearsal $rehearsal
}

Describe 'PowerShell <Version>' -ForEach $shells {
    It 'imports the module and runs what needs no index' {
        & $Path -NoProfile -NonInteractive -Command $offline -args $manifest, $wheel, $token | Should -Be $expected
    }

    It 'asks an index' {
        $report = & $Path -NoProfile -NonInteractive -Command {
            param($manifest, $index)
            Import-Module $manifest
            (Get-CIIdToken -Repository $index | New-PyPIToken).Repository
        } -args $manifest, $rehearsal.Index
        $report | Should -Be $rehearsal.Index
    }

    It 'runs in many runspaces at once' {
        $report = & $Path -NoProfile -NonInteractive -Command {
            param($offline, $arguments)
            1..8 | ForEach-Object -ThrottleLimit 8 -Parallel {
                $arguments = $using:arguments
                & ([scriptblock]::Create($using:offline)) @arguments
            }
        } -args "$offline", @($manifest, $wheel, $token)
        $report | Should -Be (, $expected * 8)
    }

    It 'runs in a thread job' {
        $report = & $Path -NoProfile -NonInteractive -Command {
            param($offline, $arguments)
            if (-not (Get-Command Start-ThreadJob -ErrorAction Ignore)) { return 'none' }
            1..3 | ForEach-Object { Start-ThreadJob ([scriptblock]::Create($offline)) -ArgumentList $arguments } | Receive-Job -Wait -AutoRemoveJob
        } -args "$offline", @($manifest, $wheel, $token)
        if ("$report" -eq 'none') { Set-ItResult -Skipped -Because "PowerShell $Version has no Start-ThreadJob here" }
        $report | Should -Be (, $expected * 3)
    }

    It 'takes the module again after -Force and Remove-Module' {
        $report = & $Path -NoProfile -NonInteractive -Command {
            param($offline, $arguments)
            Import-Module $arguments[0]
            Import-Module $arguments[0] -Force
            Import-Module $arguments[0] -Force
            & ([scriptblock]::Create($offline)) @arguments
            Remove-Module TrustedPublish
            "left $(@(Get-Command Get-PythonDistribution -ErrorAction Ignore -ListImported).Count)"
            & ([scriptblock]::Create($offline)) @arguments
        } -args "$offline", @($manifest, $wheel, $token)
        $report | Should -Be $expected, 'left 0', $expected
    }

    It 'refuses the constrained language mode in a sentence, and nothing of it is imported' {
        $report = & $Path -NoProfile -NonInteractive -Command {
            param($manifest)
            $state = [initialsessionstate]::CreateDefault2()
            $state.LanguageMode = 'ConstrainedLanguage'
            $shell = [powershell]::Create($state)
            $null = $shell.AddScript('param($manifest) Import-Module $manifest; "$($ExecutionContext.SessionState.LanguageMode)"; @(Get-Command -Module TrustedPublish).Count').AddArgument($manifest)
            $shell.Invoke()
            $shell.Streams.Error | ForEach-Object { "$_" }
            $shell.Dispose()
        } -args $manifest
        $report | Should -HaveCount 3
        $report[0] | Should -Be 'ConstrainedLanguage'
        $report[1] | Should -Be 0
        $report[2] | Should -Match "^TrustedPublish can't .* ConstrainedLanguage: import it in one with the full language, .*\.$"
    }

    It 'says so too where a command would have brought the module' {
        # Found on the path for modules, as an installed one is.
        $said = & $Path -NoProfile -NonInteractive -Command {
            param($folder)
            $env:PSModulePath = $folder
            $state = [initialsessionstate]::CreateDefault2()
            $state.LanguageMode = 'ConstrainedLanguage'
            $shell = [powershell]::Create($state)
            $null = $shell.AddScript('Test-PythonDistribution x.whl')
            try { $shell.Invoke() } catch { "$_" }
            $shell.Streams.Error | ForEach-Object { "$_" }
            $shell.Dispose()
        } -args (Split-Path (Split-Path (Split-Path $manifest)))
        "$said" | Should -Match 'ConstrainedLanguage: import it in one with the full language'
    }

    It 'imports the module beside a session that was refused' {
        # What is hooked once in a process must not be missing after a refusal.
        $report = & $Path -NoProfile -NonInteractive -Command {
            param($offline, $arguments)
            $state = [initialsessionstate]::CreateDefault2()
            $state.LanguageMode = 'ConstrainedLanguage'
            $shell = [powershell]::Create($state)
            # As text: what is handed to a constrained session, PowerShell trusts nowhere any more.
            $null = $shell.AddScript("Import-Module '$($arguments[0] -replace "'", "''")'")
            $shell.Invoke()
            "refused $($shell.Streams.Error.Count)"
            $shell.Dispose()
            & ([scriptblock]::Create($offline)) @arguments
        } -args "$offline", @($manifest, $wheel, $token)
        $report | Should -Be 'refused 1', $expected
    }
}

Describe 'A neighbour with another version of Polly' {
    BeforeAll {
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive 'Neighbour')).FullName
        # An assembly of that name, made here: what it holds does not matter, its name is what the runtime goes by. Add-Type
        # would name it at random, but brings the compiler.
        $env:PSModulePath = $modulePath
        Add-Type -TypeDefinition 'public sealed class BringsTheCompiler { }'
        $env:PSModulePath = $null
        $source = '[assembly: System.Reflection.AssemblyVersion("7.1.0.0")] namespace Polly { public sealed class Other { public static string Name => "other"; } }'
        $compilation = [Microsoft.CodeAnalysis.CSharp.CSharpCompilation]::Create(
            'Polly.Core',
            [Microsoft.CodeAnalysis.SyntaxTree[]] [Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree]::ParseText($source),
            [Microsoft.CodeAnalysis.MetadataReference[]] [Microsoft.CodeAnalysis.MetadataReference]::CreateFromFile([object].Assembly.Location),
            [Microsoft.CodeAnalysis.CSharp.CSharpCompilationOptions]::new('DynamicallyLinkedLibrary'))
        $emitted = [Microsoft.CodeAnalysis.FileSystemExtensions]::Emit($compilation, (Join-Path $folder 'Polly.Core.dll'))
        if (-not $emitted.Success) { throw "The neighbour's assembly can't be made: $($emitted.Diagnostics)" }
        Set-Content (Join-Path $folder 'Neighbour.psm1') 'Add-Type -Path $PSScriptRoot/Polly.Core.dll; function Get-Neighbour { [Polly.Other]::Name }'
        Set-Content (Join-Path $folder 'Neighbour.psd1') "@{ RootModule = 'Neighbour.psm1'; ModuleVersion = '1.0'; FunctionsToExport = 'Get-Neighbour' }"
    }

    It 'and this module each have their own: <_> first' -ForEach 'the neighbour', 'this module' {
        $report = pwsh -NoProfile -NonInteractive -Command {
            param($modules, $index)
            $ErrorActionPreference = 'Stop'
            foreach ($module in $modules) {
                Import-Module $module
                # Polly is loaded with the first request.
                if ($module -like '*TrustedPublish*') { (Get-IndexAudience $index).Audience }
            }
            Get-Neighbour
            (Get-CIIdToken -Repository $index | New-PyPIToken).Repository
            [AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object GetName | Where-Object Name -EQ 'Polly.Core' | ForEach-Object { "Polly $($_.Version.Major)" } | Sort-Object
        } -args $(if ($_ -eq 'the neighbour') { , @("$folder/Neighbour.psd1", $manifest) } else { , @($manifest, "$folder/Neighbour.psd1") }), $rehearsal.Index
        $report | Should -Be 'rehearsal', 'other', $rehearsal.Index, 'Polly 7', 'Polly 8'
    }
}
