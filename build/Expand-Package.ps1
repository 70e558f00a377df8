<#
.SYNOPSIS
Unpacks a package of the module as an installation does: into a folder named after the version, without the package's own
parts. Returns that folder.
.EXAMPLE
./build/Expand-Package.ps1 out/TrustedPublish.0.1.0.nupkg out/TrustedPublish
#>
[CmdletBinding()]
[OutputType([System.IO.DirectoryInfo])]
param(
    # The package.
    [Parameter(Mandatory, Position = 0)]
    [string] $Package,

    # The folder that holds a folder for each version.
    [Parameter(Mandatory, Position = 1)]
    [string] $Destination
)

$ErrorActionPreference = 'Stop'
$archive = [System.IO.Compression.ZipFile]::OpenRead((Resolve-Path -LiteralPath $Package).ProviderPath)
try {
    $nuspec = $archive.Entries | Where-Object FullName -Like '*.nuspec'
    $reader = [System.IO.StreamReader]::new($nuspec.Open())
    # PowerShell looks for a folder of the module's version, which knows no prerelease label.
    $version = ([xml] $reader.ReadToEnd()).package.metadata.version.Split('-')[0]
    $reader.Dispose()

    $null = New-Item -ItemType Directory -Force -Path $Destination
    $folder = Join-Path (Resolve-Path -LiteralPath $Destination).ProviderPath $version
    if (Test-Path -LiteralPath $folder) { Remove-Item -LiteralPath $folder -Recurse -Force }
    foreach ($entry in $archive.Entries) {
        if ($entry -eq $nuspec -or $entry.FullName -match '^(_rels/|package/|\[Content_Types\]\.xml$)') { continue }
        $target = Join-Path $folder $entry.FullName
        $null = New-Item -ItemType Directory -Force -Path (Split-Path $target)
        [System.IO.Compression.ZipFileExtensions]::ExtractToFile($entry, $target)
    }
}
finally { $archive.Dispose() }
Get-Item -LiteralPath $folder
