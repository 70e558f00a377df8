using TrustedPublish.Rehearsal.Stage;

namespace TrustedPublish.Rehearsal.CommandLine;

/// <summary>The text <c>KEY=VALUE,…</c> by which a publisher is made to differ from the one that fits.</summary>
internal static class PublisherText
{
    /// <exception cref="FormatException">This kind of publisher has no such part, or can't be without it.</exception>
    public static Publisher Change(Publisher publisher, string text)
    {
        foreach (var pair in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            if (parts.Length < 2) throw new FormatException($"--publisher takes KEY=VALUE, not '{pair}'.");
            publisher = Change(publisher, parts[0], parts[1].Length == 0 ? null : parts[1])
                ?? throw new FormatException($"A publisher of {CISystemNames.Of(publisher.System)} has no '{parts[0]}', or can't be without it.");
        }

        return publisher;
    }

    private static Publisher? Change(Publisher publisher, string key, string? value) => (publisher, key, value) switch
    {
        (_, "pending", "true" or "false") => publisher with { Pending = value == "true" },
        (_, "exists", "true" or "false") => publisher with { ProjectExists = value == "true" },
        (_, "refusal", _) => publisher with { ProjectRefusal = value },
        (GitHubPublisher it, "owner", not null) => it with { Owner = value },
        (GitHubPublisher it, "repository", not null) => it with { Repository = value },
        (GitHubPublisher it, "workflow", not null) => it with { Workflow = value },
        (GitHubPublisher it, "environment", _) => it with { Environment = value },
        (GitHubPublisher it, "owner-id", _) => it with { OwnerId = value },
        (GitLabPublisher it, "namespace", not null) => it with { Namespace = value },
        (GitLabPublisher it, "project", not null) => it with { Project = value },
        (GitLabPublisher it, "file", not null) => it with { WorkflowFilePath = value },
        (GitLabPublisher it, "environment", _) => it with { Environment = value },
        (GitLabPublisher it, "issuer", _) => it with { IssuerUrl = value },
        (GooglePublisher it, "email", not null) => it with { Email = value },
        (GooglePublisher it, "subject", _) => it with { Subject = value },
        (BuildkitePublisher it, "organization", not null) => it with { Organization = value },
        (BuildkitePublisher it, "pipeline", not null) => it with { Pipeline = value },
        (BuildkitePublisher it, "branch", _) => it with { Branch = value },
        (BuildkitePublisher it, "tag", _) => it with { Tag = value },
        (BuildkitePublisher it, "step", _) => it with { Step = value },
        (CircleCIPublisher it, "organization", not null) => it with { Organization = value },
        (CircleCIPublisher it, "project", not null) => it with { Project = value },
        (CircleCIPublisher it, "definition", not null) => it with { PipelineDefinition = value },
        (SemaphorePublisher it, "organization", not null) => it with { Organization = value },
        (SemaphorePublisher it, "project", not null) => it with { Project = value },
        (ActiveStatePublisher it, "organization", not null) => it with { Organization = value },
        (ActiveStatePublisher it, "project", not null) => it with { Project = value },
        (ActiveStatePublisher it, "actor-id", not null) => it with { ActorId = value },
        _ => null,
    };
}
