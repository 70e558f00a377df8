# Rules of PSScriptAnalyzer for the scripts of this repository (build.ps1 -Task Analyze; editors find this file by its name).
@{
    ExcludeRules = @(
        # PowerShell 7 reads UTF-8 without a mark, and .editorconfig wants none.
        'PSUseBOMForUnicodeEncodedFile'
    )
}
