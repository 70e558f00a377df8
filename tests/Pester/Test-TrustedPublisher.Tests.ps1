# Test-TrustedPublisher: it must find what is wrong in each of these misconfigurations, and nothing where nothing is.
BeforeDiscovery {
    # Token: whose job it is; Claims: what differs in it from the usual job ($null: the claim is not there); Given: what is
    # registered; Differs: the step that must fail; Says: what its detail and remedy must name.
    $misconfigurations = @(
        @{ Case = 'another owner'; Token = 'GitHub'; Given = @{ Owner = 'octo' }; Differs = 'Owner'; Says = "'octo'", "'octo-org'" }
        @{ Case = 'the owner in other letters'; Token = 'GitHub'; Given = @{ Owner = 'Octo-Org' }; Differs = 'Owner'; Says = 'upper and lower case', "'octo-org'" }
        @{ Case = 'the owner with an @'; Token = 'GitHub'; Given = @{ Owner = '@octo-org' }; Differs = 'Owner'; Says = "'octo-org'" }
        @{ Case = 'another repository'; Token = 'GitHub'; Given = @{ RepositoryName = 'sample-project' }; Differs = 'Repository name'; Says = "'sample-project'", "'sampleproject'" }
        @{ Case = 'the repository in other letters'; Token = 'GitHub'; Given = @{ RepositoryName = 'SampleProject' }; Differs = 'Repository name'; Says = 'upper and lower case' }
        @{ Case = 'the repository with its owner'; Token = 'GitHub'; Given = @{ RepositoryName = 'octo-org/sampleproject' }; Differs = 'Repository name'; Says = 'that part alone' }
        @{ Case = 'another workflow'; Token = 'GitHub'; Given = @{ Workflow = 'publish.yml' }; Differs = 'Workflow name'; Says = "'publish.yml'", "'release.yml'", 'rename the workflow file' }
        @{ Case = 'the other suffix'; Token = 'GitHub'; Given = @{ Workflow = 'release.yaml' }; Differs = 'Workflow name'; Says = "'release.yaml'", "'release.yml'" }
        @{ Case = 'the workflow with its folder'; Token = 'GitHub'; Given = @{ Workflow = '.github/workflows/release.yml' }; Differs = 'Workflow name'; Says = 'that part alone' }
        @{ Case = 'the workflow in other letters'; Token = 'GitHub'; Given = @{ Workflow = 'Release.yml' }; Differs = 'Workflow name'; Says = 'upper and lower case' }
        @{ Case = 'a blank before the workflow'; Token = 'GitHub'; Given = @{ Workflow = ' release.yml' }; Differs = 'Workflow name'; Says = 'blank' }
        @{ Case = 'another environment'; Token = 'GitHub'; Given = @{ Environment = 'release' }; Differs = 'Environment name'; Says = "'release'", "'pypi'", 'environment: release' }
        @{ Case = 'an environment that the job has not'; Token = 'GitHub'; Claims = @{ environment = $null }; Given = @{ Environment = 'pypi' }; Differs = 'Environment name'; Says = "'pypi'", 'environment: pypi' }
        @{ Case = 'an owner that was renamed'; Token = 'GitHub'; Given = @{ Owner = 'old-org'; OwnerId = '65' }; Differs = 'Owner'; Says = "'old-org'", "'octo-org'" }
        @{ Case = 'an owner that was made anew'; Token = 'GitHub'; Given = @{ Owner = 'octo-org'; OwnerId = '12' }; Differs = 'Owner id'; Says = "'12'", "'65'", 'add it again' }
        @{ Case = 'a reusable workflow of another repository'; Token = 'GitHub'; Claims = @{ job_workflow_ref = 'octo-org/shared/.github/workflows/publish.yml@refs/heads/main' }; Given = @{ Workflow = 'publish.yml' }; Differs = 'Reusable workflow'; Says = 'octo-org/shared', '.github/workflows/release.yml' }
        @{ Case = 'a reusable workflow at another ref'; Token = 'GitHub'; Claims = @{ job_workflow_ref = 'octo-org/sampleproject/.github/workflows/publish.yml@refs/heads/main' }; Given = @{ Workflow = 'publish.yml' }; Differs = 'Reusable workflow'; Says = 'refs/heads/main', './.github/workflows/publish.yml' }
        @{ Case = 'the caller of a reusable workflow'; Token = 'GitHub'; Claims = @{ job_workflow_ref = 'octo-org/sampleproject/.github/workflows/publish.yml@refs/tags/v1.0' }; Given = @{ Workflow = 'release.yml' }; Differs = 'Workflow name'; Says = "'release.yml'", "'publish.yml'" }
        @{ Case = 'pull_request_target'; Token = 'GitHub'; Claims = @{ event_name = 'pull_request_target' }; Given = @{ }; Differs = 'Event'; Says = 'pull_request_target', 'on: release' }
        @{ Case = 'a token made by hand'; Token = 'GitHub'; Claims = @{ jti = $null }; Given = @{ }; Differs = 'Claims'; Says = "'jti'" }
        @{ Case = 'another group'; Token = 'GitLab'; Given = @{ Namespace = 'octo' }; Differs = 'Namespace'; Says = "'octo'", "'octo-group/tools'" }
        @{ Case = 'the group without its subgroup'; Token = 'GitLab'; Given = @{ Namespace = 'octo-group' }; Differs = 'Namespace'; Says = "'octo-group/tools'" }
        @{ Case = 'the group in other letters'; Token = 'GitLab'; Given = @{ Namespace = 'Octo-Group/tools' }; Differs = 'Namespace'; Says = 'upper and lower case' }
        @{ Case = 'the project with its path'; Token = 'GitLab'; Given = @{ ProjectName = 'octo-group/tools/sampleproject' }; Differs = 'Project name'; Says = 'that part alone' }
        @{ Case = 'another pipeline file'; Token = 'GitLab'; Given = @{ PipelineFile = 'ci/release.yml' }; Differs = 'Top-level pipeline file path'; Says = "'ci/release.yml'", "'.gitlab-ci.yml'", 'Settings' }
        @{ Case = 'the environment in other letters'; Token = 'GitLab'; Given = @{ Environment = 'PyPI' }; Differs = 'Environment name'; Says = 'upper and lower case' }
        @{ Case = 'an environment that the GitLab job has not'; Token = 'GitLab'; Claims = @{ environment = $null }; Given = @{ Environment = 'pypi' }; Differs = 'Environment name'; Says = '.gitlab-ci.yml' }
        @{ Case = 'a pipeline of another project'; Token = 'GitLab'; Claims = @{ ci_config_ref_uri = $null }; Given = @{ }; Differs = 'Pipeline file'; Says = 'General pipelines' }
        @{ Case = 'another service account'; Token = 'Google'; Given = @{ Email = 'other@example.iam.gserviceaccount.com' }; Differs = 'Email'; Says = 'other@example', 'publisher@example', 'GOOGLE_SERVICE_ACCOUNT_NAME' }
        @{ Case = 'another subject'; Token = 'Google'; Given = @{ Subject = '1' }; Differs = 'Subject'; Says = "'1'", "'108209354712360987651'" }
        @{ Case = 'a token without an address'; Token = 'Google'; Claims = @{ email = $null }; Given = @{ }; Differs = 'Email'; Says = 'format=full' }
        @{ Case = 'an address that nobody vouches for'; Token = 'Google'; Claims = @{ email_verified = $false }; Given = @{ }; Differs = 'Email'; Says = 'email_verified' }
        @{ Case = 'another organization'; Token = 'ActiveState'; Given = @{ Organization = 'Acme' }; Differs = 'Organization'; Says = "'Acme'", "'octo-org'" }
        @{ Case = 'another project of ActiveState'; Token = 'ActiveState'; Given = @{ ActiveStateProject = 'other' }; Differs = 'ActiveState Project name'; Says = "'other'" }
        @{ Case = 'another account'; Token = 'ActiveState'; Given = @{ Actor = 'somebody' }; Differs = 'Actor Username'; Says = "'somebody'", 'state auth' }
        @{ Case = 'another builder'; Token = 'ActiveState'; Claims = @{ builder = 'wheel-builder' }; Given = @{ }; Differs = 'Builder'; Says = 'pypi_publisher' }
        @{ Case = 'a publisher of another kind'; Token = 'GitLab'; Given = @{ Owner = 'octo-group' }; Differs = 'Publisher'; Says = 'GitHub', 'GitLab' }
        @{ Case = 'a token for another index'; Token = 'GitHub'; Claims = @{ aud = 'testpypi' }; Given = @{ }; Differs = 'Audience'; Says = "'testpypi'", "'rehearsal'" }
        @{ Case = 'a token that has ended'; Token = 'GitHub'; Claims = @{ exp = 1700000300 }; Given = @{ }; Differs = 'ID token'; Says = 'ended' }
    )
}

