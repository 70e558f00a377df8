# What Tab offers, as a maintainer at a prompt sees it: in a clone with workflows and a build.
BeforeAll {
    . $PSScriptRoot/Support.ps1
    $clone = New-Item -ItemType Directory (Join-Path $TestDrive 'clone')
    $null = foreach ($folder in '.git', '.github/workflows', 'ci', 'dist', 'elsewhere') { New-Item -ItemType Directory -Force (Join-Path $clone $folder) }
    $files = @{
        '.git/config' = "[core]`n`tbare = false`n[remote `"upstream`"]`n`turl = https://github.com/other/fork.git`n[remote `"origin`"]`n`turl = git@github.com:octo-org/sampleproject.git`n[branch `"main`"]`n"
        '.github/workflows/release.yml' = @'
name: Release
jobs:
  publish:
    # environment: commented
    environment: pypi   # the publisher's
    env:
      environment: a variable
    steps:
      - name: Not an environment
        uses: ./.github/actions/deploy
        with:
          environment: an input
  page:
    environment:
      name: 'github pages'
      url: https://example.org/
  later:
    environment: ${{ inputs.environment }}
'@
        '.github/workflows/test.yaml' = "jobs:`n  a:`n    environment: testing`n    name: a job`n"
        '.github/workflows/notes.txt' = ''
        '.gitlab-ci.yml' = "variables:`n  environment: a variable`npublish:`n  environment: production`n  script:`n  - 'true'`n  variables:`n    environment: another`nreview:`n  environment:`n    name: preview`n    action: start`n"
        'ci/release.yml' = ''; 'ci/readme.md' = ''; 'other.yml' = ''
        'dist/demo-1.0-py3-none-any.whl' = ''; 'dist/demo-1.0.tar.gz' = ''; 'dist/SHA256SUMS' = ''
        'elsewhere/notes.txt' = ''
    }
    foreach ($file in $files.Keys) { Set-Content (Join-Path $clone $file) $files[$file] }
    Push-Location $clone

    function Get-Completion {
        param([string] $Line)
        (TabExpansion2 $Line $Line.Length).CompletionMatches
    }
}
AfterAll { Pop-Location }

Describe 'Tab after "<Line>"' -ForEach @(
    @{ Line = 'Test-TrustedPublisher -Workflow '; Offers = 'release.yml', 'test.yaml' }
    @{ Line = 'Test-TrustedPublisher -Workflow T'; Offers = 'test.yaml' }
    @{ Line = 'Test-TrustedPublisher -Environment '; Offers = 'pypi', "'github pages'", 'testing', 'production', 'preview' }
    @{ Line = 'Test-TrustedPublisher -Workflow release.yml -Environment '; Offers = 'pypi', "'github pages'" }
    @{ Line = 'Test-TrustedPublisher -Environment "git'; Offers = "'github pages'" }
    @{ Line = 'Test-TrustedPublisher -Owner '; Offers = 'octo-org' }
    @{ Line = 'Test-TrustedPublisher -RepositoryName '; Offers = 'sampleproject' }
    @{ Line = 'Test-TrustedPublisher -Namespace OCTO'; Offers = 'octo-org' }
    @{ Line = 'Test-TrustedPublisher -ProjectName x'; Offers = @() }
    @{ Line = 'Test-TrustedPublisher -PipelineFile '; Offers = '.gitlab-ci.yml', 'other.yml', 'ci/release.yml' }
    @{ Line = 'Get-CIIdToken -Provider '; Offers = 'Buildkite', 'CircleCI', 'GitHubActions', 'GitLab', 'GoogleCloud', 'Semaphore' }
    @{ Line = 'Get-CIIdToken -Provider g'; Offers = 'GitHubActions', 'GitLab', 'GoogleCloud' }
    @{ Line = 'Publish-PythonDistribution -Repository '; Offers = 'pypi', 'testpypi' }
    @{ Line = 'New-ActiveStateBuildScript -Platform '; Offers = 'linux', 'macos', 'windows' }
) {
    It 'offers what fits' { @(Get-Completion $Line).CompletionText | Should -Be $Offers }

    It 'says more of each than its name' {
        # Of -Provider PowerShell completes the values itself, without a text; a file here says it all by its name.
        foreach ($offer in Get-Completion $Line) {
            if ($Line -notmatch '-Provider' -and $offer.CompletionText -notmatch '^(other|ci/release)\.yml$') { $offer.ToolTip | Should -Not -BeIn $offer.CompletionText, '' }
        }
    }
}

Describe 'Tab after a path of "<_>"' -ForEach 'Publish-PythonDistribution ', 'Test-PythonDistribution -Path ', 'Get-PythonDistribution ' {
    It 'offers distributions' {
        (Get-Completion "$($_)dist/").ListItemText | Should -Be 'demo-1.0-py3-none-any.whl', 'demo-1.0.tar.gz'
    }

    It 'offers the folders on the way' {
        $found = (Get-Completion $_).ListItemText
        $found | Should -Contain 'dist'
        $found | Should -Not -Contain 'other.yml'
    }

    It 'offers every file where there are no distributions' { (Get-Completion "$($_)elsewhere/").ListItemText | Should -Be 'notes.txt' }
}

Describe 'Tab where a folder has nothing to go by' {
    BeforeAll { Push-Location (Join-Path $clone 'elsewhere') }
    AfterAll { Pop-Location }

    It 'offers no file for -<_>' -ForEach 'Workflow', 'Environment', 'Owner', 'RepositoryName', 'Namespace', 'ProjectName', 'PipelineFile' {
        Get-Completion "Test-TrustedPublisher -$_ " | Should -BeNullOrEmpty
    }
}

Describe 'A clone of others'' that has "<Quote>" in its names' -ForEach @(
    foreach ($code in 0x27, 0x2018, 0x2019, 0x201A, 0x201B) { @{ Quote = [char] $code; Text = "a$([char] $code); throw 1; $([char] $code)b" } }
) {
    BeforeAll {
        $folder = Join-Path $TestDrive ((New-Guid).ToString('n'))
        $null = New-Item -ItemType Directory (Join-Path $folder '.git'), (Join-Path $folder '.github/workflows'), (Join-Path $folder 'ci')
        Set-Content (Join-Path $folder '.git/config') "[remote `"origin`"]`n`turl = https://github.com/$Text/$Text.git`n"
        Set-Content (Join-Path $folder ".github/workflows/$Text.yml") "jobs:`n  a:`n    environment: $Text`n"
        Set-Content (Join-Path $folder "ci/$Text.yml") ''
        Push-Location $folder
    }
    AfterAll { Pop-Location }

    It 'gets them as one argument: -<_>' -ForEach 'Workflow', 'Environment', 'Owner', 'RepositoryName', 'Namespace', 'ProjectName', 'PipelineFile' {
        $offer = Get-Completion "Test-TrustedPublisher -$_ "
        $offer | Should -HaveCount 1
        $errors = $null
        $tree = [System.Management.Automation.Language.Parser]::ParseInput("Test-TrustedPublisher -$_ $($offer.CompletionText)", [ref] $null, [ref] $errors)
        $errors | Should -BeNullOrEmpty
        $tree.EndBlock.Statements | Should -HaveCount 1
        $commands = $tree.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandBaseAst] }, $true)
        $commands | Should -HaveCount 1
        $commands[0].CommandElements | Should -HaveCount 3
        $commands[0].CommandElements[2].Value | Should -BeLike "*$Text*"
    }
}

