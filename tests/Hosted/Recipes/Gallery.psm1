# The PowerShell Gallery as a recipe sees it: one package, the staged module, installed to where its PSModulePath leads.
function Install-PSResource {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)] [string] $Name,
        [string] $Version,
        [string] $Repository,
        [switch] $TrustRepository
    )

    if (-not $TrustRepository) { throw 'The real command asks here whether the gallery is trusted, which a job can''t answer.' }
    $manifest = Import-PowerShellDataFile -LiteralPath (Join-Path $env:RECIPE_STAGED TrustedPublish.psd1)
    if ($Name -ne 'TrustedPublish' -or $Repository -notin '', 'PSGallery' -or $Version -notin '', $manifest.ModuleVersion) {
        throw "The gallery '$Repository' has no $Name $Version."
    }
    $folder = New-Item -ItemType Directory -Path (Join-Path $env:RECIPE_INSTALLED "TrustedPublish/$($manifest.ModuleVersion)")
    Copy-Item -Path (Join-Path $env:RECIPE_STAGED '*') -Destination $folder -Recurse
    Write-Information -InformationAction Continue "Installed $Name $($manifest.ModuleVersion)"
}
