# Nothing prints a token: not a stream, an error record, a view, JSON, a transcript or a progress record.
BeforeAll {
    . $PSScriptRoot/Support.ps1
    $rehearsal = Start-Rehearsal -Argument '--fault', 'upload:503'
    $dist = Join-Path $TestDrive 'dist'
    $null = New-Item -ItemType Directory $dist
    $null = New-TestWheel $dist -Padding 400000

    # In a process of its own, whose every word is caught: what a job's log would hold, and a transcript of it.
    $transcript, $output, $errors, $tokens = 'transcript.txt', 'stdout.txt', 'stderr.txt', 'tokens.txt' | ForEach-Object { Join-Path $TestDrive $_ }
    $job = Join-Path $TestDrive 'job.ps1'
    Set-Content $job {
        param($manifest, $index, $dist, $transcript, $tokens)
        $null = Start-Transcript $transcript
        $VerbosePreference = $DebugPreference = $InformationPreference = $ProgressPreference = 'Continue'
        Import-Module $manifest -Verbose:$false -Debug:$false
        $idToken = Get-CIIdToken -Repository $index
        $apiToken = $idToken | New-PyPIToken
        $results = $apiToken | Publish-PythonDistribution -Path $dist/*
        foreach ($value in $idToken, $apiToken, $results) {
            $value
            "$value"
            $value | Format-List *
            $value | Format-Table *
            $value | Format-Custom
            $value | ConvertTo-Json -Depth 6 -WarningAction Ignore
            $value | ConvertTo-Csv
            $value | Get-Member
        }
        try { $idToken | New-PyPIToken } catch { Write-Error $_ }
        try { Publish-PythonDistribution $dist/* -Token $apiToken -Repository testpypi } catch { Write-Error $_ }
        try { Publish-PythonDistribution $dist/* -Token (ConvertFrom-SecureString $apiToken.Token -AsPlainText) } catch { Write-Error $_ }
        foreach ($failure in $Error) {
            $failure | Format-List * -Force
            $failure.Exception | Format-List * -Force
            "$($failure.Exception)"
            Get-Error -InputObject $failure
        }
        $null = Stop-Transcript
        ConvertFrom-SecureString $idToken.Token -AsPlainText | Set-Content $tokens
        ConvertFrom-SecureString $apiToken.Token -AsPlainText | Add-Content $tokens
    }
    pwsh -NoProfile -NonInteractive -File $job (Get-ModuleManifest) $rehearsal.Index $dist $transcript $tokens > $output 2> $errors
    $masks, $other = (Get-Content $errors).Where({ $_ -like '::add-mask::*' }, 'Split')
    $log = (@(Get-Content $output) + $other) -join "`n"
    $secrets = @(Get-Content $tokens) + $rehearsal.RequestToken
}
AfterAll { $null = Stop-Rehearsal $rehearsal }

Describe 'A whole run' {
    It 'has really run' {
        $secrets | Should -HaveCount 3
        $secrets | ForEach-Object { $_.Length | Should -BeGreaterThan 20 }
        $log | Should -Match 'Published'
        $log | Should -Match 'VERBOSE: '
        $log | Should -Match 'DEBUG: '
        $log | Should -Match 'IdTokenReused'
        $log | Should -Match 'IndexMismatch'
        $log | Should -Match 'A token is not passed as text'
    }

    It 'prints no token' {
        foreach ($secret in $secrets) { $log.Contains($secret) | Should -BeFalse }
    }

    It 'prints no part that would do' {
        # A JWT's signature, and the macaroon without its prefix.
        $log.Contains(($secrets[0] -split '\.')[2]) | Should -BeFalse
        $log.Contains($secrets[1].Substring(5)) | Should -BeFalse
    }

    It 'leaves none in a transcript' {
        $written = Get-Content $transcript -Raw
        $written | Should -Match 'Published'
        foreach ($secret in $secrets) { $written.Contains($secret) | Should -BeFalse }
    }

    It 'asks the job''s log to hide them' {
        $masks | Should -Contain "::add-mask::$($secrets[0])"
        $masks | Should -Contain "::add-mask::$($secrets[1])"
    }

    It 'puts none into a progress record' {
        $shell = [powershell]::Create()
        $null = $shell.AddScript({
                param($manifest, $index, $dist)
                Import-Module $manifest
                Publish-PythonDistribution $dist/* -Repository $index
            }).AddArgument((Get-ModuleManifest)).AddArgument($rehearsal.Index).AddArgument($dist)
        # A CI job has no bars; a person at a prompt has.
        $ci, $env:CI = $env:CI, $null
        try { $null = $shell.Invoke() } finally { $env:CI = $ci }
        $shell.Streams.Progress.Count | Should -BeGreaterThan 1
        $shell.Streams.Progress[-1].RecordType | Should -Be 'Completed'
        $text = $shell.Streams.Progress | Format-List * -Force | Out-String
        $text | Should -Match 'Publishing to'
        $text | Should -Not -Match 'pypi-'
        $shell.Dispose()
    }
}
