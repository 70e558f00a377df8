<#
.SYNOPSIS
Renews what is shipped of Sigstore's TUF repository (Data, beside this script): the first root, and metadata, trusted root
and signing configuration of today.
.DESCRIPTION
Run by build.ps1 -Task Data, with the module built. The module's own TUF client does it, from the root that is shipped now to
the newest one: what is not signed as it must be ends the script, and nothing has changed. Look at the difference before you
commit it, and run the tests, which hold the new files to each other.
.EXAMPLE
./Update-Data.ps1
Takes today's files over.
#>
[CmdletBinding()]
param(
    # Where the built module is.
    [string] $Module = (Join-Path $PSScriptRoot '../../../out/TrustedPublish/*'),

    # Where the files are written.
    [string] $OutputFolder = (Join-Path $PSScriptRoot 'Data')
)

$ErrorActionPreference = 'Stop'

$core = Get-Item (Join-Path $Module 'dependencies/TrustedPublish.Core.dll') | Sort-Object LastWriteTime | Select-Object -Last 1
if (-not $core) { throw "The module is not built: there is no $Module. Run build.ps1 first." }
Add-Type -LiteralPath $core.FullName

# An empty cache: what the client writes there is what is newer than the shipped files, each of them verified.
$cache = Join-Path ([System.IO.Path]::GetTempPath()) "trustedpublish-$([guid]::NewGuid())"
$transport = [TrustedPublish.Core.Http.HttpTransport]::new([TrustedPublish.Core.Http.HttpOptions]::new(), [TrustedPublish.Core.Trace]::None)
try {
    $options = [TrustedPublish.Core.Sigstore.Trust.TrustOptions] @{ CacheFolder = $cache }
    $trust = [TrustedPublish.Core.Sigstore.Trust.SigstoreTrust]::new($transport, $options)
    $null = $trust.TrustedRootAsync([System.Threading.CancellationToken]::None).GetAwaiter().GetResult()
    foreach ($version in 1, 2) { $null = $trust.SigningConfigAsync($version, [System.Threading.CancellationToken]::None).GetAwaiter().GetResult() }

    # The client marks a refresh that went through; one that fell back to what is shipped does not.
    $kept = Get-ChildItem (Join-Path $cache 'tuf/*/refreshed.txt') -ErrorAction Ignore | ForEach-Object Directory
    if (-not $kept) { throw "Sigstore's repository can't be reached; nothing has changed." }
    $files = Get-ChildItem -LiteralPath $kept.FullName -File
    foreach ($file in $files) {
        # Names are escaped there. Of the roots the last one is the next beginning, and delegated roles are not shipped.
        $name = [uri]::UnescapeDataString($file.Name)
        if ($name -match '^\d+\.root\.json$' -or $name -like 'delegated/*') { continue }
        Copy-Item -LiteralPath $file.FullName (Join-Path $OutputFolder $name)
        $name
    }
    $root = $files | Where-Object Name -Match '^\d+\.root\.json$' | Sort-Object { [int] ($_.Name -replace '\..*') } | Select-Object -Last 1
    if ($root) {
        Copy-Item -LiteralPath $root.FullName (Join-Path $OutputFolder 'root.json')
        "root.json ($($root.Name))"
    }
}
finally {
    $transport.Dispose()
    if (Test-Path -LiteralPath $cache) { Remove-Item -LiteralPath $cache -Recurse }
}
