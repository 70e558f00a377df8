# The PowerShell Gallery as a recipe sees it: one package, the staged module, installed to where its PSModulePath leads.
function Install-PSResource {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)] [string] $Name,
        [string] $Version,
        [string] $Repository,
        # Without it the real command asks, which a job can't answer.
        [Parameter(Mandatory)] [switch] $TrustRepository
    )

    $manifest = Import-PowerShellDataFile -LiteralPath (Join-Path $env:RECIPE_STAGED TrustedPublish.psd1)
    if ($Name -ne 'TrustedPublish' -or $Repository -notin '', 'PSGallery' -or $Version -notin '', $manifest.ModuleVersion) {
        throw "The gallery '$Repository' has no $Name $Version."
    }
    $folder = New-Item -ItemType Directory -Path (Join-Path $env:RECIPE_INSTALLED "TrustedPublish/$($manifest.ModuleVersion)")
    Copy-Item -Path (Join-Path $env:RECIPE_STAGED '*') -Destination $folder -Recurse
    Write-Host "Installed $Name $($manifest.ModuleVersion)"
}