Describe 'A clone of others'' whose files are no text' {
    BeforeEach {
        $folder = Join-Path $TestDrive ((New-Guid).ToString('n'))
        $workflows = New-Item -ItemType Directory (Join-Path $folder '.github/workflows')
        Set-Content (Join-Path $workflows 'plain.yml') "jobs:`n  a:`n    environment: plain`n"
        Push-Location $folder
    }
    AfterEach { Pop-Location }

    It 'offers nothing that has a control character, and shows nothing that a log would take for a command' {
        $escape = [char] 27
        Set-Content (Join-Path $workflows 'escape.yml') "jobs:`n  a:`n    environment: a$escape]0;b`n  c:`n    environment: 'd ##[error]e'`n"
        $offers = Get-Completion 'Test-TrustedPublisher -Environment '
        $offers.CompletionText | Should -Be "'d ##[error]e'", 'plain'
        $offers.ListItemText | Should -Be 'd # #[error]e', 'plain'
    }

    It 'opens no device, no pipe and no link' {
        if (-not $IsLinux) { Set-ItResult -Skipped -Because 'the devices and pipes here are those of Linux' }
        # Of each of these a reader would see no end, or nothing for ever.
        $null = New-Item -ItemType SymbolicLink (Join-Path $workflows 'zero.yml') -Target /dev/zero
        $null = New-Item -ItemType SymbolicLink (Join-Path $workflows 'linked.yml') -Target (Join-Path $clone '.github/workflows/release.yml')
        mkfifo (Join-Path $workflows 'pipe.yml')
        # In a process that can be ended: the mended and the broken one differ in whether they come back.
        $manifest = Get-ModuleManifest
        $start = [System.Diagnostics.ProcessStartInfo]::new([Environment]::ProcessPath)
        foreach ($word in '-NoProfile', '-NonInteractive', '-Command', "Import-Module '$manifest'; Set-Location '$folder'; (TabExpansion2 'Test-TrustedPublisher -Environment ' 35).CompletionMatches.CompletionText") { $start.ArgumentList.Add($word) }
        $start.RedirectStandardOutput = $true
        $process = [System.Diagnostics.Process]::Start($start)
        try {
            $said = $process.StandardOutput.ReadToEndAsync()
            $said.Wait(60000) | Should -BeTrue -Because 'it has to come back'
            $said.Result.Trim() | Should -Be 'plain'
        }
        finally { if (-not $process.HasExited) { $process.Kill($true) } }
    }

    It 'reads nothing that is longer than a configuration gets' {
        Set-Content (Join-Path $workflows 'long.yml') "jobs:`n  a:`n    environment: long`n$('#' * 1MB)"
        (Get-Completion 'Test-TrustedPublisher -Environment ').CompletionText | Should -Be 'plain'
    }
}

