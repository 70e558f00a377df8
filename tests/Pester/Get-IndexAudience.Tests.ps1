# Get-IndexAudience as a user meets it.
BeforeAll {
    . $PSScriptRoot/Support.ps1
    $rehearsal = Start-Rehearsal
}
AfterAll { $null = Stop-Rehearsal $rehearsal }

Describe 'Get-IndexAudience' {
    It 'names the audience of an index' {
        $answer = Get-IndexAudience $rehearsal.Index
        $answer.Repository | Should -Be $rehearsal.Index
        $answer.Audience | Should -Be 'rehearsal'
    }

    It 'takes the upload address for the index' {
        (Get-IndexAudience -Repository "$($rehearsal.Index)legacy/").Repository | Should -Be $rehearsal.Index
    }

    It 'takes indexes from the pipeline' {
        $rehearsal.Index, $rehearsal.Index | Get-IndexAudience | Should -HaveCount 2
    }

    It 'asks the others though one fails, and says what to do about that one' {
        $answers = Get-IndexAudience 'http://example.org/', $rehearsal.Index -ErrorVariable failed -ErrorAction SilentlyContinue
        $answers | Should -HaveCount 1
        $failed[0].FullyQualifiedErrorId | Should -Be 'IndexAddressInsecure,TrustedPublish.Commands.GetIndexAudienceCommand'
        $failed[0].ErrorDetails.RecommendedAction | Should -Match 'https://'
    }

    It 'reads well' {
        (Get-IndexAudience $rehearsal.Index | Out-String -Width 80) | Should -Match '(?s)Repository\s+Audience.*rehearsal'
    }

    It 'completes the known indexes' {
        $text = 'Get-IndexAudience -Repository '
        (TabExpansion2 $text $text.Length).CompletionMatches.CompletionText | Should -Be 'pypi', 'testpypi'
    }
}