BeforeAll {
    . $PSScriptRoot/Support.ps1
    $rehearsal = Start-Rehearsal
    # The line for people that goes past the objects.
    $PSDefaultParameterValues['Test-TrustedPublisher:InformationAction'] = 'Ignore'
    $now = [DateTimeOffset]::UtcNow.ToUnixTimeSeconds()
    $usual = @{ aud = 'rehearsal'; iat = $now; nbf = $now; exp = $now + 300; jti = 'a-token' }
    $jobs = @{
        GitHub = @{
            iss = 'https://token.actions.githubusercontent.com'; sub = 'repo:octo-org/sampleproject:environment:pypi'; ref = 'refs/tags/v1.0'
            sha = '9a8b7c6d5e4f30211203f4e5d6c7b8a990817263'; repository = 'octo-org/sampleproject'; repository_owner = 'octo-org'
            repository_owner_id = '65'; event_name = 'release'; environment = 'pypi'
            workflow_ref = 'octo-org/sampleproject/.github/workflows/release.yml@refs/tags/v1.0'
            job_workflow_ref = 'octo-org/sampleproject/.github/workflows/release.yml@refs/tags/v1.0'
        }
        GitLab = @{
            iss = 'https://gitlab.com'; sub = 'project_path:octo-group/tools/sampleproject:ref_type:tag:ref:v1.0'
            project_path = 'octo-group/tools/sampleproject'; namespace_path = 'octo-group/tools'; ref_path = 'refs/tags/v1.0'
            sha = '9a8b7c6d5e4f30211203f4e5d6c7b8a990817263'; environment = 'pypi'
            ci_config_ref_uri = 'gitlab.com/octo-group/tools/sampleproject//.gitlab-ci.yml@refs/tags/v1.0'
        }
        Google = @{ iss = 'https://accounts.google.com'; sub = '108209354712360987651'; email = 'publisher@example.iam.gserviceaccount.com'; email_verified = $true }
        ActiveState = @{
            iss = 'https://platform.activestate.com/api/v1/oauth/oidc'; sub = 'org:octo-org:project:sampleproject'; organization = 'octo-org'
            project = 'sampleproject'; actor = 'octocat'; actor_id = '00000000-1111-2222-3333-444444444444'; builder = 'pypi-publisher'
        }
    }
    function New-JobToken([string] $Kind, [hashtable] $Change = @{}) {
        $claims = $usual + $jobs[$Kind]
        foreach ($name in $Change.Keys) { if ($null -eq $Change[$name]) { $claims.Remove($name) } else { $claims[$name] = $Change[$name] } }
        New-Jwt $claims
    }
}
AfterAll { $null = Stop-Rehearsal $rehearsal }

