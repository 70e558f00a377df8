<#
.SYNOPSIS
Renews the lists that others keep and this module carries a copy of (Data, beside this script): PyPI's trove
classifiers and SPDX's licence and exception identifiers.
.DESCRIPTION
Run by build.ps1 -Task Data. PyPI decides by the versions of trove-classifiers and packaging that warehouse pins, so those
are taken; sources.json beside the lists tells which they were. Look at the difference before you commit it: a classifier
that is gone makes an error of files that name it.
.EXAMPLE
./Update-Data.ps1 -TroveVersion 2026.1.14.14 -TroveClassifiers ./trove_classifiers/__init__.py -PackagingVersion 26.2 -Spdx ./_spdx.py
Takes the lists from files.
#>
[CmdletBinding()]
param(
    # Where warehouse pins what PyPI runs on: an https address or a file.
    [string] $Requirements = 'https://raw.githubusercontent.com/pypi/warehouse/main/requirements/main.txt',

    # The version of pypa/trove-classifiers; warehouse's unless named.
    [string] $TroveVersion,

    # The module that PyPI itself reads its classifiers from; GitHub's of that version unless named.
    [string] $TroveClassifiers,

    # The version of pypa/packaging; warehouse's unless named.
    [string] $PackagingVersion,

    # The module that packaging itself reads SPDX's lists from; GitHub's of that version unless named.
    [string] $Spdx,

    # Where the lists are written.
    [string] $OutputFolder = (Join-Path $PSScriptRoot 'Data')
)

$ErrorActionPreference = 'Stop'

function Read-Source([string] $Source) {
    if ($Source -match '^https://') { (Invoke-WebRequest $Source -TimeoutSec 60 -MaximumRetryCount 3).Content }
    else { Get-Content -LiteralPath $Source -Raw }
}

function Get-PinnedVersion([string] $Text, [string] $Project) {
    if ($Text -notmatch "(?m)^$Project==([0-9.]+)") { throw "$Project is not pinned in the requirements." }
    $Matches[1]
}

function Read-PythonLiteral([string] $Text, [string] $Name, [string] $Open, [string] $Close) {
    # The lists there are Python literals of strings alone, which differ from JSON by their last comma.
    $pattern = '(?ms)^' + $Name + '\s*(?::[^=]*)?=\s*(\' + $Open + '.*?^\' + $Close + ')'
    if ($Text -notmatch $pattern) { throw "$Name does not stand in the source in the form that this script reads." }
    $Matches[1] -replace ',(\s*[\]}])', '$1' | ConvertFrom-Json -AsHashtable -NoEnumerate
}

function Read-SpdxTable([string] $Text, [string] $Name) {
    # A dict of lower-case id to {'id': …, 'deprecated': True or False}, an entry a line.
    if ($Text -notmatch "(?ms)^$Name\b[^=]*=\s*\{(.*?)^\}") { throw "$Name does not stand in the source in the form that this script reads." }
    [regex]::Matches($Matches[1], "\{'id': '(?<id>[^']+)', 'deprecated': (?<deprecated>True|False)\}").ForEach({
            [pscustomobject]@{ Id = $_.Groups['id'].Value; IsDeprecated = $_.Groups['deprecated'].Value -eq 'True' }
        })
}

function Save-List([string] $Name, [string] $Text) {
    $path = Join-Path $folder $Name
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

function Save-IdList([string] $Name, [object[]] $Entries) {
    # The shortest of these lists is longer; an empty one would make an error of every licence.
    if ($Entries.Count -lt 20) { throw "$Name`: only $($Entries.Count) entries came." }
    $current, $deprecated = $Entries.Where({ -not $_.IsDeprecated }, 'Split')
    Save-Json "$Name.json" @(Select-Sorted $current.Id)
    Save-Json "$Name-deprecated.json" @(Select-Sorted $deprecated.Id)
}

$pins = if (-not $TroveVersion -or -not $PackagingVersion) { Read-Source $Requirements }
if (-not $TroveVersion) { $TroveVersion = Get-PinnedVersion $pins 'trove-classifiers' }
if (-not $PackagingVersion) { $PackagingVersion = Get-PinnedVersion $pins 'packaging' }
$troveSource = "https://raw.githubusercontent.com/pypa/trove-classifiers/$TroveVersion/src/trove_classifiers/__init__.py"
$spdxSource = "https://raw.githubusercontent.com/pypa/packaging/$PackagingVersion/src/packaging/licenses/_spdx.py"

# All sources first: lists of different days don't belong together.
$trove = Read-Source ($TroveClassifiers ? $TroveClassifiers : $troveSource)
$licenses = Read-Source ($Spdx ? $Spdx : $spdxSource)
$classifiers = Read-PythonLiteral -Text $trove -Name 'sorted_classifiers' -Open '[' -Close ']'
$deprecated = Read-PythonLiteral -Text $trove -Name 'deprecated_classifiers' -Open '{' -Close '}'
if ($classifiers.Count -lt 500) { throw "Only $($classifiers.Count) classifiers came." }
if ($licenses -notmatch "(?m)^VERSION = '([0-9.]+)'") { throw 'The SPDX lists do not tell their version.' }
$spdxVersion = $Matches[1]

$folder = (New-Item -ItemType Directory -Force $OutputFolder).FullName
Save-List 'classifiers.txt' ($classifiers -join "`n")
$ordered = [ordered]@{}
foreach ($name in Select-Sorted $deprecated.Keys) { $ordered[$name] = [string[]]$deprecated[$name] }
Save-Json 'classifiers-deprecated.json' $ordered
Save-IdList 'spdx-license-ids' (Read-SpdxTable $licenses 'LICENSES')
Save-IdList 'spdx-exceptions' (Read-SpdxTable $licenses 'EXCEPTIONS')
Save-Json 'sources.json' ([ordered]@{
        'trove-classifiers'        = $TroveVersion
        'trove-classifiers source' = $troveSource
        'packaging'                = $PackagingVersion
        'packaging source'         = $spdxSource
        'SPDX licence list'        = $spdxVersion
    })
