using System.Management.Automation;
using TrustedPublish.Completion;

namespace TrustedPublish.Async;

/// <summary>A cmdlet that asks the CI system of this job for an ID token, and which system that is.</summary>
public abstract class IdentityCommand : IndexCommand
{
    /// <summary>The CI system to ask; without it the one that is found.</summary>
    [Parameter]
    public CIProvider? Provider { get; set; }

    /// <summary>GitLab: the variable that holds the ID token; without it the one whose name the audience makes.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TokenVariableCompleter))]
    public string? TokenVariable { get; set; }

    /// <summary>The system's name, or null for the one that is found: only GitLab has its tokens in variables of the user's choice.</summary>
    private protected string? ProviderName => Provider?.ToString() ?? (TokenVariable is null ? null : nameof(CIProvider.GitLab));
}
