<#
.SYNOPSIS
Draws docs/icon.png, the module's icon on the PowerShell Gallery: a file that rises into a box, white on blue.
.DESCRIPTION
A PNG by hand (W3C PNG specification, 5 and 11: signature, IHDR, IDAT, IEND), because PowerShell draws on Windows alone.
.EXAMPLE
./build/New-Icon.ps1
#>
[CmdletBinding()]
param(
    # The picture's file.
    [string] $Path = (Join-Path (Split-Path $PSScriptRoot) 'docs/icon.png'),

    # Its width and height in pixels.
    [ValidateRange(16, 512)]
    [int] $Size = 128
)

$ErrorActionPreference = 'Stop'

function Test-Drawn([double] $X, [double] $Y) {
    # Whether a point of the unit square, with 0,0 at the top left, belongs to the figure.
    $beside = [Math]::Abs($X - 0.5)
    $head = $Y -ge 0.18 -and $Y -le 0.40 -and $beside -le ($Y - 0.18)
    $shaft = $Y -gt 0.40 -and $Y -le 0.62 -and $beside -le 0.075
    $floor = $Y -ge 0.74 -and $Y -le 0.82 -and $beside -le 0.30
    $walls = $Y -ge 0.56 -and $Y -le 0.82 -and $beside -ge 0.22 -and $beside -le 0.30
    $head -or $shaft -or $floor -or $walls
}

function Get-BigEndian([uint32] $Value) { , [Convert]::FromHexString($Value.ToString('x8')) }

function Get-Crc32([byte[]] $Bytes) {
    [uint32] $crc = [uint32]::MaxValue
    foreach ($byte in $Bytes) {
        $crc = $crc -bxor $byte
        for ($bit = 0; $bit -lt 8; $bit++) { $crc = if ($crc -band 1) { ($crc -shr 1) -bxor [uint32] 0xEDB88320L } else { $crc -shr 1 } }
    }
    $crc -bxor [uint32]::MaxValue
}

function Get-Chunk([string] $Type, [byte[]] $Content) {
    $body = [System.Text.Encoding]::ASCII.GetBytes($Type) + $Content
    , [byte[]]((Get-BigEndian $Content.Length) + $body + (Get-BigEndian (Get-Crc32 $body)))
}

# Smooth edges: each pixel is the mean of four points.
$white, $blue = @(255, 255, 255), @(30, 80, 160)
$pixels = [System.IO.MemoryStream]::new()
for ($row = 0; $row -lt $Size; $row++) {
    $pixels.WriteByte(0)
    for ($column = 0; $column -lt $Size; $column++) {
        $drawn = 0
        foreach ($down in 0.25, 0.75) { foreach ($right in 0.25, 0.75) { if (Test-Drawn (($column + $right) / $Size) (($row + $down) / $Size)) { $drawn++ } } }
        foreach ($channel in 0..2) { $pixels.WriteByte([Math]::Round(($white[$channel] * $drawn + $blue[$channel] * (4 - $drawn)) / 4)) }
    }
}
$packed = [System.IO.MemoryStream]::new()
$deflate = [System.IO.Compression.ZLibStream]::new($packed, [System.IO.Compression.CompressionLevel]::SmallestSize, $true)
$deflate.Write($pixels.ToArray())
$deflate.Dispose()

# Eight bits a channel, RGB, not interlaced.
$header = (Get-BigEndian $Size) + (Get-BigEndian $Size) + [byte[]](8, 2, 0, 0, 0)
$png = [byte[]](0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A) + (Get-Chunk IHDR $header) + (Get-Chunk IDAT $packed.ToArray()) + (Get-Chunk IEND @())
[System.IO.File]::WriteAllBytes($ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path), $png)
