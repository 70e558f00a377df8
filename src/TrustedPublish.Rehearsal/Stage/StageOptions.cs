using Microsoft.AspNetCore.Server.Kestrel.Core;
using TrustedPublish.Rehearsal.Stage.Faults;

namespace TrustedPublish.Rehearsal.Stage;

/// <summary>How the index and the identity provider behave. What is not said here is as strict as PyPI.</summary>
public sealed record StageOptions
{
    /// <summary>The clock that everything reads.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The index's port; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The audience that ID tokens must carry.</summary>
    public string Audience { get; init; } = "rehearsal";

    public bool TrustedPublishingEnabled { get; init; } = true;

    /// <summary>How long an API token lives; PyPI's live 900 s (warehouse oidc/views.py).</summary>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromSeconds(900);

    /// <summary>The largest file taken, in bytes; PyPI's limit is 100 MiB.</summary>
    public long MaximumFileBytes { get; init; } = 100L * 1024 * 1024;

    /// <summary>The CI system that the job runs in.</summary>
    public CISystem System { get; init; }

    /// <summary>The systems whose publishers the index has switched off; <see cref="TrustedPublishingEnabled"/> switches off all.</summary>
    public IReadOnlyList<CISystem> DisabledSystems { get; init; } = [];

    /// <summary>GitLab: the variable that holds the job's ID token; null for the name that the audience makes.</summary>
    public string? TokenVariable { get; init; }

    /// <summary>
    /// The audience of a token that the job is given at its start; null for the usual one: on GitLab the index's, on Semaphore
    /// the organisation's URL, which no index takes.
    /// </summary>
    public string? TokenAudience { get; init; }

    /// <summary>Google: the service account that the job shall act as, by its e-mail address; null for its own.</summary>
    public string? Impersonate { get; init; }

    /// <summary>Google: a machine that has no service account.</summary>
    public bool WithoutServiceAccount { get; init; }

    /// <summary>Google: the metadata server's answers lack their header, as those of a captive portal do.</summary>
    public bool WithoutMetadataFlavor { get; init; }

    /// <summary>How each tool of the job fails; null for tools that work.</summary>
    public ToolFailure? ToolFailure { get; init; }

    /// <summary>The job that the identity provider vouches for.</summary>
    public JobIdentity Job { get; init; } = new();

    /// <summary>The registered publishers; with none, nobody may publish.</summary>
    public IReadOnlyList<Publisher> Publishers { get; init; } = [];

    /// <summary>Whether a token can be burned before its time (warehouse PR #20197); an index that can't answers 404.</summary>
    public bool CanRevoke { get; init; } = true;

    /// <summary>How long each request of a client waits before it is served, as on the way to a far index. They wait side by side.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>How fast the body of each request is read, in bytes per second; null reads as fast as it comes.</summary>
    public long? BytesPerSecond { get; init; }

    /// <summary>Whether a Sigstore of the stage's own runs beside the index, and jobs get a token for it.</summary>
    public bool Sigstore { get; init; }

    /// <summary>Whether the index looks at attestations; one that doesn't takes files as if they had none (warehouse, DISABLE_PEP740).</summary>
    public bool AttestationsEnabled { get; init; } = true;

    /// <summary>Whether the index knows of RFC 3161 timestamps in attestations (pypi_attestations PR #143); PyPI does not yet, so entries of Rekor v2 have no time there.</summary>
    public bool TakesTimestamps { get; init; }

    /// <summary>How long after its upload a file shows on the project pages, as behind a CDN.</summary>
    public TimeSpan SimpleDelay { get; init; }

    /// <summary>Whether the index speaks TLS, with a certificate of an authority made at its start.</summary>
    public bool Tls { get; init; }

    /// <summary>The HTTP versions of an index with TLS; one without speaks HTTP/1.1.</summary>
    public HttpProtocols Protocols { get; init; } = HttpProtocols.Http1AndHttp2;

    /// <summary>Whether index and identity provider listen on ::1 instead of 127.0.0.1.</summary>
    public bool IPv6 { get; init; }

    /// <summary>The seed of faults that have a chance: the same seed, the same faults.</summary>
    public int Seed { get; init; } = FaultPlan.DefaultSeed;
}
