# Rules of PSScriptAnalyzer for Pester's files: those of the repository, without what Pester's blocks make it take wrongly.
@{
    ExcludeRules = @(
        'PSUseBOMForUnicodeEncodedFile'
        # What BeforeAll sets is read in It: a block of its own to the analyzer, the same scope to Pester.
        'PSUseDeclaredVarsMoreThanAssignments'
        # A test's own New-, Set-, Start- and Stop- functions change what the test has made.
        'PSUseShouldProcessForStateChangingFunctions'
        # Tokens here are made up.
        'PSAvoidUsingConvertToSecureStringWithPlainText'
        # Functions of one file, called line below line in tables of cases.
        'PSAvoidUsingPositionalParameters'
    )
}
