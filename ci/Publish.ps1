#Requires -Version 7.4
<#
.SYNOPSIS
What action.yml runs: installs the module where it is missing, publishes, and writes the action's outputs.
.DESCRIPTION
The action's inputs come as variables of the environment (INPUT_PATH and so on) and are never part of a script's text: what
stands in one is a path, an address or a word, whoever wrote it, and no command.
#>
[CmdletBinding()]
param()

$ErrorActionPreference = 'Stop'

function Get-Flag {
    # An input that is yes or no. Inputs are text; what is neither is a slip that is not to be taken for either.
    param([string] $Name)
    $text = [Environment]::GetEnvironmentVariable("INPUT_$($Name.Replace('-', '_').ToUpperInvariant())")
    switch ($text) {
        { [string]::IsNullOrWhiteSpace($_) } { return $false }
        'true' { return $true }
        'false' { return $false }
        default { throw "The input '$Name' is true or false, not '$text'." }
    }
}

function Split-List {
    # An input with several values: one a line, or separated by commas.
    param([string] $Text)
    $Text -split '[\r\n,]' | ForEach-Object Trim | Where-Object { $_ }
}

function Import-TrustedPublish {
    # That version and no other; a machine that has it already needs no gallery. PowerShell looks for modules by their number
    # alone, so the label of a candidate is compared by itself.
    param([string] $Version)
    $number, $label = $Version -split '-', 2
    $wanted = @{ ModuleName = 'TrustedPublish'; RequiredVersion = $number }
    $isWanted = { "$($_.PrivateData.PSData.Prerelease)" -eq "$label" }
    $found = Get-Module -FullyQualifiedName $wanted -ListAvailable | Where-Object $isWanted | Select-Object -First 1
    if (-not $found) {
        # An exact version with a label needs no -Prerelease, and -Reinstall takes the place of a candidate of the same number.
        Install-PSResource -Name TrustedPublish -Version $Version -Repository PSGallery -TrustRepository -Reinstall
        $found = Get-Module -FullyQualifiedName $wanted -ListAvailable | Where-Object $isWanted | Select-Object -First 1
    }
    if (-not $found) { throw "TrustedPublish $Version is not what was installed." }
    Import-Module $found.Path
}

function Add-StepOutput {
    # An output of the step. Compressed JSON and numbers are one line, so that no value can bring an output of its own.
    param([string] $Name, [string] $Value)
    if ($env:GITHUB_OUTPUT) { Add-Content -LiteralPath $env:GITHUB_OUTPUT -Value "$Name=$Value" }
}

$version = $env:INPUT_VERSION
if (-not $version) {
    # The action at a tag goes with the module of that tag.
    $manifest = Import-PowerShellDataFile -LiteralPath "$PSScriptRoot/../module/TrustedPublish.psd1"
    $label = $manifest.PrivateData.PSData.Prerelease
    $version = $label ? "$($manifest.ModuleVersion)-$label" : $manifest.ModuleVersion
}
if ($version -notmatch '^\d+\.\d+\.\d+(-[0-9A-Za-z]+)?\z') { throw "The input 'version' is a version of the module such as 1.2.3, not '$version'." }

$publish = @{
    # With packages-dir everything in that folder, as in pypa/gh-action-pypi-publish.
    Path           = if ($env:INPUT_PACKAGES_DIR) { Join-Path $env:INPUT_PACKAGES_DIR '*' } else { @(Split-List $env:INPUT_PATH) }
    Repository     = $env:INPUT_REPOSITORY
    SkipExisting   = Get-Flag skip-existing
    SkipValidation = Get-Flag skip-validation
    # A run that is repeated with debug logging is to say more.
    Verbose        = (Get-Flag verbose) -or $env:RUNNER_DEBUG -eq '1'
}
switch ($env:INPUT_ATTESTATIONS) {
    { [string]::IsNullOrWhiteSpace($_) } { }
    'true' { }
    'false' { $publish.NoAttestation = $true }
    'required' { $publish.Attestation = 'Required' }
    default { throw "The input 'attestations' is true, false or required, not '$env:INPUT_ATTESTATIONS'." }
}
$rules = @(Split-List $env:INPUT_IGNORE_RULE)
if ($rules) { $publish.IgnoreRule = $rules }

Import-TrustedPublish $version
$results = @()
try {
    Publish-PythonDistribution @publish -OutVariable results
}
finally {
    # A release that failed half way has published files too.
    $published = @(foreach ($result in $results | Where-Object Status -ne 'Failed') {
            [ordered]@{
                file       = $result.FileName
                project    = $result.Project
                version    = $result.Version
                status     = $result.Status
                sha256     = $result.Sha256
                url        = "$($result.Url)"
                provenance = if ($result.ProvenanceUrl) { "$($result.ProvenanceUrl)" }
            }
        })
    Add-StepOutput published (ConvertTo-Json -InputObject $published -Compress)
    Add-StepOutput count $published.Count
}
