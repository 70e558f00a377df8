# The package for the PowerShell Gallery: what is in it, and that it installs where nothing was before.
# TRUSTEDPUBLISH_PACKAGE names one that was made elsewhere, so that CI tests the very file that it publishes.
BeforeAll {
    . $PSScriptRoot/Support.ps1
    $build = Join-Path $script:Root 'build'
    $staged = Split-Path (Get-ModuleManifest)
    $manifest = Import-PowerShellDataFile (Get-ModuleManifest)
    $package = if ($env:TRUSTEDPUBLISH_PACKAGE) { Get-Item $env:TRUSTEDPUBLISH_PACKAGE } else { & $build/New-Package.ps1 $staged (Join-Path $TestDrive 'package') }

    function Get-PackagePart([string] $Path, [string] $Name) {
        $archive = [System.IO.Compression.ZipFile]::OpenRead($Path)
        try { [System.IO.StreamReader]::new($archive.GetEntry($Name).Open()).ReadToEnd() } finally { $archive.Dispose() }
    }
    function Get-Nuspec([string] $Path) { ([xml] (Get-PackagePart $Path TrustedPublish.nuspec)).package.metadata }
    function Get-PackageEntry([string] $Path) {
        $archive = [System.IO.Compression.ZipFile]::OpenRead($Path)
        try { $archive.Entries | Select-Object FullName, Length, LastWriteTime } finally { $archive.Dispose() }
    }
    function Copy-Staged([string] $Name) {
        # A module to change: the staged one stays as it is.
        $copy = Join-Path $TestDrive $Name
        Copy-Item $staged $copy -Recurse
        $copy
    }
    function Invoke-CleanPwsh {
        # Runs a script in a new pwsh without profile, whose home and modules are empty; returns what it printed.
        param([Parameter(Mandatory)] [string] $Folder, [Parameter(Mandatory)] [string] $Script, [string] $ModulePath)

        $start = [System.Diagnostics.ProcessStartInfo]::new('pwsh')
        foreach ($word in '-NoProfile', '-NonInteractive', '-EncodedCommand', [Convert]::ToBase64String([System.Text.Encoding]::Unicode.GetBytes($Script))) { $start.ArgumentList.Add($word) }
        foreach ($name in 'HOME', 'USERPROFILE') { $start.Environment[$name] = $Folder }
        foreach ($name in 'XDG_DATA_HOME', 'XDG_CONFIG_HOME', 'XDG_CACHE_HOME', 'PSModulePath') { $null = $start.Environment.Remove($name) }
        if ($ModulePath) { $start.Environment['PSModulePath'] = $ModulePath }
        $start.Environment['NO_COLOR'] = '1'
        $start.RedirectStandardOutput = $true
        $start.RedirectStandardError = $true
        $process = [System.Diagnostics.Process]::Start($start)
        $errors = $process.StandardError.ReadToEndAsync()
        $output = $process.StandardOutput.ReadToEnd()
        $process.WaitForExit()
        if ($process.ExitCode -ne 0) { throw "pwsh ended with $($process.ExitCode): $output $($errors.Result)" }
        $output -split '\r?\n' | Where-Object { $_ }
    }
}

