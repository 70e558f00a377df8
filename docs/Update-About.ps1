<#
.SYNOPSIS
Makes the page of every error from the module's own table, and the plain text of each about topic (module/en-US) from its page.
.DESCRIPTION
Takes the table from the module that was staged last, so build before. A page has headings, paragraphs, lists and code; a table
would not fit a terminal. Called by Update-Help.ps1; needs PowerShell 7 alone.
#>
[CmdletBinding()]
param(
    # The folder below which docs/en-US and module/en-US are written; the repository.
    [string] $Destination = (Split-Path $PSScriptRoot)
)

$ErrorActionPreference = 'Stop'
$width = 80

function Get-ErrorPage {
    # The page of errors, as the staged module has them.
    $manifest = Get-ChildItem -Path (Join-Path (Split-Path $PSScriptRoot) 'out/TrustedPublish') -Filter TrustedPublish.psd1 -Recurse -Depth 1 -ErrorAction Ignore |
        Sort-Object { [version] $_.Directory.Name } | Select-Object -Last 1
    if (-not $manifest) { throw 'The module is not staged. Build it: dotnet build' }
    $module = Import-Module $manifest.FullName -PassThru
    $category = $module.ImplementingAssembly.GetType('TrustedPublish.Errors.ErrorTable').GetMethod('Category')
    # The module's own load context has this assembly; its types have no name here.
    $core = $category.GetParameters()[0].ParameterType.Assembly
    $groups = $core.GetType('TrustedPublish.Core.Failures.FailureGuide').GetProperty('Groups').GetValue($null)

    '# about_TrustedPublish_Errors'
    ''
    '## SHORT DESCRIPTION'
    ''
    'Every error by its id: what has happened, and what usually helps.'
    ''
    '## LONG DESCRIPTION'
    ''
    'An error''s id is the first part of `$Error[0].FullyQualifiedErrorId`, and stays the same from version to version. What to do in the very case stands under the error as its recommendation, and in `$Error[0].ErrorDetails.RecommendedAction`; here is what helps in general. The category is that of `$Error[0].CategoryInfo`.'
    ''
    'A script can tell errors apart by it:'
    ''
    '```powershell'
    'try { Publish-PythonDistribution dist/* -ErrorAction Stop }'
    'catch {'
    '    if ($_.FullyQualifiedErrorId -notlike ''ReadOnlyIndex,*'') { throw }'
    '    Write-Warning ''The index takes no files now. Run this later.'''
    '}'
    '```'
    foreach ($group in $groups) {
        ''
        "## $($group.Title)"
        foreach ($failure in $group.Failures) {
            ''
            "### $($failure.Kind)"
            ''
            $failure.Cause
            ''
            "What to do: $($failure.Remedy)"
            ''
            "Category: $($category.Invoke($null, @($failure.Kind)))"
        }
    }
    ''
    '## SEE ALSO'
    ''
    '- about_TrustedPublish'
    '- about_TrustedPublish_CI'
    '- Test-TrustedPublisher'
}

function ConvertTo-PlainText {
    # A line of Markdown without its marks; a link to the web keeps its address.
    param([string] $Line)
    $Line -replace '<(https?://[^>]+)>', '$1' -replace '\[([^\]]+)\]\((https?://[^)]+)\)', '$1 ($2)' -replace '\[([^\]]+)\]\([^)]+\)', '$1' -replace '`([^`]+)`', '$1' -replace '\*\*([^*]+)\*\*', '$1'
}

function Split-Line {
    # Words as lines of at most 80 columns, the first of which begins with First and the others with Rest.
    param([string] $Text, [string] $First, [string] $Rest = $First)
    $line = $First
    $isEmpty = $true
    foreach ($word in $Text -split '\s+') {
        if (-not $isEmpty -and $line.Length + 1 + $word.Length -gt $width) {
            $line
            $line = $Rest
            $isEmpty = $true
        }
        $line += if ($isEmpty) { $word } else { " $word" }
        $isEmpty = $false
    }
    $line
}

function ConvertTo-AboutText {
    # A page as Get-Help shows it. Its summary must stand on the fifth line, where PowerShell looks for it.
    param([string[]] $Page)
    $isCode = $false
    foreach ($line in $Page) {
        if ($line.StartsWith('```')) { $isCode = -not $isCode; continue }
        if ($isCode) { if ($line) { "        $line" } else { '' }; continue }
        switch -Regex -CaseSensitive ($line) {
            '^$' { ''; break }
            '^# (.+)$' { 'TOPIC'; "    $($Matches[1])"; break }
            '^## (.+)$' { $Matches[1].ToUpperInvariant(); break }
            '^### (.+)$' { "  $($Matches[1])"; break }
            '^- (.+)$' { Split-Line (ConvertTo-PlainText $Matches[1]) -First '    - ' -Rest '      '; break }
            '^\||^\s|^#|^\d+\.' { throw "An about topic can't have this line: $line" }
            default { Split-Line (ConvertTo-PlainText $line) '    ' }
        }
    }
}

function Format-Text {
    # Lines as the text of a help file: no blank line below a heading, as elsewhere in PowerShell's help.
    param([string[]] $Line)
    $text = ($Line -join "`n") -replace '(?m)^(\S.*|  \S.*)\n\n', "`$1`n"
    "$text`n"
}

$pages = New-Item -ItemType Directory -Force (Join-Path $Destination 'docs/en-US')
$texts = New-Item -ItemType Directory -Force (Join-Path $Destination 'module/en-US')
$utf8 = [System.Text.UTF8Encoding]::new($false)
$errorPage = Get-ErrorPage
[System.IO.File]::WriteAllText((Join-Path $pages 'about_TrustedPublish_Errors.md'), (($errorPage -join "`n") + "`n"), $utf8)
$sources = [ordered]@{ 'about_TrustedPublish_Errors' = $errorPage }
foreach ($file in Get-ChildItem $PSScriptRoot/en-US/about_*.md) {
    if (-not $sources.Contains($file.BaseName)) { $sources[$file.BaseName] = [System.IO.File]::ReadAllLines($file.FullName) }
}
foreach ($name in $sources.Keys) {
    $lines = ConvertTo-AboutText $sources[$name]
    $long = @($lines).Where({ $_.Length -gt $width })
    if ($long) { throw "$name has lines that are too long: $($long -join "`n")" }
    $text = Format-Text $lines
    # Not every console of Windows shows more.
    if ($text -cmatch '[^\x0A\x20-\x7E]') { throw "$name has a character that is not ASCII." }
    # PowerShell's list of topics shows one line.
    if ($text -notmatch '\A.*\n.*\n\nSHORT DESCRIPTION\n    .+\n\n') { throw "The short description of $name is more than a line." }
    [System.IO.File]::WriteAllText((Join-Path $texts "$name.help.txt"), $text, $utf8)
}
