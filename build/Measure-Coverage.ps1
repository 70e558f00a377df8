<#
.SYNOPSIS
Shows which part of the product's lines and branches tests/Unit and tests/Hosted run through, for each assembly and folder.
.DESCRIPTION
Measured by the collector that comes with Microsoft.NET.Test.Sdk. It instruments assemblies when they are loaded, so that
the staged module counts too, which tests/Hosted loads as users do; instruments that rewrite the files beside the tests
would miss it. What pwsh runs in a process of its own (tests/Pester) is not counted.

A line counts once, whichever suite runs it. Of a line's branches the suite that takes more of them counts, so the number
of branches is one that is reached at least. Code that the compiler's generators wrote is left out.
.EXAMPLE
./build/Measure-Coverage.ps1
.EXAMPLE
./build/Measure-Coverage.ps1 -Report (Get-ChildItem out/coverage/*/*/*.cobertura.xml)
Counts again what was measured before.
#>
[CmdletBinding()]
param(
    # Cobertura reports of earlier runs; without any, the tests run.
    [string[]] $Report
)

$ErrorActionPreference = 'Stop'
$root = Split-Path $PSScriptRoot
if (-not $Report) {
    $results = Join-Path $root 'out/coverage'
    if (Test-Path $results) { Remove-Item $results -Recurse -Force }
    foreach ($suite in 'Unit', 'Hosted') {
        dotnet test (Join-Path $root "tests/$suite") --configuration Release --filter 'FullyQualifiedName!~PesterSuite' --collect 'Code Coverage;Format=Cobertura' --results-directory (Join-Path $results $suite) | Out-Host
        if ($LASTEXITCODE -ne 0) { Write-Warning "Not every test of tests/$suite passes; what follows is what they ran through." }
    }
    # The logger keeps a copy of each, further down.
    $Report = (Get-ChildItem (Join-Path $results '*/*/*.cobertura.xml')).FullName
    if (@($Report).Count -ne 2) { throw "Two reports were expected in $results, and there are $(@($Report).Count)." }
}

# Of each: whether it ran, or how many branches were taken and how many there are.
$lines = @{}
$branches = @{}
foreach ($file in $Report) {
    $document = [System.Xml.XmlDocument]::new()
    $document.Load((Resolve-Path -LiteralPath $file).ProviderPath)
    foreach ($class in $document.SelectNodes("/coverage/packages/package[@name='TrustedPublish.Core' or @name='TrustedPublish.Cmdlets']/classes/class")) {
        # Whichever folder it was built in, or none: /_/src/TrustedPublish.Core/Index/Upload.cs
        if ($class.filename.Replace('\', '/') -notmatch 'src/TrustedPublish\.(\w+)/((?!obj/).*)$') { continue }
        $source = "$($Matches[1])/$($Matches[2])"
        foreach ($method in $class.SelectNodes('methods/method')) {
            foreach ($line in $method.SelectNodes('lines/line')) {
                $key = "${source}:$($line.number)"
                $lines[$key] = $lines[$key] -or $line.hits -ne '0'
                if ($line.'condition-coverage' -match '\((\d+)/(\d+)\)') {
                    $key += "|$($class.name)|$($method.name)|$($method.signature)"
                    $taken, $all = [int] $Matches[1], [int] $Matches[2]
                    if (-not $branches[$key] -or $branches[$key][0] -lt $taken) { $branches[$key] = $taken, $all }
                }
            }
        }
    }
}
if (-not $lines.Count) { throw 'The reports have no line of the product.' }

function Get-Share([string] $Part) {
    # What begins with this path, as a row of the table.
    $own = @($lines.GetEnumerator() | Where-Object Key -Like "$Part/*")
    $forks = @($branches.GetEnumerator() | Where-Object Key -Like "$Part/*")
    $run = @($own | Where-Object Value).Count
    $taken = ($forks | ForEach-Object { $_.Value[0] } | Measure-Object -Sum).Sum
    $all = ($forks | ForEach-Object { $_.Value[1] } | Measure-Object -Sum).Sum
    [pscustomobject]@{
        Part     = $Part
        Lines    = $own.Count
        LineRun  = '{0:0.0} %' -f (100 * $run / $own.Count)
        Branches = [int] $all
        Taken    = if ($all) { '{0:0.0} %' -f (100 * $taken / $all) } else { '' }
    }
}

$parts = $lines.Keys | ForEach-Object { $words = $_ -split '/'; $words[0]; if ($words.Count -gt 2) { "$($words[0])/$($words[1])" } } | Sort-Object -Unique
foreach ($part in $parts) { Get-Share $part }
