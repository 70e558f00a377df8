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
    steps:
      - name: Not an environment
  page:
    environment:
      name: 'github pages'
      url: https://example.org/
  later:
    environment: ${{ inputs.environment }}
'@
        '.github/workflows/test.yaml' = "jobs:`n  a:`n    environment: testing`n    name: a job`n"
        '.github/workflows/notes.txt' = ''
        '.gitlab-ci.yml' = "publish:`n  environment: production`n"
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
    @{ Line = 'Test-TrustedPublisher -Environment '; Offers = 'pypi', "'github pages'", 'testing', 'production' }
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
