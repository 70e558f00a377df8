<#
.SYNOPSIS
An error where a tag is not the manifest's version, or the change log has no dated part about it.
.EXAMPLE
./build/Assert-Release.ps1 v0.1.0
#>
[CmdletBinding()]
param(
    # The tag: v and the version, with its prerelease label where it has one.
    [Parameter(Mandatory, Position = 0)]
    [string] $Tag,

    # The repository's folder.
    [string] $Root = (Split-Path $PSScriptRoot)
)

$ErrorActionPreference = 'Stop'
$manifest = Import-PowerShellDataFile (Join-Path $Root 'module/TrustedPublish.psd1')
$label = $manifest.PrivateData.PSData.Prerelease
$version = $label ? "$($manifest.ModuleVersion)-$label" : $manifest.ModuleVersion
if ($Tag -cne "v$version") { throw "The tag is $Tag, and the manifest's version $version. Change ModuleVersion or Prerelease in module/TrustedPublish.psd1, or tag v$version." }
# A candidate comes before the date.
$null = & (Join-Path $PSScriptRoot 'Get-ReleaseNotes.ps1') (Join-Path $Root 'CHANGELOG.md') $manifest.ModuleVersion -Released:(-not $label)
"$Tag is the version of the manifest, and the change log speaks of it."
