@{
    RootModule           = 'TrustedPublish.Cmdlets.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '5b0e6a0b-1d8f-4a55-9f4e-6d9b2f6c8a31'
    Author               = 'The TrustedPublish authors'
    CompanyName          = 'The TrustedPublish authors'
    Copyright            = 'Copyright (c) The TrustedPublish authors. MIT licence.'
    Description          = 'Publish Python distributions to PyPI from CI without a stored password: a job''s OIDC ID token becomes a 15-minute API token, which uploads the files (Trusted Publishing).'
    CompatiblePSEditions = @('Core')
    PowerShellVersion    = '7.4'
    FormatsToProcess     = @('TrustedPublish.Format.ps1xml')
    CmdletsToExport      = @(
        'ConvertFrom-CIIdToken'
        'Get-CIIdToken'
        'Get-IndexAudience'
        'Get-PythonDistribution'
        'New-ActiveStateBuildScript'
        'New-PyPIToken'
        'New-PythonAttestation'
        'Publish-ActiveStateDistribution'
        'Publish-PythonDistribution'
        'Revoke-PyPIToken'
        'Test-PythonAttestation'
        'Test-PythonDistribution'
        'Test-TrustedPublisher'
    )
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
    PrivateData          = @{
        PSData = @{
            Tags         = @('PSEdition_Core', 'Windows', 'Linux', 'MacOS', 'PyPI', 'Python', 'TrustedPublishing', 'OIDC', 'wheel', 'sdist', 'CI', 'GitHubActions', 'GitLab', 'GoogleCloud')
            LicenseUri   = 'https://opensource.org/license/mit'
            ReleaseNotes = 'See CHANGELOG.md beside this manifest.'
        }
    }
}
