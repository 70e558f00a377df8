# The about topics in the staged module, that they are made from what stands elsewhere, and the PowerShell on every page.
BeforeDiscovery {
    . $PSScriptRoot/Support.ps1
    $topics = (Get-ChildItem (Join-Path $script:Root 'docs/en-US') -Filter about_*.md).BaseName
    $pages = @(Get-ChildItem $script:Root -Filter *.md) + @(Get-ChildItem (Join-Path $script:Root 'docs') -Filter *.md -Recurse)
    $blocks = foreach ($page in $pages) {
        $number = 0
        foreach ($match in [regex]::Matches((Get-Content $page.FullName -Raw), '(?ms)^([ ]*)```powershell\r?\n(.*?)^[ ]*```')) {
            @{ Page = [System.IO.Path]::GetRelativePath($script:Root, $page.FullName); Number = ++$number; Code = $match.Groups[2].Value }
        }
    }
}
BeforeAll { . $PSScriptRoot/Support.ps1 }

Describe '<_>' -ForEach $topics {
    BeforeAll {
        $topic = $_
        # Offline, in a session that has the module and nothing else.
        $shown = pwsh -NoProfile -NonInteractive -Command "Import-Module '$((Get-ModuleManifest) -replace "'", "''")'; Get-Help $topic -ErrorAction Stop"
    }

    It 'is shown by Get-Help' {
        $LASTEXITCODE | Should -Be 0
        $shown[1].Trim() | Should -Be $topic
        $shown.Count | Should -BeGreaterThan 30
    }

    It 'fits 80 columns' { ($shown | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 80 }

    It 'has its summary in the list of topics' { (Get-Help "$topic*" | Where-Object Name -eq $topic).Synopsis | Should -Match '\w \w.*\.$' }

    It 'leaves no Markdown' { $shown -join "`n" | Should -Not -Match '(?m)`|^#|\]\(|\*\*' }
}

Describe 'What is made from the code and the pages' {
    BeforeAll { & (Join-Path $script:Root 'docs/Update-About.ps1') -Destination $TestDrive }

    It 'is up to date: <_>' -ForEach (@('docs/en-US/about_TrustedPublish_Errors.md') + $topics.ForEach({ "module/en-US/$_.help.txt" })) {
        $made = Get-Content (Join-Path $TestDrive $_) -Raw
        $made.Length | Should -BeGreaterThan 1000
        (Get-Content (Join-Path $script:Root $_) -Raw) -replace "`r" | Should -BeExactly $made -Because './docs/Update-About.ps1 renews it'
    }

    It 'is up to date: the help of each cmdlet' {
        if (-not (Get-Module -ListAvailable Microsoft.PowerShell.PlatyPS)) { Set-ItResult -Skipped -Because 'Microsoft.PowerShell.PlatyPS is not installed' }
        # In a process of its own: PlatyPS brings libraries.
        $folder = Join-Path $TestDrive 'help'
        $said = pwsh -NoProfile -NonInteractive -File (Join-Path $script:Root 'docs/Update-Help.ps1') -Destination $folder 2>&1
        $LASTEXITCODE | Should -Be 0 -Because "$said"
        $made = Get-ChildItem (Join-Path $folder 'module/en-US') -Filter *.dll-Help.xml
        $made.Name | Should -Be (Get-ChildItem (Join-Path $script:Root 'module/en-US') -Filter *.dll-Help.xml).Name
        foreach ($file in $made) {
            (Get-Content (Join-Path $script:Root "module/en-US/$($file.Name)") -Raw) -replace "`r" | Should -BeExactly ((Get-Content $file -Raw) -replace "`r") -Because './build.ps1 -Task Docs renews it'
        }
    }
}

Describe '<Page>, block <Number>' -ForEach $blocks {
    It 'parses, and gives this module''s cmdlets parameters that they have' {
        $errors = $null
        $tree = [System.Management.Automation.Language.Parser]::ParseInput($Code, [ref] $null, [ref] $errors)
        $errors | Should -BeNullOrEmpty
        $own = (Get-Command -Module TrustedPublish).Name
        foreach ($call in $tree.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true).Where({ $_.GetCommandName() -in $own })) {
            $command = Get-Command $call.GetCommandName()
            foreach ($word in $call.CommandElements.Where({ $_ -is [System.Management.Automation.Language.CommandParameterAst] })) {
                { $command.ResolveParameter($word.ParameterName) } | Should -Not -Throw -Because $call.Extent.Text
            }
        }
    }
}
