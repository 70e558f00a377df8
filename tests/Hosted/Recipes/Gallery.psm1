# The PowerShell Gallery as a recipe sees it: one package, the staged module, installed to where its PSModulePath leads. It has
# the version itself, and the candidate of it that RECIPE_CANDIDATE names (rc1) or that the staged module is.
function Install-PSResource {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)] [string] $Name,
        [string] $Version,
        [string] $Repository,
        [switch] $TrustRepository,
        [switch] $Reinstall
    )

    if (-not $TrustRepository) { throw 'The real command asks here whether the gallery is trusted, which a job can''t answer.' }
    $manifest = Import-PowerShellDataFile -LiteralPath (Join-Path $env:RECIPE_STAGED TrustedPublish.psd1)
    $number = $manifest.ModuleVersion
    $own = $manifest.PrivateData.PSData.Prerelease
    $candidates = @($env:RECIPE_CANDIDATE, $own).Where({ $_ })
    if ($Name -ne 'TrustedPublish' -or $Repository -notin '', 'PSGallery' -or $Version -notin @('', $number) + $candidates.ForEach({ "$number-$_" })) {
        throw "The gallery '$Repository' has no $Name $Version."
    }
    $target = Join-Path $env:RECIPE_INSTALLED "TrustedPublish/$number"
    if (Test-Path -LiteralPath $target) {
        # As the real command (1.2.0): another candidate of the same number is taken for the one that is asked for.
        if (-not $Reinstall) { Write-Warning "$Name $Version is already installed."; return }
        Remove-Item -LiteralPath $target -Recurse
    }
    $null = New-Item -ItemType Directory -Path $target
    Copy-Item -Path (Join-Path $env:RECIPE_STAGED '*') -Destination $target -Recurse
    $file = Join-Path $target TrustedPublish.psd1
    $label = ($Version -split '-', 2)[1]
    $text = (Get-Content -LiteralPath $file -Raw) -replace '(?m)^\s*Prerelease\s*=.*$'
    if ($label) { $text = $text -replace 'PSData = @\{', "PSData = @{`n            Prerelease   = '$label'" }
    Set-Content -LiteralPath $file -Value $text -NoNewline
    Write-Information -InformationAction Continue "Installed $Name $number$($label ? "-$label" : '')"
}
