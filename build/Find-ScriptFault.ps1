<#
.SYNOPSIS
Looks through the repository's scripts with PSScriptAnalyzer. Returns one object for each finding; an error where there is one.
.DESCRIPTION
Needs PSScriptAnalyzer in the version below: another one has other rules. Install it with
Install-PSResource PSScriptAnalyzer -Version 1.25.0
.EXAMPLE
./build/Find-ScriptFault.ps1
#>
[CmdletBinding()]
param(
    # The folder to look through, and all below it but what is built; the repository.
    [string] $Root = (Split-Path $PSScriptRoot)
)

$ErrorActionPreference = 'Stop'
Import-Module -FullyQualifiedName @{ ModuleName = 'PSScriptAnalyzer'; RequiredVersion = '1.25.0' }
$settings = Join-Path (Split-Path $PSScriptRoot) 'PSScriptAnalyzerSettings.psd1'
$ofTests = Join-Path (Split-Path $PSScriptRoot) 'tests/Pester/PSScriptAnalyzerSettings.psd1'

# -Force: a folder that begins with a dot counts as hidden.
$scripts = Get-ChildItem -LiteralPath $Root -Recurse -Force -File | Where-Object Extension -In '.ps1', '.psm1', '.psd1' |
    Where-Object { -not ([System.IO.Path]::GetRelativePath($Root, $_.FullName).Split([char[]]'\/') -match '^(bin|obj|out|\.git)$') }
if (-not $scripts) { throw "There is no script in $Root." }
$found = foreach ($script in $scripts) {
    $isTest = $script.Directory.Name -eq 'Pester'
    Invoke-ScriptAnalyzer -Path $script.FullName -Settings ($isTest ? $ofTests : $settings) |
        Select-Object Severity, RuleName, @{ Name = 'Place'; Expression = { "$([System.IO.Path]::GetRelativePath($Root, $script.FullName)):$($_.Line)" } }, Message
}
$found
if ($found) { throw "PSScriptAnalyzer has found $(@($found).Count) faults." }
"No fault in $(@($scripts).Count) scripts."