Describe 'The origin <Url>' -ForEach @(
    @{ Url = 'https://github.com/octo-org/sampleproject'; Owner = 'octo-org'; Name = 'sampleproject' }
    @{ Url = 'https://user:secret@github.com/octo-org/sampleproject.git'; Owner = 'octo-org'; Name = 'sampleproject' }
    @{ Url = 'ssh://git@gitlab.example.org:2222/octo-group/tools/sampleproject.git'; Owner = 'octo-group/tools'; Name = 'sampleproject' }
    @{ Url = 'git@gitlab.com:octo-group/tools/sample.project.git'; Owner = 'octo-group/tools'; Name = 'sample.project' }
) {
    It 'is read without its secrets' {
        $folder = Join-Path $TestDrive ((New-Guid).ToString('n'))
        $null = New-Item -ItemType Directory (Join-Path $folder '.git')
        Set-Content (Join-Path $folder '.git/config') "[remote `"origin`"]`n`turl = $Url`n"
        Push-Location $folder
        try { $offeredOwner, $offeredName = (Get-Completion 'Test-TrustedPublisher -Namespace '), (Get-Completion 'Test-TrustedPublisher -ProjectName ') }
        finally { Pop-Location }
        $offeredOwner.CompletionText | Should -Be $Owner
        $offeredName.CompletionText | Should -Be $Name
        $offeredOwner.ToolTip | Should -Not -Match 'secret|user'
    }
}
