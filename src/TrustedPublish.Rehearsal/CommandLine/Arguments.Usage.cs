namespace TrustedPublish.Rehearsal.CommandLine;

/// <content>What <c>--help</c> prints.</content>
internal sealed partial record Arguments
{
    public const string Usage =
        """
        Rehearses a release on this machine: a package index and a CI identity provider on loopback, and the module's
        own pipeline in between.

          dotnet run --project src/TrustedPublish.Rehearsal [-- [options] [distribution ...]]
              Publishes the distributions named, or sample ones, and checks that every byte arrived.
          dotnet run --project src/TrustedPublish.Rehearsal -- serve [options]
              Keeps index and identity provider running, to try things by hand.

          --ci SYSTEM                the CI system that the job runs in: github (default), gitlab, google, buildkite, circleci,
                                     semaphore or activestate, which has no token for a job
          --publisher KEY=VALUE,...  what the index's publisher has instead of what fits the job, to rehearse a wrong one; no
                                     VALUE leaves it out. KEY for github: owner, repository, workflow, environment, owner-id;
                                     gitlab: namespace, project, file, environment, issuer; google: email, subject; buildkite:
                                     organization, pipeline, branch, tag, step; circleci: organization, project, definition;
                                     semaphore: organization, project; activestate: organization, project, actor-id;
                                     any: pending=true, exists=true, refusal=TEXT (of the pending one's project)
          --not-enabled              the index has switched trusted publishing from that system off
          --token-variable NAME      gitlab: the variable that holds the token (default: as the audience says)
          --token-audience NAME      gitlab, semaphore: for whom the token in the variable is
          --impersonate NAME         google: act as the service account of that e-mail address
          --no-service-account       google: a machine without one
          --no-metadata-flavor       google: answers without their header, as from a captive portal
          --tool-fails CODE:TEXT     buildkite, circleci: the program on PATH ends with that exit code and that text
          --engine pwsh|in-process   which PowerShell runs the pipeline (default: pwsh where it is on PATH)
          --verbose                  the cmdlets' verbose lines too
          --fault FAULT              makes requests go wrong; repeatable. FAULT is STAGE:WHAT[*TIMES|%PERCENT][;retry-after=S],
                                     STAGE one of audience, identity, mint, upload, simple, revoke, jwks, metadata, tool,
                                     fulcio, rekor, tsa, integrity;
                                     WHAT an HTTP status, early=STATUS, html=STATUS, reset-before, reset, reset-after, lost,
                                     slow=Ns, trickle=Ns, hang, garbage, truncated, cut, badjson or loop; of fulcio, rekor
                                     and tsa also clock=Ns (or -Ns); of fulcio expired, wrong-key, wrong-authority,
                                     wrong-sct; of rekor exists, wrong-set, wrong-proof, wrong-checkpoint, wrong-entry; of
                                     tsa wrong-timestamp. *TIMES hits so many requests (default 1), %PERCENT each with that
                                     chance; S may be date+S, which says it as a date.
                                     Examples: upload:503*2, upload:reset%2.5, mint:429;retry-after=date+3, rekor:lost
          --seed N                   which requests the chances hit: the same seed, the same ones
          --latency MS               milliseconds that each request waits before it is served
          --bandwidth KB             kilobytes per second at which the body of each request is read
          --token-lifetime S         seconds that an API token lives (default 900)
          --no-revoke                an index that doesn't know how to end a token
          --simple-delay S           seconds until an uploaded file shows on /simple/
          --tls                      the index speaks TLS, by an authority that SSL_CERT_FILE names to the job (Linux, in pwsh)
          --ipv6                     on ::1 instead of 127.0.0.1
          --max-file-size MB         the largest file the index takes (default 100)
          --port N                   serve: the index's port (default: a free one)
          --project NAME             serve: a project the publisher may upload to; repeatable (default: every one)
          --help                     this text
        """;
}
