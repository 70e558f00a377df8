# What a job says so that its log hides the tokens: on each CI system that listens what it listens to, elsewhere nothing.
BeforeAll {
    . $PSScriptRoot/Support.ps1
    $dist = Join-Path $TestDrive 'dist'
    $null = New-Item -ItemType Directory $dist
    $null = New-TestWheel $dist

    # Both forms, each in a job of its own. The tokens themselves go to a file, for the test to look for.
    $job = Join-Path $TestDrive 'job.ps1'
    Set-Content $job {
        param($manifest, $index, $dist, $tokens, $jwt)
        Import-Module $manifest
        $VerbosePreference = 'Continue'
        if ($dist) { Publish-PythonDistribution -Path $dist/* -Repository $index; return }
        $idToken = if ($jwt) { Get-Content $jwt | ConvertTo-SecureString -AsPlainText -Force } else { (Get-CIIdToken -Repository $index).Token }
        $apiToken = New-PyPIToken -IdToken $idToken -Repository $index
        $idToken, $apiToken.Token | ForEach-Object { ConvertFrom-SecureString $_ -AsPlainText } | Set-Content $tokens
    }

    function Invoke-Job {
        # Runs the chain, or with -OneCommand the other form, in a process that is a job; returns what it wrote and the index's log.
        param([string[]] $Argument, [hashtable] $Variables = @{}, [switch] $OneCommand, [switch] $BringsToken)

        $rehearsal = Start-Rehearsal -Argument $Argument
        $output, $errors, $tokens, $jwt = 'stdout.txt', 'stderr.txt', 'tokens.txt', 'jwt.txt' | ForEach-Object { Join-Path $TestDrive $_ }
        if ($BringsToken) {
            $answer = Invoke-RestMethod "$env:ACTIONS_ID_TOKEN_REQUEST_URL&audience=rehearsal" -Headers @{ Authorization = "bearer $env:ACTIONS_ID_TOKEN_REQUEST_TOKEN" } -NoProxy
            Set-Content $jwt $answer.value
        }
        $before = @{}
        foreach ($name in $Variables.Keys) {
            $before[$name] = [Environment]::GetEnvironmentVariable($name)
            Set-JobVariable $name $Variables[$name]
        }
        try { pwsh -NoProfile -NonInteractive -File $job (Get-ModuleManifest) $rehearsal.Index ($OneCommand ? $dist : '') $tokens ($BringsToken ? $jwt : '') > $output 2> $errors }
        finally {
            foreach ($name in $before.Keys) { Set-JobVariable $name $before[$name] }
            $log = Stop-Rehearsal $rehearsal
        }
        [pscustomobject]@{
            Output = @(Get-Content $output)
            Errors = @(Get-Content $errors)
            Tokens = @($OneCommand ? @() : (Get-Content $tokens))
            Log    = $log
            RequestToken = $rehearsal.RequestToken
        }
    }
}

Describe 'A job''s log' {
    It 'on GitHub hides both tokens and the one that the job requests them with, of the one-command form too' {
        $run = Invoke-Job -Argument '--ci', 'github' -OneCommand
        $masks = $run.Errors -match '^::add-mask::'
        $masks | Should -HaveCount 3
        $masks[0] | Should -Be "::add-mask::$($run.RequestToken)"
        $masks[1] | Should -Match '^::add-mask::eyJ[\w-]+\.[\w-]+\.[\w-]+$'
        $masks[2] | Should -Match '^::add-mask::pypi-'
        $run.Output -match 'add-mask|eyJ|pypi-' | Should -BeNullOrEmpty
    }

    It 'on Azure Pipelines hides the API token, by standard output' {
        $run = Invoke-Job -Argument '--ci', 'github' -BringsToken -Variables @{ GITHUB_ACTIONS = $null; TF_BUILD = 'True'; NO_GCE_CHECK = 'true' }
        $run.Output | Should -Contain "##vso[task.setsecret]$($run.Tokens[1])"
        $run.Errors -match 'pypi-|add-mask' | Should -BeNullOrEmpty
    }

    It 'on Buildkite hides both tokens by the agent' {
        $run = Invoke-Job -Argument '--ci', 'buildkite'
        $run.Log -match 'POST\s+200\s+/tool/hide' | Should -HaveCount 2
        foreach ($token in $run.Tokens) { "$($run.Output) $($run.Errors)".Contains($token) | Should -BeFalse }
    }

    It 'on GitLab hides both tokens where the user says that the runner listens' {
        $run = Invoke-Job -Argument '--ci', 'gitlab' -Variables @{ TRUSTEDPUBLISH_GITLAB_ADD_MASK = 'true' }
        foreach ($token in $run.Tokens) { $run.Errors | Should -Contain "::add-mask::$token" }
        $run.Output -match 'add-mask' | Should -BeNullOrEmpty
    }

    It 'is told nothing by <_>, which does not listen' -ForEach 'gitlab', 'google', 'circleci', 'semaphore' {
        $run = Invoke-Job -Argument '--ci', $_, '--token-audience', 'rehearsal'
        $run.Tokens | Should -HaveCount 2
        $written = ($run.Output + $run.Errors) -join "`n"
        $written | Should -Match 'issued an API token'
        foreach ($token in $run.Tokens) { $written.Contains($token) | Should -BeFalse }
        $written | Should -Not -Match 'add-mask|setsecret'
    }

    It 'on Buildkite is no reason to fail where the agent can''t' {
        $run = Invoke-Job -Argument '--ci', 'github' -BringsToken -Variables @{ GITHUB_ACTIONS = $null; BUILDKITE = 'true' }
        $run.Tokens | Should -HaveCount 2
        $run.Output -match 'not hidden in the job''s log: buildkite-agent is not on PATH' | Should -Not -BeNullOrEmpty
    }
}
