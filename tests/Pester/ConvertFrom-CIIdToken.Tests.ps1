# ConvertFrom-CIIdToken as a person at a prompt meets it.
BeforeAll {
    . $PSScriptRoot/Support.ps1
    $times = @{ iat = 1700000000; nbf = 1700000000; exp = 1700000300 }
    $jwt = New-Jwt (@{ iss = 'https://issuer.example'; sub = 'repo:octo-org/sampleproject'; aud = 'pypi'; nested = @{ a = 1 }; list = 'x', 'y' } + $times)
}

Describe 'ConvertFrom-CIIdToken' {
    It 'reads text, SecureString and the object of Get-CIIdToken alike' {
        foreach ($token in $jwt, (ConvertTo-SecureString $jwt -AsPlainText)) {
            ($token | ConvertFrom-CIIdToken).Subject | Should -Be 'repo:octo-org/sampleproject'
            (ConvertFrom-CIIdToken $token).Issuer | Should -Be 'https://issuer.example'
        }
    }

    It 'shows times as dates' {
        $decoded = ConvertFrom-CIIdToken $jwt
        $decoded.Claims.exp | Should -BeOfType datetime
        $decoded.Claims.exp.ToUniversalTime() | Should -Be ([datetime]::new(2023, 11, 14, 22, 18, 20, [DateTimeKind]::Utc))
        $decoded.ExpiresAt | Should -Be $decoded.Claims.exp
        $decoded.HasExpired | Should -BeTrue
    }

    It 'shows header and claims whole' {
        $decoded = ConvertFrom-CIIdToken $jwt
        $decoded.Headers.kid | Should -Be 'k1'
        $decoded.Algorithm | Should -Be 'RS256'
        $decoded.Claims.nested.a | Should -Be 1
        $decoded.Claims.list | Should -Be 'x', 'y'
    }

    It 'says that nothing was verified' {
        $decoded = ConvertFrom-CIIdToken $jwt
        $decoded.IsVerified | Should -BeFalse
        $decoded | Out-String | Should -Match 'Signature\s*: RS256, not verified'
    }

    It 'gives nothing back that could be used as a token' {
        $everything = ConvertFrom-CIIdToken $jwt | ConvertTo-Json -Depth 5
        $everything | Should -Not -Match ([regex]::Escape($jwt.Split('.')[2]))
        $everything | Should -Not -Match ([regex]::Escape($jwt.Split('.')[1]))
    }

    It 'takes a token without any usual claim' {
        $decoded = New-Jwt @{ any = 'thing' } -Header @{ alg = 'none' } | ConvertFrom-CIIdToken
        $decoded.Claims.any | Should -Be 'thing'
        $decoded.HasExpired | Should -BeNullOrEmpty
    }

    It 'takes claims whose names PowerShell can''t have' {
        $decoded = New-Jwt ([ordered]@{ sub = 'lower'; SUBJ = 'x'; nested = @{ '' = 1; a = 2 } }) | ConvertFrom-CIIdToken
        $decoded.Claims.sub | Should -Be 'lower'
        $decoded.Claims.nested.a | Should -Be 2
    }

    It 'shows a line end in a claim as none' {
        (New-Jwt @{ iss = "a`n::warning::b"; sub = 's' } | ConvertFrom-CIIdToken | Out-String) | Should -Not -Match '(?m)^\s*::warning'
    }

    It 'reports what is no token, quotes nothing of it, and goes on' {
        $secret = 'pypi-AgEIcHlwaS5vcmcCJDU4'
        $decoded = $secret, $jwt | ConvertFrom-CIIdToken -ErrorAction SilentlyContinue -ErrorVariable failures
        @($decoded).Count | Should -Be 1
        $failures[0].FullyQualifiedErrorId | Should -Be 'IdTokenMalformed,TrustedPublish.Commands.ConvertFromCIIdTokenCommand'
        $failures | Out-String | Should -Not -Match $secret
    }
}
