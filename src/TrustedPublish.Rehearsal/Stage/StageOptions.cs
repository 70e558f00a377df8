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

    /// <summary>The job that the identity provider vouches for.</summary>
    public JobIdentity Job { get; init; } = new();

    /// <summary>The registered publishers; with none, nobody may publish.</summary>
    public IReadOnlyList<Publisher> Publishers { get; init; } = [];
}
