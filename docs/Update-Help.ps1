<#
.SYNOPSIS
Makes the help that Get-Help shows (module/en-US) from the pages in docs/en-US.
.DESCRIPTION
The pages follow PlatyPS's schema; a new cmdlet's page begins as New-MarkdownCommandHelp writes it. The about topics are made
by Update-About.ps1, which takes the errors from the module that was built last. Run by build.ps1 -Task Docs. Needs PowerShell 7
and Install-PSResource Microsoft.PowerShell.PlatyPS.
#>
[CmdletBinding()]
param(
    # The folder below which module/en-US, and the page of errors in docs/en-US, are written; the repository.
    [string] $Destination = (Split-Path $PSScriptRoot)
)

$ErrorActionPreference = 'Stop'
Import-Module Microsoft.PowerShell.PlatyPS

function Repair-Maml {
    # PlatyPS 1.0 leaves an example's code among its remarks, with the Markdown fence around it, puts a control character
    # between paragraphs, and shows links between pages as file names.
    param([System.Xml.XmlDocument] $Maml)

    $names = [System.Xml.XmlNamespaceManager]::new($Maml.NameTable)
    $names.AddNamespace('maml', 'http://schemas.microsoft.com/maml/2004/10')
    $names.AddNamespace('command', 'http://schemas.microsoft.com/maml/dev/command/2004/10')
    $names.AddNamespace('dev', 'http://schemas.microsoft.com/maml/dev/2004/10')
    foreach ($example in $Maml.SelectNodes('//command:example', $names)) {
        $remarks = $example.SelectSingleNode('dev:remarks', $names)
        foreach ($paragraph in @($example.SelectNodes('maml:introduction/maml:para', $names))) {
            $null = $paragraph.ParentNode.RemoveChild($paragraph)
            if ($paragraph.InnerText -match '(?s)^```\w*\r?\n(.*?)\r?\n```$') {
                $example.SelectSingleNode('dev:code', $names).InnerText = $Matches[1]
            }
            elseif ($paragraph.InnerText.Trim([char] 0x80, ' ')) { $null = $remarks.AppendChild($paragraph) }
        }
        # A blank line before the next example.
        $null = $remarks.AppendChild($Maml.CreateElement('maml', 'para', $names.LookupNamespace('maml')))
    }
    foreach ($address in $Maml.SelectNodes('//maml:navigationLink/maml:uri', $names)) {
        if ($address.InnerText -like '*.md') { $address.InnerText = '' }
    }
    foreach ($link in @($Maml.SelectNodes('//maml:navigationLink[maml:linkText = "Online Version"]', $names))) {
        if (-not $link.SelectSingleNode('maml:uri', $names).InnerText) { $null = $link.ParentNode.RemoveChild($link) }
    }
}

$target = New-Item -ItemType Directory -Force (Join-Path $Destination 'module/en-US')
$work = New-Item -ItemType Directory (Join-Path ([System.IO.Path]::GetTempPath()) (New-Guid))
try {
    foreach ($file in Get-ChildItem $PSScriptRoot/en-US/*-*.md | Import-MarkdownCommandHelp | Export-MamlCommandHelp -OutputFolder $work) {
        $maml = [xml]::new()
        $maml.PreserveWhitespace = $false
        $maml.Load($file.FullName)
        Repair-Maml $maml
        $settings = [System.Xml.XmlWriterSettings]@{ Indent = $true; NewLineChars = "`n"; Encoding = [System.Text.UTF8Encoding]::new($false) }
        $writer = [System.Xml.XmlWriter]::Create((Join-Path $target $file.Name), $settings)
        try { $maml.Save($writer) } finally { $writer.Dispose() }
    }
}
finally { Remove-Item $work -Recurse }

& $PSScriptRoot/Update-About.ps1 -Destination $Destination
