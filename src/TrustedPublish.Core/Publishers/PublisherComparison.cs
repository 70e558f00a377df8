using TrustedPublish.Core.Identity;
using TrustedPublish.Core.Index;

namespace TrustedPublish.Core.Publishers;

/// <summary>The part of the check that holds the job to what was registered on the index, field by field.</summary>
internal sealed class PublisherComparison(PackageIndex index, RegisteredPublisher? registered, string? project)
{
    /// <summary>Reports each step; whether a publisher can match the job.</summary>
    public bool Run(IdToken idToken, PublisherIdentity? identity, Action<CheckStep> report)
    {
        if (identity is null)
        {
            // There is no form whose words to use, so these are the token's own.
            report(new CheckStep("Subject", CheckStatus.Skipped, $"'{idToken.Subject ?? "none"}': what such an index compares is for its documentation to say; ConvertFrom-CIIdToken shows all claims."));
            if (registered is not { Fields.Count: > 0 }) return true;
            report(new CheckStep("Publisher", CheckStatus.Failed, $"What you gave is a {registered.Kind?.Name ?? "GitHub or GitLab"} publisher, but the token is of {idToken.Issuer}.", "Run this in a job of that system, or leave away what is registered."));
            return false;
        }

        foreach (var fault in identity.Faults) report(new CheckStep(fault.Subject, fault.IsFatal ? CheckStatus.Failed : CheckStatus.Warning, fault.Detail, fault.Remedy));
        var isFatal = identity.Faults.Any(static fault => fault.IsFatal);
        var differing = CompareFields(identity, isFatal, report);
        var isOtherKind = registered is { Kind: { } kind } && kind != identity.Kind;
        report(Conclude(identity, isFatal, isOtherKind, differing));
        return differing.Count == 0 && !isFatal && !isOtherKind;
    }

    private CheckStep Conclude(PublisherIdentity identity, bool isFatal, bool isOtherKind, List<string> differing)
    {
        var differs = $"differs from this job in {string.Join(", ", differing)}";
        if (isFatal)
        {
            // No link: it would register what can't match.
            return new CheckStep("Publisher", CheckStatus.Failed, $"None can match this job as it is{(differing.Count > 0 ? $"; and what you gave {differs}" : "")}.", "Mend the failed steps above first; the publisher on the index may be right.");
        }

        var toRegister = project is null
            ? $"Link fills in the form on {index}: put the project's name for {PublisherRefusals.UnknownProject}, or give -Project. For a project that does not exist yet the form is at {index.NewProjectFormAddress}"
            : $"Link fills in the form on {index}. For a project that does not exist yet it is at {index.NewProjectFormAddress}";
        var given = registered?.Fields.Count ?? 0;
        var step = (isOtherKind, differing.Count, given) switch
        {
            (true, _, _) => new CheckStep("Publisher", CheckStatus.Failed, $"What you gave is a {registered!.Kind!.Name} publisher, but this job is of {identity.Kind.Name}.", $"Register one for this job. {toRegister}"),
            (_, > 0, _) => new CheckStep("Publisher", CheckStatus.Failed, $"It {differs}.", $"Correct what is wrong, here or there. {toRegister}"),
            (_, _, 0) => new CheckStep("Publisher", CheckStatus.Skipped, "An index doesn't tell what is registered. Compare it with the fields above, or give it to this command to have it compared.", toRegister),
            _ when given < identity.Fields.Count(static field => field.IsOnForm) => new CheckStep("Publisher", CheckStatus.Passed, "What you gave is this job's; what you did not give was not compared."),
            _ => new CheckStep("Publisher", CheckStatus.Passed, "Every field that you gave is this job's. If the index refuses it all the same, copy the fields from its Publishing page again; -Mint shows its words."),
        };
        return step with { Link = identity.FormAddress(index, project ?? PublisherRefusals.UnknownProject) };
    }

    /// <summary>Reports each field; returns the names of those that differ from what was registered.</summary>
    private List<string> CompareFields(PublisherIdentity identity, bool isExplained, Action<CheckStep> report)
    {
        var differing = new List<string>();
        var comparable = registered is not null && (registered.Kind is null || registered.Kind == identity.Kind) ? registered.Fields : new Dictionary<string, string>();
        foreach (var field in identity.Fields)
        {
            if (identity.Faults.Any(fault => fault.IsFatal && fault.Obscures == field.Key))
            {
                report(new CheckStep(field.Name, CheckStatus.Skipped, $"{Shown(field)}, which means nothing before the step above is mended."));
            }
            else if (string.IsNullOrEmpty(field.Value) && !field.IsOptional)
            {
                // Where the reason is a step of its own, that one has failed.
                report(new CheckStep(field.Name, isExplained ? CheckStatus.Skipped : CheckStatus.Failed, "The ID token does not say it.", isExplained ? null : $"Request the token as Get-CIIdToken does; if it did, {identity.Kind.Name} has changed its tokens."));
                if (!isExplained) differing.Add(field.Name);
            }
            else if (comparable.TryGetValue(field.Key, out var value))
            {
                var compared = FieldComparison.Of(field, value);
                report(new CheckStep(field.Name, compared.IsEqual ? CheckStatus.Passed : CheckStatus.Failed, compared.Difference ?? Agreement(field, value), compared.Remedy));
                if (!compared.IsEqual) differing.Add(field.Name);
            }
            else if (field.IsOnForm)
            {
                report(new CheckStep(field.Name, CheckStatus.Skipped, $"{Shown(field)} ({field.Origin})."));
            }
        }

        foreach (var key in comparable.Keys.Where(key => identity.Fields.All(field => field.Key != key)))
        {
            var name = PublisherKinds.NameOf(key);
            report(new CheckStep(name, CheckStatus.Failed, $"A {identity.Kind.Name} publisher has no {name}, so what you gave can't be registered for this job.", "Leave it away, or look at the publisher on the index again: it may be of another kind."));
            differing.Add(name);
        }

        return differing;
    }

    private static string Agreement(PublisherField field, string registered) => registered.Length == 0 && !string.IsNullOrEmpty(field.Value)
        ? $"'{field.Value}'; the publisher takes any."
        : $"{Shown(field)}, as you gave it.";

    private static string Shown(PublisherField field) => string.IsNullOrEmpty(field.Value)
        ? $"None, so that only a publisher with an empty {field.Name} matches"
        : $"'{field.Value}'";
}
