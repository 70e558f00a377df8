#!/usr/bin/env pwsh
<#
.SYNOPSIS
One entry for people who have PowerShell: builds and stages the module, tests it, rehearses a release, measures it, packs
it, or renews what is made from elsewhere.
.EXAMPLE
./build.ps1
Builds everything; the module is staged in out/TrustedPublish/<version>.
.EXAMPLE
./build.ps1 -Task Test
Runs every suite this machine can run.
.EXAMPLE
./build.ps1 -Task Rehearse
Publishes sample distributions to an index on this machine.
.EXAMPLE
./build.ps1 -Task Docs
Makes the help that Get-Help shows from the pages in docs/en-US.
.EXAMPLE
./build.ps1 -Task Data
Renews the lists of classifiers and licences that the module carries, and its copy of Sigstore's root of trust.
.EXAMPLE
./build.ps1 -Task Bench
Measures the module on this machine, beside twine.
.EXAMPLE
./build.ps1 -Task Bench -- far-index --runs 3
Measures one scenario, three times; -- --help lists them.
.EXAMPLE
./build.ps1 -Task Package
Makes out/TrustedPublish.<version>.nupkg, as the PowerShell Gallery takes it: docs/releasing.md.
.EXAMPLE
./build.ps1 -Task Coverage
Shows which part of the product the tests run through: docs/quality.md.
.EXAMPLE
./build.ps1 -Task Analyze
Looks through the scripts with PSScriptAnalyzer.
.EXAMPLE
./build.ps1 -Task Audit
Looks for packages with a known vulnerability among those that are used, in the feed's own list; with -Require, no list is an
error.
#>
[CmdletBinding(PositionalBinding = $false)]
param(
    # What to do.
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Rehearse', 'Bench', 'Docs', 'Data', 'Package', 'Coverage', 'Analyze', 'Audit')]
    [string] $Task = 'Build',

    # The compiler's configuration.
    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release',

    # The project's page, for Package; where the manifest names none, the package has none without it.
    [uri] $ProjectUri,

    # For Audit: a feed that gives no answer is an error.
    [switch] $Require,

    # Words for the program of Bench.
    [Parameter(ValueFromRemainingArguments)]
    [string[]] $Arguments = @()
)

$ErrorActionPreference = 'Stop'
Push-Location $PSScriptRoot
try {
    switch ($Task) {
        'Build' { dotnet build --configuration $Configuration }
        'Test' { dotnet test --configuration $Configuration }
        'Bench' { dotnet run --project tests/Bench --configuration Release -p:ReadyToRun=true -- @Arguments }
        'Docs' { & ./docs/Update-Help.ps1; $global:LASTEXITCODE = 0 }
        'Data' {
            & ./src/TrustedPublish.Core/Distributions/Metadata/Update-Data.ps1
            dotnet build src/TrustedPublish.Cmdlets --configuration $Configuration
            if ($LASTEXITCODE -eq 0) { & ./src/TrustedPublish.Core/Sigstore/Update-Data.ps1; $global:LASTEXITCODE = 0 }
        }
        'Package' {
            # Without the folder it was built in: another clone makes the same bytes.
            dotnet build src/TrustedPublish.Cmdlets --configuration Release -p:ReadyToRun=true -p:ContinuousIntegrationBuild=true
            if ($LASTEXITCODE -eq 0) {
                $version = (Import-PowerShellDataFile module/TrustedPublish.psd1).ModuleVersion
                & ./build/New-Package.ps1 out/TrustedPublish/$version out -ProjectUri $ProjectUri | Get-FileHash | ForEach-Object { "$($_.Hash.ToLowerInvariant())  $($_.Path)" }
            }
        }
        'Coverage' { & ./build/Measure-Coverage.ps1; $global:LASTEXITCODE = 0 }
        'Analyze' { & ./build/Find-ScriptFault.ps1; $global:LASTEXITCODE = 0 }
        'Audit' { & ./build/Find-Vulnerability.ps1 -Require:$Require; $global:LASTEXITCODE = 0 }
        'Rehearse' { dotnet run --project src/TrustedPublish.Rehearsal --configuration $Configuration }
    }
    if ($LASTEXITCODE -ne 0) { throw "$Task failed with exit code $LASTEXITCODE." }
}
finally {
    Pop-Location
}
