# The module's surface: what it exports, how it is documented, and that each part has its source and its test.
BeforeDiscovery {
    . $PSScriptRoot/Support.ps1
    $commands = (Get-Command -Module TrustedPublish).Name
    $common = [System.Management.Automation.PSCmdlet]::CommonParameters + [System.Management.Automation.PSCmdlet]::OptionalCommonParameters
    $parameters = foreach ($command in $commands) {
        foreach ($parameter in (Get-Command $command).Parameters.Keys.Where({ $_ -notin $common })) { @{ Command = $command; Parameter = $parameter } }
    }
}
BeforeAll { . $PSScriptRoot/Support.ps1 }

Describe 'The manifest' {
    BeforeAll { $manifest = Test-ModuleManifest (Get-ModuleManifest) }

    It 'names each cmdlet and exports nothing else' {
        (Import-PowerShellDataFile (Get-ModuleManifest)).CmdletsToExport | Sort-Object | Should -Be ((Get-Command -Module TrustedPublish).Name | Sort-Object)
        $manifest.ExportedFunctions.Count + $manifest.ExportedAliases.Count + $manifest.ExportedVariables.Count | Should -Be 0
    }

    It 'is for PowerShell 7.4 and later on every system' {
        $manifest.PowerShellVersion | Should -Be '7.4'
        $manifest.CompatiblePSEditions | Should -Be 'Core'
        $manifest.Tags | Should -Contain 'Windows'
        $manifest.Tags | Should -Contain 'Linux'
        $manifest.Tags | Should -Contain 'MacOS'
    }

    It 'has the version of the change log' {
        $changes = Get-Content (Join-Path $script:Root 'CHANGELOG.md') -Raw
        $changes | Should -Match "## \[?$([regex]::Escape($manifest.Version))"
    }

    It 'stages no reference assembly and nothing of PowerShell''s own' {
        $staged = (Get-ChildItem (Split-Path (Get-ModuleManifest)) -Recurse -Filter *.dll).Name
        $staged | Should -Contain 'TrustedPublish.Core.dll'
        $staged | Where-Object { $_ -like 'System.*' -or $_ -like 'Microsoft.*' } | Should -BeNullOrEmpty
    }
}

Describe '<_>' -ForEach $commands {
    It 'has a source file, a test file and a help page' {
        $noun = $_ -replace '-'
        Join-Path $script:Root "src/TrustedPublish.Cmdlets/Commands/${noun}Command.cs" | Should -Exist
        Join-Path $PSScriptRoot "$_.Tests.ps1" | Should -Exist
        Join-Path $script:Root "docs/en-US/$_.md" | Should -Exist
    }

    It 'has an approved verb' { ($_ -split '-')[0] | Should -BeIn (Get-Verb).Verb }

    It 'says what it returns' { (Get-Command $_).OutputType | Should -Not -BeNullOrEmpty }

    It 'has help with examples that parse' {
        $help = Get-Help $_ -Full
        $help.Synopsis | Should -Not -Match "^\s*$_"
        ($help.description | Out-String).Length | Should -BeGreaterThan 100
        @($help.examples.example).Count | Should -BeGreaterOrEqual 3
        foreach ($example in $help.examples.example) {
            $errors = $null
            $example.code | Should -Not -BeNullOrEmpty
            $null = [System.Management.Automation.Language.Parser]::ParseInput($example.code, [ref] $null, [ref] $errors)
            $errors | Should -BeNullOrEmpty -Because "example '$($example.title)' is to be pasted"
        }
        $help | Out-String | Should -Not -Match '\{\{'
    }
}

Describe 'Help of <Command> -<Parameter>' -ForEach $parameters {
    It 'is written' {
        $text = (Get-Help $Command -Parameter $Parameter).description.Text -join ' '
        $text.Length | Should -BeGreaterThan 20
        $text | Should -Not -Match '\{\{'
    }
}
