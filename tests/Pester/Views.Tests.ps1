# What each output type looks like: in a log, at a prompt of 60, 80 and 120 columns, with colours and without.
BeforeDiscovery {
    . $PSScriptRoot/Support.ps1
    # DistributionFinding comes out of TestedDistribution alone.
    $types = @((Get-Command -Module TrustedPublish).OutputType.Name -like 'TrustedPublish.*') + 'TrustedPublish.DistributionFinding' | Sort-Object -Unique
}
BeforeAll {
    . $PSScriptRoot/Support.ps1
    $rehearsal = Start-Rehearsal
    $escape = [char] 27
    $culture = [cultureinfo]::CurrentCulture
    $rendering = $PSStyle.OutputRendering

    $dist = New-Item -ItemType Directory (Join-Path $TestDrive 'dist')
    $wheel = New-TestWheel $dist good -Padding 2500000
    $damaged = New-TestWheel $dist bad -WithoutMetadata
    # As long as names of wheels get.
    $long = 'opencv_contrib_python_headless-4.10.0.84-cp37-abi3-manylinux_2_17_x86_64.manylinux2014_x86_64.whl'
    Move-Item (New-TestWheel $dist opencv_contrib_python_headless 4.10.0.84) (Join-Path $dist $long)

    $idToken = Get-CIIdToken -Repository $rehearsal.Index
    $apiToken = Get-CIIdToken -Repository $rehearsal.Index | New-PyPIToken
    $published = Publish-PythonDistribution $wheel, (Join-Path $dist $long) -Token $apiToken -WarningAction Ignore
    $attested = New-PythonAttestation $wheel, (Join-Path $dist $long) -TrustedRoot $rehearsal.TrustedRoot -SigningConfig $rehearsal.SigningConfig
    $changed = New-TestWheel $dist changed
    Copy-Item $attested[0].AttestationPath "$changed.publish.attestation"
    $objects = @{
        PythonAttestation     = @($attested)
        TestedAttestation     = @(Test-PythonAttestation $wheel, (Join-Path $dist $long), $changed -TrustedRoot $rehearsal.TrustedRoot -WarningAction Ignore -ErrorAction Ignore)
        IndexAudience         = @(Get-IndexAudience $rehearsal.Index)
        CIIdToken             = @($idToken)
        DecodedIdToken        = @($idToken | ConvertFrom-CIIdToken)
        PyPIToken             = @($apiToken)
        # What is hard to bring about, by the name of its type.
        PublishedDistribution = @($published) + @(
            [pscustomobject]@{
                PSTypeName = 'TrustedPublish.PublishedDistribution'; FileName = 'other-1.0.tar.gz'; Path = 'dist/other-1.0.tar.gz'; Project = 'other'; Version = '1.0'; PackageType = 'Sdist'
                Size = 999; Sha256 = $null; Status = 'Failed'; Repository = 'pypi'; Url = [uri] 'https://pypi.org/project/other/1.0/'; Attempts = 1; Duration = [timespan] '00:00:01.25'
                ErrorId = 'FileAlreadyExists'; Message = 'The index has another file of that name.'
            }
            [pscustomobject]@{
                PSTypeName = 'TrustedPublish.PublishedDistribution'; FileName = 'old-1.0.tar.gz'; Path = 'dist/old-1.0.tar.gz'; Project = 'old'; Version = '1.0'; PackageType = 'Sdist'
                Size = 1500; Sha256 = 'ab' * 32; Status = 'AlreadyPublished'; Repository = 'pypi'; Url = [uri] 'https://pypi.org/project/old/1.0/'; Attempts = 0; Duration = [timespan]::Zero
                ErrorId = $null; Message = $null
            })
        ActiveStateDistribution = @(
            [pscustomobject]@{
                PSTypeName = 'TrustedPublish.ActiveStateDistribution'; FileName = 'demo-1.0.tar.gz'; Path = 'demo-1.0.tar.gz'; Project = 'demo'; Version = '1.0'; Namespace = 'private/octo-org'
                Revision = 1; Timestamp = [DateTimeOffset]::UnixEpoch; CommitId = '8b63a9b5-7a0c-4d2e-9b0e-3f1c8a1d2e3f'; Attempt = 1; Repository = 'pypi'
                Status = 'Published'; Url = [uri] 'https://pypi.org/project/demo/1.0/'; Download = $null
            })
        TestedDistribution    = @(Test-PythonDistribution $dist/*)
        DistributionFinding   = @((Test-PythonDistribution $dist/*).Findings)
        PythonDistribution    = @(Get-PythonDistribution $wheel, (Join-Path $dist $long)) + [pscustomobject]@{
            PSTypeName = 'TrustedPublish.PythonDistribution'; FileName = 'picky-1.0.tar.gz'; Path = 'dist/picky-1.0.tar.gz'; Name = 'picky'; Version = '1.0'; PackageType = 'Sdist'; Size = 5000
            MetadataVersion = '2.4'; Summary = 'Takes some Pythons.'; RequiresPython = '>=2.7,!=3.0.*,!=3.1.*,!=3.2.*,!=3.3.*,<4'; RequiresDist = @('requests>=2'); LicenseExpression = 'MIT'; License = $null; ProjectUrl = @('Source, https://example.org/picky')
        }
        TrustedPublisherStep  = @(Test-TrustedPublisher $rehearsal.Index -IdToken $idToken -Owner octo-org -Workflow publish.yml -Environment pypi)
    }

    function Get-Shown {
        # The lines of a view: as it comes, or of Format-Table and Format-List.
        param([string] $Type, [string] $As = 'Nothing', [int] $Width = 80)
        $shown = switch ($As) {
            'Table' { $objects[$Type] | Format-Table | Out-String -Width $Width }
            'List' { $objects[$Type] | Format-List | Out-String -Width $Width }
            default { $objects[$Type] | Out-String -Width $Width }
        }
        ($shown -split '\r?\n').TrimEnd()
    }

    function Reset-Session {
        # Whatever a test has set, and however it has ended: the next one begins as the first.
        [cultureinfo]::CurrentCulture = $culture
        $PSStyle.OutputRendering = $rendering
    }

    function Join-Line {
        # The text without the breaks of its lines, to look for what may be broken.
        param([string[]] $Line)
        ($Line.Trim() -join '') -replace '\s'
    }
}
AfterAll {
    if ($rehearsal) { $null = Stop-Rehearsal $rehearsal }
}

Describe 'The views' {
    It 'name no property that holds a secret' {
        [xml] $views = Get-Content (Join-Path (Split-Path (Get-ModuleManifest)) 'TrustedPublish.Format.ps1xml') -Raw
        $views.SelectNodes('//PropertyName | //ScriptBlock').InnerText | Where-Object { $_ -match '^(Token|Credential|Claims)$|\$_\.(Token|Credential|Claims)\b' } | Should -BeNullOrEmpty
    }
}

Describe 'A property that a view shows as it is' {
    BeforeDiscovery {
        [xml] $views = Get-Content (Join-Path (Split-Path (Get-ModuleManifest)) 'TrustedPublish.Format.ps1xml') -Raw
        $shown = foreach ($view in $views.Configuration.ViewDefinitions.View) {
            foreach ($property in $view.SelectNodes('.//PropertyName').InnerText) { @{ Type = $view.ViewSelectedBy.TypeName -replace '^TrustedPublish\.'; Property = $property } }
        }
        $shown = @($shown | Group-Object { "$($_.Type).$($_.Property)" } | ForEach-Object { $_.Group[0] })
    }

    It 'is no free text: <Property> of <Type>' -ForEach $shown {
        $Property | Should -BeIn @(
            # The module's own words; numbers, dates and digests; addresses, of which the module makes the last part.
            'PackageType', 'Provider', 'ErrorId', 'Rule', 'Step', 'UserName'
            'Attempt', 'Attempts', 'Revision', 'IssuedAt', 'ExpiresAt', 'Timestamp', 'Sha256', 'CommitId', 'Verified'
            'Repository', 'Url', 'Link', 'ProvenanceUrl', 'LogIndex', 'Failure'
            # What is held to a set of characters when it is read.
            switch ($Type) {
                'IndexAudience' { 'Audience' }
                'PublishedDistribution' { 'FileName', 'Project', 'Version' }
                'ActiveStateDistribution' { 'FileName', 'Project', 'Version', 'Namespace' }
                'PythonDistribution' { 'FileName', 'Version' }
                # Its name can be that of any file. Each finding has a view of its own.
                'TestedDistribution' { 'Project', 'Version', 'Findings' }
            }
        ) -Because 'any other goes through [TrustedPublish.ViewText]::Line or Wrap'
    }
}

Describe 'The views of <_>' -ForEach $types {
    BeforeAll {
        $type = $_ -replace '^TrustedPublish\.'
        $controls = (Get-FormatData -TypeName $_).FormatViewDefinition.Control
    }
    AfterEach { Reset-Session }

    It 'are a table and a list' {
        $controls.Where{ $_ -is [System.Management.Automation.TableControl] } | Should -HaveCount 1
        $controls.Where{ $_ -is [System.Management.Automation.ListControl] } | Should -HaveCount 1
    }

    It 'show something, and nothing that is a secret or only a type''s name: <As>' -ForEach @{ As = 'Nothing' }, @{ As = 'Table' }, @{ As = 'List' } {
        $objects[$type] | Should -Not -BeNullOrEmpty
        $text = (Get-Shown $type $As) -join "`n"
        $text | Should -Match '\S'
        $text | Should -Not -Match 'System\.|TrustedPublish\.\w|eyJ|pypi-[A-Za-z0-9_-]{16}'
    }

    It 'keep to <Width> columns and cut nothing, where words are broken by PowerShell and where not' -ForEach @{ Width = 60 }, @{ Width = 80 }, @{ Width = 120 } {
        foreach ($name in 'en-US', '', 'pl-PL') {
            [cultureinfo]::CurrentCulture = $name
            foreach ($as in 'Nothing', 'Table', 'List') {
                $lines = Get-Shown $type $as $Width
                $lines.Where{ $_.Length -gt $Width } | Should -BeNullOrEmpty
                # What PowerShell cuts ends so.
                $lines -match '…$' | Should -BeNullOrEmpty
            }
        }
    }

    It 'have no column and no field that is empty' {
        foreach ($line in Get-Shown $type List) { $line | Should -Not -Match '^\w+\s+:$' }
        $table = Get-Shown $type Table
        $rule = $table -match '^-+( +-+)*$' | Select-Object -First 1
        $rule | Should -Not -BeNullOrEmpty
        $cells = ($table -join "`n").Split($rule)[1] -split "`n"
        foreach ($column in [regex]::Matches($rule, '-+ *')) {
            $filled = $cells | Where-Object { $_.Length -gt $column.Index -and $_.Substring($column.Index, [Math]::Min($column.Length, $_.Length - $column.Index)).Trim() }
            $filled | Should -Not -BeNullOrEmpty
        }
    }

    It 'have no escape sequence where output is plain text' {
        $PSStyle.OutputRendering = 'PlainText'
        foreach ($as in 'Nothing', 'Table', 'List') { (Get-Shown $type $as) -join '' | Should -Not -Match $escape }
    }

    It 'take as much room with colours as without' {
        foreach ($as in 'Nothing', 'Table', 'List') {
            $PSStyle.OutputRendering = 'PlainText'
            $plain = Get-Shown $type $as
            $PSStyle.OutputRendering = 'Ansi'
            $coloured = (Get-Shown $type $as) -replace "$escape\[[\d;]*m"
            $coloured.TrimEnd() | Should -Be $plain
        }
    }
}

Describe 'A file''s name' {
    It 'is whole in each view, however narrow' {
        foreach ($width in 60, 80, 120) {
            foreach ($type in 'PublishedDistribution', 'TestedDistribution', 'PythonDistribution') {
                foreach ($as in 'Nothing', 'Table', 'List') { Join-Line (Get-Shown $type $as $width) | Should -Match ([regex]::Escape($long)) }
            }
        }
    }
}

Describe 'A size' {
    AfterEach { Reset-Session }

    It 'has a unit, and stands at the right' {
        $table = Get-Shown PublishedDistribution
        $table -match '^Published +2\.5 MB good-1\.0-py3-none-any\.whl$' | Should -HaveCount 1
        $table -match '^FAILED +999 B other-1\.0\.tar\.gz$' | Should -HaveCount 1
        $table -match '^AlreadyPublished +1\.5 kB old-1\.0\.tar\.gz$' | Should -HaveCount 1
        ($table -match ' (MB|kB|B) ').ForEach{ [regex]::Match($_, ' (MB|kB|B) ').Length + [regex]::Match($_, ' (MB|kB|B) ').Index } | Sort-Object -Unique | Should -HaveCount 1
    }

    It 'is the same in every language' {
        [cultureinfo]::CurrentCulture = 'de-DE'
        Get-Shown PublishedDistribution | Should -Contain 'Published           2.5 MB good-1.0-py3-none-any.whl'
    }

    It 'grows by thousands: <Bytes> is <Text>' -ForEach @(
        @{ Bytes = 0; Text = '0 B' }, @{ Bytes = 999; Text = '999 B' }, @{ Bytes = 1000; Text = '1.0 kB' }
        @{ Bytes = 999949; Text = '999.9 kB' }, @{ Bytes = 999950; Text = '1.0 MB' }, @{ Bytes = 104857600; Text = '104.9 MB' }
    ) { [TrustedPublish.ViewText]::Size($Bytes) | Should -BeExactly $Text }

    It 'is the same on a run''s page' {
        # Just below a million bytes, which are not 1000.0 kB; what is random in a wheel packs to its own length and some more.
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive 'million')
        $more = (New-TestWheel $folder million -Padding 900000).Length - 900000
        $file = New-TestWheel $folder million -Padding (999960 - $more)
        $file.Length | Should -BeIn (999950..999999)
        $page, $before = (Join-Path $folder 'summary.md'), $env:GITHUB_STEP_SUMMARY
        Set-JobVariable GITHUB_STEP_SUMMARY $page
        try { $null = Publish-PythonDistribution $file -Repository $rehearsal.Index -WarningAction Ignore }
        finally { Set-JobVariable GITHUB_STEP_SUMMARY $before }
        $page | Should -FileContentMatch ([regex]::Escape('| 1.0 MB |'))
    }
}

Describe 'A link' {
    It 'stands whole in a line of 80 columns' {
        Get-Shown PublishedDistribution List | Should -Contain "Url         : $($rehearsal.Index)project/good/1.0/"
        Get-Shown ActiveStateDistribution | Should -Contain 'Url        : https://pypi.org/project/demo/1.0/'
    }

    It 'is not shown for a release that a refused file is not in' {
        @((Get-Shown PublishedDistribution List) -match '^Url ').Count | Should -Be 3
        Get-Shown PublishedDistribution List | Should -Contain 'ErrorId     : FileAlreadyExists'
    }
}

Describe 'A sentence' {
    AfterEach { Reset-Session }

    It 'is broken between words, in the languages that PowerShell does it for and in others: "<_>"' -ForEach 'en-US', 'de-DE', '', 'pl-PL', 'ja-JP' {
        [cultureinfo]::CurrentCulture = $_
        # The host's width counts where PowerShell leaves it to the module.
        $width = try { $Host.UI.RawUI.BufferSize.Width } catch { 0 }
        if ($width -le 0) { $width = 80 }
        foreach ($type in 'DistributionFinding', 'TrustedPublisherStep', 'TestedDistribution') {
            foreach ($as in 'Nothing', 'List') {
                $words = (Get-Shown $type $as 9999) -join ' ' -split '\s+' -ne ''
                $broken = (Get-Shown $type $as $width) -join ' ' -split '\s+' -ne ''
                # Names of files and links may be longer than a line.
                $longer = $words.Where{ $_.Length -gt 40 }
                $broken.Where{ $piece = $_; $piece -notin $words -and -not $longer.Where{ $_.Contains($piece) } } | Should -BeNullOrEmpty
            }
        }
    }

    It 'loses and gains nothing when it is broken' {
        $text = 'Build it again, or fetch it again if it came as an artifact from another job.'
        foreach ($width in 5, 20, 30, 77, 78) {
            $lines = [TrustedPublish.ViewText]::Wrap($text, $width) -split "`n"
            $lines -join ' ' | Should -BeExactly $text
            $lines | Where-Object { $_.Length -gt $width -and $_.Contains(' ') } | Should -BeNullOrEmpty
        }
        [TrustedPublish.ViewText]::Wrap($text, 1) -split "`n" | Should -HaveCount 16
        [TrustedPublish.ViewText]::Wrap($null, 20) | Should -BeExactly ''
    }
}

Describe 'What a file or a token says' {
    AfterEach { Reset-Session }

    It 'steers no terminal' {
        $hostile = "a$escape]0;title$([char]7)b$escape[2J`r`nc"
        $token = New-Jwt @{ iss = $hostile; sub = $hostile; aud = $hostile } | ConvertFrom-CIIdToken
        $file = [pscustomobject]@{ PSTypeName = 'TrustedPublish.PythonDistribution'; FileName = 'a-1.0.tar.gz'; Size = 1; Name = $hostile; Summary = $hostile; License = $hostile; RequiresPython = $hostile; RequiresDist = @($hostile); ProjectUrl = @($hostile) }
        $tested = [pscustomobject]@{ PSTypeName = 'TrustedPublish.TestedDistribution'; FileName = $hostile; Path = $hostile; Valid = $true; Findings = @() }
        foreach ($shown in $token, $file, $tested) {
            # Where colours are shown, nothing is taken away after the views.
            $PSStyle.OutputRendering = 'Ansi'
            $text = ($shown | Out-String) + ($shown | Format-List | Out-String) + ($shown | Format-Table | Out-String)
            $text -replace "$escape\[[\d;]*m" | Should -Not -Match "[$escape$([char]7)]"
        }
    }

    It 'is no command for a log, wherever a line is broken' {
        $hostile = "$('word ' * 14)::error title=x::y $('word ' * 14)::add-mask::z $('word ' * 14)##vso[task.setvariable variable=x]y ##[error]z"
        $file = [pscustomobject]@{ PSTypeName = 'TrustedPublish.PythonDistribution'; FileName = 'a-1.0.tar.gz'; Size = 1; Name = 'a'; Summary = $hostile; License = $hostile; RequiresPython = '>=3'; RequiresDist = @($hostile); ProjectUrl = @($hostile) }
        foreach ($width in 40..120) { $file | Format-List | Out-String -Width $width | Should -Not -Match '(?m)^\s*(::[a-z-]+( |::)|##(vso)?\[)' }
        # An address of IPv6 is none.
        [TrustedPublish.ViewText]::Line('http://[::1]:8000/ fe80::1') | Should -BeExactly 'http://[::1]:8000/ fe80::1'
    }

    It 'is no command and steers nothing in all that a shell prints of a hostile wheel' {
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive 'hostile')
        $hostile = New-TestWheel $folder
        $archive = [System.IO.Compression.ZipFile]::Open($hostile.FullName, 'Update')
        try {
            # Not in RECORD, which is a finding that names it.
            $null = $archive.CreateEntry('demo/##vso[task.setvariable variable=PATH]evil')
            $archive.GetEntry('demo-1.0.dist-info/METADATA').Delete()
            $content = [System.IO.StreamWriter]::new($archive.CreateEntry('demo-1.0.dist-info/METADATA').Open())
            $content.Write("Metadata-Version: 2.1 ##[error]$escape[2J`nName: demo`nVersion: 1.0`nSummary: ##vso[task.complete result=Succeeded] ::error ::x`nLicense-Expression: ::add-mask::x`n")
            $content.Dispose()
        }
        finally { $archive.Dispose() }
        # A file: with a script block the streams would come as objects, and not as what a log gets.
        $script = Join-Path $TestDrive 'hostile.ps1'
        Set-Content $script @'
param($manifest, $wheel)
Import-Module $manifest
$VerbosePreference = $DebugPreference = 'Continue'
Test-PythonDistribution $wheel
Test-PythonDistribution $wheel | Format-List
(Test-PythonDistribution $wheel).Findings | Format-List
Get-PythonDistribution $wheel | Format-List
foreach ($view in 'ConciseView', 'NormalView') {
    $ErrorView = $view
    Publish-PythonDistribution $wheel -WhatIf
    Publish-PythonDistribution $wheel -WhatIf -IgnoreRule MetadataVersion, LicenseExpression
}
'@
        $printed = pwsh -NoProfile -NonInteractive -File $script (Get-ModuleManifest) $hostile.FullName *>&1 | Out-String -Width 9999
        $printed | Should -Match 'WARNING: demo-1\.0-py3-none-any\.whl: RECORD does not list demo/# #vso\[task\.setvariable variable=PATH\]evil'
        $printed | Should -Match '# #\[error\]'
        # This is a GitHub job, whose page the module itself tells of its errors.
        $printed -replace '(?m)^::error title=DistributionInvalid::' | Should -Not -Match '##[A-Za-z.]*\[|::[A-Za-z-]+( |::)'
        $printed -replace "$escape\[[\d;]*m" | Should -Not -Match $escape
    }
}

Describe 'Colour' {
    BeforeEach { $PSStyle.OutputRendering = 'Ansi' }
    AfterEach { Reset-Session }

    It 'marks how a file ended' {
        $table = Get-Shown PublishedDistribution
        $green, $red, $end = $PSStyle.Foreground.Green, $PSStyle.Formatting.Error, $PSStyle.Reset
        $table.Where{ $_.StartsWith("${green}Published$end ") } | Should -HaveCount 2
        $table.Where{ $_.StartsWith("${red}FAILED$end ") } | Should -HaveCount 1
        $table.Where{ $_.StartsWith('AlreadyPublished ') } | Should -HaveCount 1
        (Get-Shown ActiveStateDistribution).Where{ $_.Contains("${green}Published$end") } | Should -HaveCount 1
    }

    It 'marks what is wrong with a file' {
        $shown = Get-Shown TestedDistribution
        $shown.Where{ $_.StartsWith("$($PSStyle.Formatting.Error)FAILED$($PSStyle.Reset) bad-1.0") } | Should -HaveCount 1
        $shown.Where{ $_.StartsWith("$($PSStyle.Foreground.Green)passed$($PSStyle.Reset) good-1.0") } | Should -HaveCount 1
        $shown.Where{ $_.Contains("$($PSStyle.Formatting.Error)Error$($PSStyle.Reset) MetadataMissing: ") } | Should -HaveCount 1
        $shown.Where{ $_.Contains("$($PSStyle.Formatting.Warning)Warning$($PSStyle.Reset) DescriptionMissing: ") } | Should -Not -BeNullOrEmpty
    }

    It 'marks the field that differs' {
        $shown = Get-Shown TrustedPublisherStep
        $shown.Where{ $_ -match "^$([regex]::Escape("$($PSStyle.Formatting.Error)FAILED$($PSStyle.Reset)")) +Workflow name" } | Should -HaveCount 1
        $shown.Where{ $_ -match "^$([regex]::Escape("$($PSStyle.Foreground.Green)passed$($PSStyle.Reset)")) +Owner " } | Should -HaveCount 1
        $shown.Where{ $_.StartsWith('skipped Exchange') } | Should -HaveCount 1
    }

    It 'is what the user has set' {
        $before = $PSStyle.Formatting.Error
        try {
            $PSStyle.Formatting.Error = $PSStyle.Foreground.Magenta
            (Get-Shown PublishedDistribution).Where{ $_.StartsWith("$($PSStyle.Foreground.Magenta)FAILED") } | Should -HaveCount 1
        }
        finally { $PSStyle.Formatting.Error = $before }
    }

    It 'is in no property' {
        foreach ($type in $objects.Keys) { $objects[$type] | ConvertTo-Json -Depth 4 -WarningAction Ignore | Should -Not -Match '\\u001b' }
    }

    It 'stays out of files, and out of everything where NO_COLOR is set: <Case>' -ForEach @(
        @{ Case = 'redirected'; Output = '> $env:VIEW_FILE'; NoColour = $null }
        @{ Case = 'Out-File'; Output = '| Out-File $env:VIEW_FILE'; NoColour = $null }
        @{ Case = 'NO_COLOR'; Output = ''; NoColour = '1' }
    ) {
        $file = Join-Path $TestDrive "$Case.txt"
        $saved = $env:NO_COLOR, $env:TERM
        Set-JobVariable NO_COLOR $NoColour
        $env:TERM = 'xterm-256color'
        $env:VIEW_FILE = $file
        try { $shown = pwsh -NoProfile -Command "Import-Module '$(Get-ModuleManifest)'; Test-PythonDistribution '$dist/*' $Output" | Out-String }
        finally {
            Set-JobVariable NO_COLOR $saved[0]
            Set-JobVariable TERM $saved[1]
            Remove-Item Env:VIEW_FILE
        }
        $text = if ($Output) { Get-Content $file -Raw } else { $shown }
        $text | Should -Match 'FAILED bad-1\.0'
        $text | Should -Not -Match $escape
    }
}