Describe 'The package' {
    It 'describes itself by the manifest and the change log' {
        $about = Get-Nuspec $package
        $about.id | Should -Be 'TrustedPublish'
        $about.version | Should -Match "^$([regex]::Escape($manifest.ModuleVersion))(-\w+)?$"
        $about.authors | Should -Be $manifest.Author
        $about.description | Should -Be $manifest.Description
        $about.licenseUrl | Should -Be $manifest.PrivateData.PSData.LicenseUri
        $about.releaseNotes | Should -Match '^### '
        $about.releaseNotes | Should -Not -Match '(?m)^## '
        $package.Name | Should -Be "TrustedPublish.$($about.version).nupkg"
    }

    It 'has the tags that are searched for' {
        $tags = (Get-Nuspec $package).tags -split ' '
        foreach ($tag in @('PSModule', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS', 'PSIncludes_Cmdlet') + $manifest.CmdletsToExport.ForEach({ "PSCmdlet_$_"; "PSCommand_$_" })) {
            $tags | Should -Contain $tag
        }
        $tags | Select-Object -Unique | Should -HaveCount $tags.Count
    }

    It 'holds each file of the staged module and no other' {
        $own = '^(TrustedPublish\.nuspec|_rels/\.rels|\[Content_Types\]\.xml|package/.*)$'
        $files = Get-ChildItem $staged -Recurse -File | ForEach-Object { [System.IO.Path]::GetRelativePath($staged, $_.FullName).Replace('\', '/') }
        (Get-PackageEntry $package).FullName -notmatch $own | Sort-Object | Should -Be ($files | Sort-Object)
    }

    It 'names the type of each part, and each relation leads to one' {
        # An archive that System.IO.Packaging or NuGet opens; without a type a part is not seen.
        $entries = (Get-PackageEntry $package).FullName
        $types = ([xml] (Get-PackagePart $package '[Content_Types].xml')).Types
        foreach ($name in $entries -ne '[Content_Types].xml') {
            $extension = [System.IO.Path]::GetExtension($name).TrimStart('.')
            if ($extension) { $types.Default.Extension | Should -Contain $extension } else { $types.Override.PartName | Should -Contain "/$name" }
        }
        foreach ($relation in ([xml] (Get-PackagePart $package '_rels/.rels')).Relationships.Relationship) { $entries | Should -Contain $relation.Target.TrimStart('/') }
    }

    It 'has native code for each system' {
        $entries = (Get-PackageEntry $package).FullName
        if (-not $env:TRUSTEDPUBLISH_PACKAGE -and -not ($entries -like 'dependencies/net10-*')) {
            Set-ItResult -Skipped -Because 'the module is staged without native code, as a build for tests is; TRUSTEDPUBLISH_PACKAGE names no other package'
        }
        foreach ($system in 'linux-x64', 'linux-arm64', 'win-x64', 'osx-arm64') { $entries | Should -Contain "dependencies/net10-$system/TrustedPublish.Core.dll" }
    }
}

Describe 'New-Package.ps1' {
    It 'makes the same bytes twice' {
        # The second from copies, whose times and order are others.
        $copy = Copy-Staged 'later'
        Get-ChildItem $copy -Recurse -File | ForEach-Object { $_.LastWriteTimeUtc = [datetime]::new(2031, 5, 6, 7, 8, 9, [DateTimeKind]::Utc) }
        $first = & $build/New-Package.ps1 $staged (Join-Path $TestDrive 'first')
        $second = & $build/New-Package.ps1 $copy (Join-Path $TestDrive 'second')
        (Get-FileHash $second).Hash | Should -Be (Get-FileHash $first).Hash
        Add-Content (Join-Path $copy 'LICENSE') 'x'
        (Get-FileHash (& $build/New-Package.ps1 $copy (Join-Path $TestDrive 'third'))).Hash | Should -Not -Be (Get-FileHash $first).Hash
    }

    It 'takes the prerelease label from the manifest' {
        $copy = Copy-Staged 'candidate'
        $file = Join-Path $copy 'TrustedPublish.psd1'
        (Get-Content $file -Raw) -replace 'LicenseUri ', "Prerelease = 'rc1'; LicenseUri " | Set-Content $file
        $candidate = & $build/New-Package.ps1 $copy (Join-Path $TestDrive 'candidates')
        $candidate.Name | Should -Be "TrustedPublish.$($manifest.ModuleVersion)-rc1.nupkg"
        (Get-Nuspec $candidate).version | Should -Be "$($manifest.ModuleVersion)-rc1"
        (& $build/Expand-Package.ps1 $candidate (Join-Path $TestDrive 'expanded')).Name | Should -Be $manifest.ModuleVersion
    }

    It 'links to the project and its icon where it is told the project' {
        $about = Get-Nuspec (& $build/New-Package.ps1 $staged (Join-Path $TestDrive 'linked') -ProjectUri 'https://github.com/octo-org/trustedpublish')
        $about.projectUrl | Should -Be 'https://github.com/octo-org/trustedpublish'
        $about.iconUrl | Should -Be "https://github.com/octo-org/trustedpublish/raw/v$($manifest.ModuleVersion)/docs/icon.png"
        Join-Path $script:Root 'docs/icon.png' | Should -Exist
    }

    It 'refuses a version that the change log does not know' {
        $copy = Copy-Staged 'unknown'
        Set-Content (Join-Path $copy 'CHANGELOG.md') "# Changelog`n`n## [9.9.9] - 2026-01-01`n`n- Other.`n"
        { & $build/New-Package.ps1 $copy (Join-Path $TestDrive 'none') } | Should -Throw "*has no '## ``[$($manifest.ModuleVersion)``]'*"
    }
}

Describe 'Get-ReleaseNotes.ps1' {
    BeforeAll {
        $changes = Join-Path $TestDrive 'changes.md'
        Set-Content $changes "# Changelog`n`n## [2.0.0] - unreleased`n`n- New.`n`n## [1.1.0] - 2026-02-03`n`n### Fixed`n`n- Old.`n`n## [1.0.0] - 2026-01-01`n`n[2.0.0]: https://example.org/`n"
    }

    It 'takes the part of one version' {
        & $build/Get-ReleaseNotes.ps1 $changes 1.1.0 | Should -BeExactly "### Fixed`n`n- Old."
        & $build/Get-ReleaseNotes.ps1 $changes 2.0.0 | Should -BeExactly '- New.'
    }

    It 'says what keeps a version from being released' {
        & $build/Get-ReleaseNotes.ps1 $changes 1.1.0 -Released | Should -Match 'Old'
        { & $build/Get-ReleaseNotes.ps1 $changes 2.0.0 -Released } | Should -Throw '*no date for 2.0.0*unreleased*'
        { & $build/Get-ReleaseNotes.ps1 $changes 1.0.0 } | Should -Throw '*says nothing about 1.0.0*'
        { & $build/Get-ReleaseNotes.ps1 $changes 11.0 } | Should -Throw "*has no '## ``[11.0``]'*"
    }
}

Describe 'Assert-Release.ps1' {
    BeforeAll {
        $root = Join-Path $TestDrive 'root'
        $null = New-Item -ItemType Directory (Join-Path $root 'module')
        function Set-Root([string] $Data, [string] $When) {
            Set-Content (Join-Path $root 'module/TrustedPublish.psd1') "@{ ModuleVersion = '1.2.3'; PrivateData = @{ PSData = @{ $Data } } }"
            Set-Content (Join-Path $root 'CHANGELOG.md') "## [1.2.3] - $When`n`n- New.`n"
        }
    }

    It 'lets a tag pass that is the version' {
        Set-Root '' '2026-02-03'
        & $build/Assert-Release.ps1 v1.2.3 -Root $root | Should -Match '^v1\.2\.3 is'
        Set-Root "Prerelease = 'rc1'" 'unreleased'
        & $build/Assert-Release.ps1 v1.2.3-rc1 -Root $root | Should -Match '^v1\.2\.3-rc1 is'
    }

    It 'stops any other' {
        Set-Root '' '2026-02-03'
        foreach ($tag in 'v1.2.4', '1.2.3', 'V1.2.3', 'v1.2.3-rc1') { { & $build/Assert-Release.ps1 $tag -Root $root } | Should -Throw "The tag is $tag, and*tag v1.2.3." }
        Set-Root '' 'unreleased'
        { & $build/Assert-Release.ps1 v1.2.3 -Root $root } | Should -Throw '*no date for 1.2.3*'
    }
}

Describe 'Find-Vulnerability.ps1' {
    BeforeAll {
        # dotnet and the feed as they answer: the report, and what the feed says that it offers.
        function Set-Answer([object] $List, [string] $Offer, [int] $ExitCode) {
            $said = $List -is [string] ? $List : (ConvertTo-Json $List -Depth 9)
            Mock dotnet { $global:LASTEXITCODE = 0; if ($args[0] -eq 'list') { $global:LASTEXITCODE = $ExitCode; $said } }.GetNewClosure()
            Mock Invoke-RestMethod { [pscustomobject]@{ resources = @([pscustomobject]@{ '@type' = $Offer }) } }.GetNewClosure()
        }
        $clean = @{ sources = @('https://feed.example.org/index.json'); projects = @(@{ path = 'a.csproj'; frameworks = @(@{ topLevelPackages = @() }) }) }
        $bad = @{ sources = $clean.sources; projects = @(@{ path = 'a.csproj'; frameworks = @(@{ topLevelPackages = @(@{ id = 'Old'; resolvedVersion = '1.0'; vulnerabilities = @(@{ severity = 'High'; advisoryurl = 'https://example.org/1' }) }) }) }) }
    }

    It 'passes where the feed has a list and nothing stands in it' {
        Set-Answer $clean 'VulnerabilityInfo/6.7.0' 0
        & $build/Find-Vulnerability.ps1 -Require | Should -Match '^No known vulnerability'
    }

    It 'fails where something stands in it' {
        Set-Answer $bad 'VulnerabilityInfo/6.7.0' 0
        { & $build/Find-Vulnerability.ps1 } | Should -Throw '*known vulnerability*'
    }

    It 'takes no answer for none only where nobody insists: <name>' -ForEach @(
        @{ Name = 'a feed without a list'; Said = $null; Offer = 'SearchQueryService'; ExitCode = 0 }
        @{ Name = 'a failure of dotnet'; Said = 'error: no network'; Offer = ''; ExitCode = 1 }
        @{ Name = 'no JSON'; Said = 'hello'; Offer = ''; ExitCode = 0 }
    ) {
        Set-Answer ($Said ? $Said : $clean) $Offer $ExitCode
        { & $build/Find-Vulnerability.ps1 -Require } | Should -Throw 'The audit was skipped*'
        & $build/Find-Vulnerability.ps1 -WarningVariable said -WarningAction SilentlyContinue
        "$said" | Should -Match 'The audit was skipped'
    }

    It 'insists that a feed was asked' {
        Set-Answer @{ sources = @(); projects = @() } '' 0
        { & $build/Find-Vulnerability.ps1 -Require } | Should -Throw '*asked no feed*'
    }
}

Describe 'A machine where nothing was before' {
    BeforeAll {
        $clean = (New-Item -ItemType Directory (Join-Path $TestDrive 'home')).FullName
        $dist = (New-Item -ItemType Directory (Join-Path $TestDrive 'dist')).FullName
        $null = New-TestWheel $dist
        $rehearsal = Start-Rehearsal
        # What a job does, by name alone.
        $chain = @"
`$ErrorActionPreference = 'Stop'
`$PSStyle.OutputRendering = 'PlainText'
`$result = Get-CIIdToken -Repository '$($rehearsal.Index)' | New-PyPIToken | Publish-PythonDistribution -Path '$dist/*'
"status `$(`$result.Status)"
"from `$((Get-Module TrustedPublish).ModuleBase)"
"help `$((Get-Help Publish-PythonDistribution).Synopsis)"
"@
    }
    AfterAll { $null = Stop-Rehearsal $rehearsal }

    It 'has no such module' {
        { Invoke-CleanPwsh $clean '$ErrorActionPreference = "Stop"; Import-Module TrustedPublish' } | Should -Throw '*TrustedPublish*'
    }

    It 'installs the package from a repository, and publishes' {
        if (-not (Get-Module Microsoft.PowerShell.PSResourceGet -ListAvailable)) {
            Set-ItResult -Skipped -Because 'this pwsh has no PSResourceGet; the package unpacked on PSModulePath is tried below'
        }
        $feed = (New-Item -ItemType Directory (Join-Path $TestDrive 'feed')).FullName
        Copy-Item $package $feed
        $name = "TrustedPublish$([guid]::NewGuid().ToString('n'))"
        # Windows keeps the user's modules and repositories where no variable leads elsewhere: there they are saved beside.
        $modules = Join-Path $TestDrive 'saved'
        $get = if ($IsWindows) { "`$null = New-Item -ItemType Directory '$modules'; Save-PSResource TrustedPublish -Repository $name -TrustRepository -Prerelease -Path '$modules'; `$env:PSModulePath = '$modules' + [System.IO.Path]::PathSeparator + `$env:PSModulePath" }
        else { "Install-PSResource TrustedPublish -Repository $name -TrustRepository -Prerelease" }
        $report = Invoke-CleanPwsh $clean @"
`$ErrorActionPreference = 'Stop'
`$ProgressPreference = 'SilentlyContinue'
Register-PSResourceRepository -Name $name -Uri '$feed'
try {
    `$found = Find-PSResource TrustedPublish -Repository $name -Prerelease
    "includes `$(`$found.Includes.Cmdlet -join ' ')"
    $get
}
finally { Unregister-PSResourceRepository $name }
Import-Module TrustedPublish
$chain
"@
        $report | Should -Contain 'status Published'
        ($report -match '^from ')[0] | Should -BeLike "*$(if ($IsWindows) { 'saved' } else { 'home' })*$($manifest.ModuleVersion)*"
        ($report -match '^help ')[0] | Should -Not -Match '^help (\s*|\s*Publish-PythonDistribution.*)$'
        ($report -match '^includes ')[0].Substring(9) -split ' ' | Sort-Object | Should -Be ($manifest.CmdletsToExport | Sort-Object)
    }

    It 'takes the package unpacked on PSModulePath, and publishes' {
        $modules = Join-Path $TestDrive 'modules'
        $null = & $build/Expand-Package.ps1 $package (Join-Path $modules 'TrustedPublish')
        # The index has that file now; another one of another version.
        Get-ChildItem $dist | Remove-Item
        $null = New-TestWheel $dist -Version 2.0
        # No Import-Module: the first cmdlet loads it.
        $report = Invoke-CleanPwsh $clean $chain -ModulePath $modules
        $report | Should -Contain 'status Published'
        ($report -match '^from ')[0] | Should -BeLike "*modules*$($manifest.ModuleVersion)*"
    }
}
