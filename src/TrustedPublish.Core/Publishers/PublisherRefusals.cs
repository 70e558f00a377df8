using System.Text.RegularExpressions;
using TrustedPublish.Core.Index;

namespace TrustedPublish.Core.Publishers;

/// <summary>
/// What to do when an index found no publisher for a job. It names a claim at most, and never what was registered: the job's
/// own values, in the words of the form, are what a person can compare.
/// </summary>
internal static partial class PublisherRefusals
{
    /// <summary>Stands in the form's address where the project's name is not known.</summary>
    public const string UnknownProject = "YOUR-PROJECT";

    // The reasons that are about the token and not about what was registered (warehouse oidc/models, oidc/services.py).
    private static readonly IReadOnlyList<(string Text, string Remedy)> Known =
    [
        ("pull_request_target", "Publish from another event than 'pull_request_target': on: release: types: [published], or on: push: tags."),
        ("The ref and sha claims are empty", "The run stands at no commit. Publish from a tag, a branch or a release."),
        ("The ref_path and sha claims are empty", "The pipeline stands at no commit. Publish from a tag or a branch."),
        ("The job_workflow_ref claim is empty", "The ID token doesn't name the workflow. Run the job again; if it stays so, GitHub is at fault (https://www.githubstatus.com)."),
        ("Could not job extract workflow filename", "The ID token names no workflow file that ends in .yml or .yaml. Publish from a workflow in .github/workflows/."),
        ("The ci_config_ref_uri claim is empty", "The ID token doesn't name the pipeline's file. Keep the CI/CD configuration file in the project itself (project → Settings → CI/CD → General pipelines)."),
        ("Could not extract workflow filename", "The pipeline's file must end in .yml or .yaml. Name one that does as the CI/CD configuration file (project → Settings → CI/CD → General pipelines)."),
        ("JWT issuer '", "The publisher on the index is of another installation of this CI system. Register one for the issuer that the message names as the job's."),
        ("Issuer '", "The index has no publishers for this issuer. Publish from a CI system that it takes, or with an API token."),
        ("'subject' claim", "The ID token's subject is not one of ActiveState's. Publish with Publish-ActiveStateDistribution, whose builder has the right token."),
        ("claim 'email_verified'", "Google doesn't vouch for the address. Run the job as a service account, whose address is always verified."),
        ("claim 'builder'", "Publish through pypi_publisher(…) in the build script, which New-ActiveStateBuildScript writes."),
    ];

    /// <summary>Remedy and notes for <c>invalid-publisher</c>; <paramref name="description"/> is the index's.</summary>
    public static (string Remedy, IReadOnlyList<string> Notes) Explain(PackageIndex index, PublisherIdentity identity, string description, string? project = null)
    {
        // What makes a match impossible is the answer, whichever check the index came to first.
        if (identity.Faults.FirstOrDefault(static fault => fault.IsFatal) is { } fault)
            return ($"{fault.Detail} {fault.Remedy}", fault.Obscures is null ? Register(index, identity, project) : []);

        if (Known.FirstOrDefault(row => description.Contains(row.Text, StringComparison.Ordinal)) is { Remedy: not null } known)
            return (known.Remedy, Register(index, identity, project));
        if (OtherCase().Match(description) is { Success: true } spelled && spelled.Groups["expected"].Value.Contains($"'{spelled.Groups["got"].Value}'", StringComparison.OrdinalIgnoreCase))
            return ($"The publisher on {index} is this job's but for upper and lower case, which count here: remove it and add it again, spelt as in the table.", Register(index, identity, project));

        var claim = NamedClaim().Match(description) is { Success: true } match ? match.Groups["claim"].Value : null;
        if (claim is not null && description.Contains("Missing claim", StringComparison.Ordinal))
            return ($"The ID token lacks the claim '{claim}', which the index needs. Request it as Get-CIIdToken does; if it did, {identity.Kind.Name} has changed its tokens, which is for the index to hear of.", Register(index, identity, project));

        var field = claim is null ? null : identity.Fields.FirstOrDefault(field => Names(field, claim));
        if (field is not null)
        {
            var remedy = field.WhenDifferent ?? $"The publisher on {index} has another {field.Name} than this job, which says '{field.Value ?? ""}'. Correct it there (project → Publishing): remove the publisher and add it again with the values below.";
            return (remedy, Register(index, identity, project));
        }

        return ($"On {index}, open the project → Publishing and compare its publisher with the table, field by field and letter by letter. {Suspect(identity)}", Register(index, identity, project));
    }

    /// <summary>The job in the words of the form, and the form's address.</summary>
    public static IReadOnlyList<string> Register(PackageIndex index, PublisherIdentity identity, string? project = null) =>
    [
        $"For this job to publish, {index} must have this {identity.Kind.Name} publisher:",
        .. identity.Table(),
        $"The form, filled in{(project is null ? $" (put the project's name for {UnknownProject})" : "")}: {identity.FormAddress(index, project ?? UnknownProject)}",
        .. project is null ? new[] { $"For a project that does not exist yet: {index.NewProjectFormAddress}" } : [],
    ];

    /// <summary>What is wrong most often, as far as this job lets one guess.</summary>
    private static string Suspect(PublisherIdentity identity)
    {
        var environment = identity.Fields.FirstOrDefault(static field => field.Key == "environment");
        var guess = environment switch
        {
            null => "",
            { Value: null or "" } => $"This job runs in no environment: if the publisher names one, {char.ToLowerInvariant(environment.HowToSay!("NAME")![0])}{environment.HowToSay!("NAME")![1..]}. ",
            _ => $"Its environment must be '{environment.Value}' or empty. ",
        };
        return $"{guess}Test-TrustedPublisher, given what is registered, names the field that differs.";
    }

    private static bool Names(PublisherField field, string claim) => (field.Key, claim) switch
    {
        ("owner", "repository_owner") or ("owner_id", "repository_owner_id") or ("repository", "repository")
            or ("environment", "environment") or ("email", "email") or ("sub", "sub")
            or ("organization", "organization") or ("project", "project") or ("actor", "actor_id")
            or ("workflow_filename", "job_workflow_ref") or ("workflow_filepath", "ci_config_ref_uri") => true,
        _ => false,
    };

    // "… does not match, expecting one of ['a', 'b'], got 'A'"
    [GeneratedRegex(@"expecting one of \[(?<expected>.+)\], got '(?<got>[^']+)'", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OtherCase();

    // "Check failed for required claim 'x'", "Missing claim 'x'" and "The x claim does not match, …".
    [GeneratedRegex(@"claim '(?<claim>\w+)'|The (?<claim>\w+) claim does not match", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamedClaim();
}