Describe 'Test-TrustedPublisher and <Case>' -ForEach $misconfigurations {
    It 'names <Differs>, and nothing else' {
        $token = New-JobToken $Token ($Claims ?? @{})
        $steps = Test-TrustedPublisher $rehearsal.Index -IdToken $token @Given
        $failed = @($steps | Where-Object Status -EQ 'Failed')
        $failed.Step | Where-Object { $_ -ne 'Publisher' -or $Differs -eq 'Publisher' } | Sort-Object -Unique | Should -Be $Differs
        $step = $failed | Where-Object Step -EQ $Differs | Select-Object -First 1
        foreach ($word in $Says) { "$($step.Detail) $($step.Remedy)" | Should -BeLike "*$word*" }
        $step.Remedy | Should -Not -BeNullOrEmpty
    }
}

Describe 'Test-TrustedPublisher' {
    It 'passes a job whose publisher is registered as it is: <Kind>' -ForEach @(
        @{ Kind = 'GitHub'; Given = @{ Owner = 'octo-org'; RepositoryName = 'sampleproject'; Workflow = 'release.yml'; Environment = 'pypi'; OwnerId = '65' } }
        @{ Kind = 'GitHub'; Given = @{ Owner = 'octo-org'; Environment = 'PyPI' } }
        @{ Kind = 'GitHub'; Given = @{ Owner = 'octo-org'; Environment = '' } }
        @{ Kind = 'GitLab'; Given = @{ Namespace = 'octo-group/tools'; ProjectName = 'sampleproject'; PipelineFile = '.gitlab-ci.yml'; Environment = 'pypi' } }
        @{ Kind = 'Google'; Given = @{ Email = 'publisher@example.iam.gserviceaccount.com'; Subject = '108209354712360987651' } }
        @{ Kind = 'Google'; Given = @{ Email = 'publisher@example.iam.gserviceaccount.com'; Subject = '' } }
        @{ Kind = 'ActiveState'; Given = @{ Organization = 'octo-org'; ActiveStateProject = 'sampleproject'; Actor = 'octocat' } }
    ) {
        $steps = Test-TrustedPublisher $rehearsal.Index -IdToken (New-JobToken $Kind) @Given
        $steps.Status | Should -Not -Contain 'Failed'
        ($steps | Where-Object Step -EQ 'Publisher').Status | Should -Be 'Passed'
    }

    It 'asks the CI system of this job where no token is given' {
        $steps = Test-TrustedPublisher -Repository $rehearsal.Index -Owner octo-org -RepositoryName sampleproject -Workflow release.yml -Environment pypi
        $steps.Status | Should -Not -Contain 'Failed'
        ($steps | Where-Object Step -EQ 'CI system').Detail | Should -BeLike 'GitHubActions*'
        ($steps | Where-Object Step -EQ 'Permission').Status | Should -Be 'Passed'
    }

    It 'shows the claims by the names of the form where nothing is given to compare' {
        $steps = Test-TrustedPublisher -Repository $rehearsal.Index
        foreach ($name in 'Owner', 'Repository name', 'Workflow name', 'Environment name') { $steps.Step | Should -Contain $name }
        ($steps | Where-Object Step -EQ 'Workflow name').Detail | Should -BeLike "'release.yml'*"
    }

    It 'links to the form, filled in' {
        $link = (Test-TrustedPublisher -Repository $rehearsal.Index -Project demo | Where-Object Step -EQ 'Publisher').Link
        $link | Should -BeExactly "$($rehearsal.Index)manage/project/demo/settings/publishing/?provider=github&owner=octo-org&repository=sampleproject&workflow_filename=release.yml&environment=pypi"
    }

    It 'prints the link on a line of its own' {
        $shown = pwsh -NoProfile -Command "Import-Module '$(Get-ModuleManifest)'; Test-TrustedPublisher '$($rehearsal.Index)' -Project demo" 2>$null | Out-String
        $shown | Should -Match "(?m)filled in: $([regex]::Escape($rehearsal.Index))manage/project/demo/settings/publishing/\?provider=github&owner=octo-org&repository=sampleproject&workflow_filename=release.yml&environment=pypi\r?$"
    }

    It 'mints nothing unless it is told to' {
        $null = Test-TrustedPublisher -Repository $rehearsal.Index
        $token = Get-CIIdToken -Repository $rehearsal.Index
        $null = $token | Test-TrustedPublisher
        # What was only looked at can still be exchanged.
        $token | New-PyPIToken | Should -Not -BeNullOrEmpty
    }

    It 'mints and revokes with -Mint' {
        $steps = Test-TrustedPublisher -Repository $rehearsal.Index -Mint
        ($steps | Where-Object Step -EQ 'Exchange').Status | Should -Be 'Passed'
        ($steps | Where-Object Step -EQ 'Revocation').Status | Should -Be 'Passed'
        (Test-TrustedPublisher -Repository $rehearsal.Index -Mint -WhatIf | Where-Object Step -EQ 'Exchange').Status | Should -Be 'Skipped'
    }

    It 'does not mint for a job that differs' {
        $steps = Test-TrustedPublisher -Repository $rehearsal.Index -Workflow other.yml -Mint
        ($steps | Where-Object Step -EQ 'Exchange').Status | Should -Be 'Skipped'
    }

    It 'names the missing permission' {
        $url = $env:ACTIONS_ID_TOKEN_REQUEST_URL
        $env:ACTIONS_ID_TOKEN_REQUEST_URL = $null
        try { $step = Test-TrustedPublisher -Repository $rehearsal.Index | Where-Object Step -EQ 'Permission' }
        finally { $env:ACTIONS_ID_TOKEN_REQUEST_URL = $url }
        $step.Status | Should -Be 'Failed'
        $step.Remedy | Should -Match 'id-token: write'
    }

    It 'says which step fails where the index does not answer' {
        $steps = Test-TrustedPublisher -Repository http://127.0.0.1:9/ -IdToken (New-JobToken GitHub) -MaximumRetryCount 0
        ($steps | Where-Object Step -EQ 'Index').Status | Should -Be 'Failed'
        ($steps | Where-Object Step -EQ 'Owner').Detail | Should -BeLike "*'octo-org'*"
    }

    It 'tells the run''s page on GitHub' {
        $env:GITHUB_STEP_SUMMARY = Join-Path $TestDrive 'summary.md'
        try { $null = Test-TrustedPublisher -Repository $rehearsal.Index -Workflow 'a|b.yml' }
        finally { $env:GITHUB_STEP_SUMMARY = $null }
        $page = Get-Content (Join-Path $TestDrive 'summary.md') -Raw
        $page | Should -Match "### This job can't publish"
        $page | Should -Match '\| ❌ \| Workflow name \| You gave ''a\\\|b\\.yml'''
        $page | Should -Match '\[The form, filled in\]\(http://127'
    }

    It 'is no error in itself' {
        { Test-TrustedPublisher -Repository $rehearsal.Index -Workflow other.yml -ErrorAction Stop } | Should -Not -Throw
    }

    It 'returns nothing that is a credential' {
        $token = New-JobToken GitHub
        $all = (Test-TrustedPublisher $rehearsal.Index -IdToken $token | ConvertTo-Json -Depth 5) + (Test-TrustedPublisher $rehearsal.Index -IdToken $token | Out-String)
        foreach ($part in $token.Split('.')) { $all | Should -Not -BeLike "*$part*" }
    }

    It 'completes the workflow''s file and GitLab''s variables' {
        $null = New-Item -ItemType Directory -Force (Join-Path $TestDrive '.github/workflows')
        'release.yml', 'test.yaml', 'notes.txt' | ForEach-Object { $null = New-Item (Join-Path $TestDrive ".github/workflows/$_") }
        Push-Location $TestDrive
        $env:COMPLETED_ID_TOKEN = 'x'
        try {
            $line = 'Test-TrustedPublisher -Workflow '
            (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be 'release.yml', 'test.yaml'
            $line = 'Get-CIIdToken -TokenVariable COMPL'
            (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be 'COMPLETED_ID_TOKEN'
        }
        finally { Remove-Item Env:COMPLETED_ID_TOKEN; Pop-Location }
    }

    It 'fits a screen of 80 columns' {
        $shown = Test-TrustedPublisher $rehearsal.Index -IdToken (New-JobToken GitHub) -Workflow publish.yml | Out-String -Width 80
        $shown | Should -Match '(?m)^FAILED\s+Workflow name'
        ($shown -split "`n" | ForEach-Object { $_.TrimEnd().Length } | Measure-Object -Maximum).Maximum | Should -BeLessOrEqual 80
    }
}
