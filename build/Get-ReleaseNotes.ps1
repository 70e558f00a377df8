<#
.SYNOPSIS
The part of the change log that is about one version, without its heading; an error where there is none.
.DESCRIPTION
The form is that of https://keepachangelog.com/en/1.1.0/: a heading '## [0.1.0] - 2026-01-31' begins each version.
.EXAMPLE
./build/Get-ReleaseNotes.ps1 CHANGELOG.md 0.1.0
#>
[CmdletBinding()]
[OutputType([string])]
param(
    # The change log.
    [Parameter(Mandatory, Position = 0)]
    [string] $Path,

    # The version, without a prerelease label: a candidate has the notes of the release that it is for.
    [Parameter(Mandatory, Position = 1)]
    [string] $Version,

    # Insist on a date: 'unreleased' is no version to publish.
    [switch] $Released
)

$ErrorActionPreference = 'Stop'
$text = [System.IO.File]::ReadAllText((Resolve-Path -LiteralPath $Path).ProviderPath).ReplaceLineEndings("`n")
$section = [regex]::Match($text, "(?ms)^## \[$([regex]::Escape($Version))\](?<when>[^\n]*)\n(?<notes>.*?)(?=^## |^\[[^\]]+\]: |\z)")
if (-not $section.Success) { throw "$Path has no '## [$Version]'." }
if ($Released -and $section.Groups['when'].Value -notmatch '^ - \d{4}-\d{2}-\d{2}$') {
    throw "$Path has no date for ${Version}: '## [$Version] - $((Get-Date).ToString('yyyy-MM-dd'))' is expected, and it says '$($section.Value.Split("`n")[0])'."
}
$notes = $section.Groups['notes'].Value.Trim()
if (-not $notes) { throw "$Path says nothing about $Version." }
$notes
