<#
What the test files share: they dot-source it in BeforeAll. It imports the staged module and can keep a rehearsal index
running, whose job the test process becomes.
#>
$ErrorActionPreference = 'Stop'

$script:Root = Split-Path (Split-Path $PSScriptRoot)

function Get-ModuleManifest {
    # The newest staged version: dotnet build puts it there.
    $found = Get-ChildItem -Path (Join-Path $script:Root 'out/TrustedPublish') -Filter TrustedPublish.psd1 -Recurse -Depth 1 -ErrorAction Ignore |
        Sort-Object { [version]$_.Directory.Name } | Select-Object -Last 1
    if (-not $found) { throw 'The module is not staged. Build it: dotnet build' }
    $found.FullName
}

function Set-JobVariable {
    # Sets a variable of this process, or unsets it: to .NET 9 and later an empty one is one that is set.
    param([string] $Name, [AllowNull()] $Value)

    if ($null -eq $Value) { Remove-Item -LiteralPath "Env:$Name" -ErrorAction Ignore } else { Set-Item -LiteralPath "Env:$Name" -Value $Value }
}

function Start-Rehearsal {
    # Starts a rehearsal index and makes this process a job of it and of no other CI system; '--ci', 'gitlab' names another one
    # than GitHub. Returns what Stop-Rehearsal needs, with the index's URL.
    param([string[]] $Argument = @())

    $program = Get-ChildItem -Path (Join-Path $script:Root 'src/TrustedPublish.Rehearsal/bin') -Filter TrustedPublish.Rehearsal.dll -Recurse |
        Sort-Object LastWriteTime | Select-Object -Last 1
    if (-not $program) { throw 'The rehearsal program is not built. Build it: dotnet build' }

    $start = [System.Diagnostics.ProcessStartInfo]::new('dotnet')
    foreach ($word in @($program.FullName, 'serve') + $Argument) { $start.ArgumentList.Add($word) }
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardInput = $true
    $process = [System.Diagnostics.Process]::Start($start)
    $variables = [ordered]@{}
    $index = $trustedRoot = $signingConfig = $null
    while ($null -ne ($line = $process.StandardOutput.ReadLine())) {
        if ($line -match '^Index\s+(\S+)') { $index = $Matches[1] }
        if ($line -match '^  trusted root\s+(.+)$') { $trustedRoot = $Matches[1] }
        if ($line -match '^  signing config\s+(.+)$') { $signingConfig = $Matches[1] }
        if ($line -match "^  \`$env:(\w+) = '(.*)'$") { $variables[$Matches[1]] = $Matches[2] -replace "''", "'" }
        # Of another CI system: this process is to be a job of the rehearsal's alone.
        if ($line -match '^  \$env:(\w+) = \$null$') { $variables[$Matches[1]] = $null }
        if ($line -match '^Requests') { break }
    }
    if (-not $index) { $process.Kill(); throw 'The rehearsal program did not start.' }
    # Nothing reads the request log; without a reader a full pipe would hold the index up.
    $drained = $process.StandardOutput.ReadToEndAsync()
    $before = @{}
    foreach ($name in $variables.Keys) {
        $before[$name] = [Environment]::GetEnvironmentVariable($name)
        Set-JobVariable $name $variables[$name]
    }
    [pscustomobject]@{ Index = $index; TrustedRoot = $trustedRoot; SigningConfig = $signingConfig; Process = $process; Before = $before; Log = $drained; RequestToken = $variables['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] }
}

function Stop-Rehearsal {
    # Ends the index; this process is no job any more. Returns the request log.
    param([Parameter(Mandatory)] $Rehearsal)

    foreach ($name in $Rehearsal.Before.Keys) { Set-JobVariable $name $Rehearsal.Before[$name] }
    if (-not $Rehearsal.Process.HasExited) { $Rehearsal.Process.Kill($true) }
    $Rehearsal.Process.WaitForExit()
    $Rehearsal.Log.Result -split "`n"
}

function New-TestWheel {
    # A wheel that an index accepts, made by hand so that no Python is needed. Returns its file.
    param(
        [Parameter(Mandatory)] [string] $Folder,
        [string] $Name = 'demo',
        [string] $Version = '1.0',
        [int] $Padding = 0,
        [switch] $WithoutMetadata
    )

    $utf8 = [System.Text.Encoding]::UTF8
    $info = "$Name-$Version.dist-info"
    $entries = [ordered]@{ "$Name/__init__.py" = $utf8.GetBytes("__version__ = '$Version'`n") }
    if ($Padding) {
        # Random, so that it stays as large when it is packed.
        $entries["$Name/data.bin"] = [byte[]]::new($Padding)
        [System.Random]::new(1).NextBytes($entries["$Name/data.bin"])
    }
    if (-not $WithoutMetadata) { $entries["$info/METADATA"] = $utf8.GetBytes("Metadata-Version: 2.1`nName: $Name`nVersion: $Version`nSummary: A test`n") }
    $entries["$info/WHEEL"] = $utf8.GetBytes("Wheel-Version: 1.0`nGenerator: test`nRoot-Is-Purelib: true`nTag: py3-none-any`n")
    $record = foreach ($entry in $entries.Keys) {
        $hash = [Convert]::ToBase64String([System.Security.Cryptography.SHA256]::HashData($entries[$entry])).TrimEnd('=').Replace('+', '-').Replace('/', '_')
        "$entry,sha256=$hash,$($entries[$entry].Length)"
    }
    $entries["$info/RECORD"] = $utf8.GetBytes(($record + "$info/RECORD,,") -join "`n")

    $path = Join-Path $Folder "$Name-$Version-py3-none-any.whl"
    $archive = [System.IO.Compression.ZipArchive]::new([System.IO.File]::Create($path), 'Create')
    try {
        foreach ($entry in $entries.Keys) {
            $content = $archive.CreateEntry($entry).Open()
            $content.Write($entries[$entry])
            $content.Dispose()
        }
    }
    finally { $archive.Dispose() }
    Get-Item -LiteralPath $path
}

function New-Jwt {
    # A JWT with these claims, signed by nobody: what is only read can be made here.
    param([Parameter(Mandatory)] [System.Collections.IDictionary] $Claim, [System.Collections.IDictionary] $Header = @{ alg = 'RS256'; kid = 'k1'; typ = 'JWT' })
    $parts = foreach ($json in $Header, $Claim) {
        [Convert]::ToBase64String([System.Text.Encoding]::UTF8.GetBytes((ConvertTo-Json $json -Compress))).TrimEnd('=').Replace('+', '-').Replace('/', '_')
    }
    ($parts + 'bm9ib2R5LXNpZ25lZC10aGlz') -join '.'
}

function ConvertFrom-Token {
    # The text of a SecureString.
    param([Parameter(Mandatory)] [securestring] $Token)
    ConvertFrom-SecureString $Token -AsPlainText
}

Import-Module (Get-ModuleManifest) -Force
