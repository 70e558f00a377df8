<#
.SYNOPSIS
Renews the lists that others keep and this module carries a copy of (Data, beside this script): PyPI's trove
classifiers and SPDX's licence and exception identifiers.
.DESCRIPTION
Run by build.ps1 -Task Data. Look at the difference before you commit it: a classifier that is gone makes an error of
files that name it.
.EXAMPLE
./Update-Data.ps1 -TroveClassifiers ./trove_classifiers/__init__.py
Takes one of the sources from a file.
#>
[CmdletBinding()]
param(
    # The module that PyPI itself reads its classifiers from: an https address or a file.
    [string] $TroveClassifiers = 'https://raw.githubusercontent.com/pypa/trove-classifiers/main/src/trove_classifiers/__init__.py',

    # SPDX's list of licences.
    [string] $Licenses = 'https://raw.githubusercontent.com/spdx/license-list-data/main/json/licenses.json',

    # SPDX's list of licence exceptions.
    [string] $Exceptions = 'https://raw.githubusercontent.com/spdx/license-list-data/main/json/exceptions.json',

    # Where the lists are written.
    [string] $OutputFolder = (Join-Path $PSScriptRoot 'Data')
)

$ErrorActionPreference = 'Stop'

function Read-Source([string] $Source) {
    if ($Source -match '^https://') { (Invoke-WebRequest $Source -TimeoutSec 60 -MaximumRetryCount 3).Content }
    else { Get-Content -LiteralPath $Source -Raw }
}

function Read-PythonLiteral([string] $Text, [string] $Name, [string] $Open, [string] $Close) {
    # The lists there are Python literals of strings alone, which differ from JSON by their last comma.
    $pattern = '(?ms)^' + $Name + '\s*(?::[^=]*)?=\s*(\' + $Open + '.*?^\' + $Close + ')'
    if ($Text -notmatch $pattern) { throw "$Name does not stand in the source in the form that this script reads." }
    $Matches[1] -replace ',(\s*[\]}])', '$1' | ConvertFrom-Json -AsHashtable -NoEnumerate
}

function Save-List([string] $Name, [string] $Text) {
    $path = Join-Path $OutputFolder $Name
    [System.IO.File]::WriteAllText($path, $Text.ReplaceLineEndings("`n").TrimEnd("`n") + "`n")
    "$Name`: $((Get-Content -LiteralPath $path).Count) lines"
}

function Save-Json([string] $Name, [object] $Value) { Save-List $Name (ConvertTo-Json $Value -Depth 5) }

function Select-Sorted([string[]] $Values) {
    # By code points, as no machine's culture changes it.
    $sorted = [System.Collections.Generic.List[string]]::new($Values)
    $sorted.Sort([System.StringComparer]::Ordinal)
    $sorted
}

function Save-Ids([string] $Name, [object[]] $Entries, [string] $Property) {
    # The shortest of these lists is longer; an empty one would make an error of every licence.
    if ($Entries.Count -lt 20) { throw "$Name`: only $($Entries.Count) entries came." }
    $current, $deprecated = $Entries.Where({ -not $_.isDeprecatedLicenseId }, 'Split')
    Save-Json "$Name.json" @(Select-Sorted $current.$Property)
    Save-Json "$Name-deprecated.json" @(Select-Sorted $deprecated.$Property)
}

# All sources first: lists of different days don't belong together.
$trove = Read-Source $TroveClassifiers
$spdx = Read-Source $Licenses | ConvertFrom-Json
$spdxExceptions = Read-Source $Exceptions | ConvertFrom-Json
$classifiers = Read-PythonLiteral $trove 'sorted_classifiers' '[' ']'
$deprecated = Read-PythonLiteral $trove 'deprecated_classifiers' '{' '}'
if ($classifiers.Count -lt 500) { throw "Only $($classifiers.Count) classifiers came." }

Save-List 'classifiers.txt' ($classifiers -join "`n")
$ordered = [ordered]@{}
foreach ($name in Select-Sorted $deprecated.Keys) { $ordered[$name] = [string[]]$deprecated[$name] }
Save-Json 'classifiers-deprecated.json' $ordered
Save-Ids 'spdx-license-ids' $spdx.licenses 'licenseId'
Save-Ids 'spdx-exceptions' $spdxExceptions.exceptions 'licenseExceptionId'
