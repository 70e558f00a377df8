<#
.SYNOPSIS
Packs a staged module as the package that the PowerShell Gallery takes. Returns its file.
.DESCRIPTION
The same files make the same bytes again, on one system, with one version of .NET: entries are sorted and carry one fixed
time, and nothing is named at random. Publish-PSResource makes an archive of the same parts, with the time of day in it; it
publishes this one as it is with -NupkgPath.

The parts are those of NuGet packages (https://learn.microsoft.com/nuget/reference/nuspec) in an archive of the Open
Packaging Conventions (ECMA-376 part 2). Everything that describes the module is read from its manifest, the notes of its
version from the change log beside it.
.EXAMPLE
./build/New-Package.ps1 out/TrustedPublish/0.1.0 out
#>
[CmdletBinding()]
[OutputType([System.IO.FileInfo])]
param(
    # The folder of the staged module, with its manifest.
    [Parameter(Mandatory, Position = 0)]
    [string] $Module,

    # The folder for the package.
    [Parameter(Mandatory, Position = 1)]
    [string] $Destination,

    # The project's page, where the manifest names none: a job knows its repository, and a fork's is another. From a
    # repository on GitHub the icon's address follows.
    [string] $ProjectUri
)

$ErrorActionPreference = 'Stop'
$Module = (Resolve-Path -LiteralPath $Module).ProviderPath
$manifestFile = (Get-Item (Join-Path $Module '*.psd1')).FullName
$manifest = Import-PowerShellDataFile -LiteralPath $manifestFile
$about = $manifest.PrivateData.PSData
$id = [System.IO.Path]::GetFileNameWithoutExtension($manifestFile)
$version = $about.Prerelease ? "$($manifest.ModuleVersion)-$($about.Prerelease)" : $manifest.ModuleVersion
if (-not $ProjectUri) { $ProjectUri = $about.ProjectUri }
$iconUri = $about.IconUri
if (-not $iconUri -and $ProjectUri -like 'https://github.com/*') { $iconUri = "$ProjectUri/raw/v$version/docs/icon.png" }

function Get-Tag {
    # Find-PSResource -Type Module and -CommandName look for these tags; there is no other field for them.
    'PSModule'
    $about.Tags
    if ($manifest.CmdletsToExport) { 'PSIncludes_Cmdlet' }
    foreach ($cmdlet in $manifest.CmdletsToExport) { "PSCmdlet_$cmdlet"; "PSCommand_$cmdlet" }
}

function Get-XmlPart {
    # A document of one root element whose children are texts, in this order; those without text are left out.
    param([string] $Root, [string] $Namespace, [System.Collections.IDictionary] $Text, [string] $Within)

    $settings = [System.Xml.XmlWriterSettings]@{ Indent = $true; NewLineChars = "`n"; Encoding = [System.Text.UTF8Encoding]::new($false) }
    $stream = [System.IO.MemoryStream]::new()
    $writer = [System.Xml.XmlWriter]::Create($stream, $settings)
    $writer.WriteStartElement($Root, $Namespace)
    if ($Within) { $writer.WriteStartElement($Within, $Namespace) }
    foreach ($name in $Text.Keys) {
        if (-not $Text[$name]) { continue }
        $prefix, $local = $name.Contains(':') ? $name.Split(':') : ($null, $name)
        if ($prefix) { $writer.WriteElementString($prefix, $local, 'http://purl.org/dc/elements/1.1/', $Text[$name]) }
        else { $writer.WriteElementString($local, $Namespace, $Text[$name]) }
    }
    $writer.Dispose()
    , $stream.ToArray()
}

$notes = & (Join-Path $PSScriptRoot 'Get-ReleaseNotes.ps1') (Join-Path $Module 'CHANGELOG.md') $manifest.ModuleVersion
$tags = (Get-Tag) -join ' '
# What the Gallery's upload form bounds them to.
if ($tags.Length -gt 4000) { throw "The tags have $($tags.Length) characters, and the Gallery takes 4000." }

$parts = [System.Collections.Generic.SortedDictionary[string, byte[]]]::new([System.StringComparer]::Ordinal)
foreach ($file in Get-ChildItem -LiteralPath $Module -Recurse -File -Force) {
    $name = [System.IO.Path]::GetRelativePath($Module, $file.FullName).Replace('\', '/')
    # Others would have to be escaped in the archive, and each reader unescapes in its own way.
    if ($name -notmatch '^[A-Za-z0-9_./-]+$') { throw "The file name '$name' is not one for a package: letters, digits, dots, dashes and underscores." }
    $parts[$name] = [System.IO.File]::ReadAllBytes($file.FullName)
}

$parts["$id.nuspec"] = Get-XmlPart package 'http://schemas.microsoft.com/packaging/2011/08/nuspec.xsd' -Within metadata -Text ([ordered]@{
        id                       = $id
        version                  = $version
        authors                  = $manifest.Author
        owners                   = $manifest.CompanyName
        requireLicenseAcceptance = 'false'
        licenseUrl               = $about.LicenseUri
        projectUrl               = $ProjectUri
        iconUrl                  = $iconUri
        description              = $manifest.Description
        releaseNotes             = $notes
        copyright                = $manifest.Copyright
        tags                     = $tags
    })
# NuGet names this part at random; any name is valid that is no other part's.
$properties = "package/services/metadata/core-properties/$([Convert]::ToHexString([System.Security.Cryptography.SHA256]::HashData($parts["$id.nuspec"]), 0, 16).ToLowerInvariant()).psmdcp"
$parts[$properties] = Get-XmlPart coreProperties 'http://schemas.openxmlformats.org/package/2006/metadata/core-properties' -Text ([ordered]@{
        'dc:creator'     = $manifest.Author
        'dc:description' = $manifest.Description
        'dc:identifier'  = $id
        version          = $version
        keywords         = $tags
    })
$parts['_rels/.rels'] = [System.Text.Encoding]::UTF8.GetBytes(@"
<?xml version="1.0" encoding="utf-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
  <Relationship Type="http://schemas.microsoft.com/packaging/2010/07/manifest" Target="/$id.nuspec" Id="R1" />
  <Relationship Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="/$properties" Id="R2" />
</Relationships>
"@.ReplaceLineEndings("`n"))

$types = @{ rels = 'application/vnd.openxmlformats-package.relationships+xml'; psmdcp = 'application/vnd.openxmlformats-package.core-properties+xml' }
$extensions = @($parts.Keys | ForEach-Object { [System.IO.Path]::GetExtension($_).TrimStart('.') } | Where-Object { $_ } | Sort-Object -Unique -Culture '')
$lines = @($extensions | ForEach-Object { "  <Default Extension=`"$_`" ContentType=`"$($types[$_] ?? 'application/octet-stream')`" />" }) +
@($parts.Keys | Where-Object { -not [System.IO.Path]::GetExtension($_) } | ForEach-Object { "  <Override PartName=`"/$_`" ContentType=`"application/octet-stream`" />" })
$parts['[Content_Types].xml'] = [System.Text.Encoding]::UTF8.GetBytes(@"
<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
$($lines -join "`n")
</Types>
"@.ReplaceLineEndings("`n"))

$null = New-Item -ItemType Directory -Force -Path $Destination
$package = Join-Path (Resolve-Path -LiteralPath $Destination).ProviderPath "$id.$version.nupkg"
$archive = [System.IO.Compression.ZipArchive]::new([System.IO.File]::Create($package), 'Create')
try {
    foreach ($part in $parts.GetEnumerator()) {
        $entry = $archive.CreateEntry($part.Key, 'SmallestSize')
        # The first moment that a ZIP archive can tell, as NuGet's own deterministic packages have; rw-r--r-- of a plain file.
        $entry.LastWriteTime = [DateTimeOffset]::new(1980, 1, 1, 0, 0, 0, [TimeSpan]::Zero)
        $entry.ExternalAttributes = 0x81A40000
        $content = $entry.Open()
        $content.Write($part.Value)
        $content.Dispose()
    }
}
finally { $archive.Dispose() }
Get-Item -LiteralPath $package
