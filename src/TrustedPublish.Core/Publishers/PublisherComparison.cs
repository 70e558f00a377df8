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
            report(new CheckStep("Subject", CheckStatus.Skipped, $"'{idToken.Subject}': what such an index compares is for its documentation to say; ConvertFrom-CIIdToken shows all claims."));
            return true;
        }

        foreach (var fault in identity.Faults) report(new CheckStep(fault.Subject, fault.IsFatal ? CheckStatus.Failed : CheckStatus.Warning, fault.Detail, fault.Remedy));
        var differing = CompareFields(identity, report);
        var isFatal = identity.Faults.Any(static fault => fault.IsFatal);
        var isOtherKind = registered is { Kind: { } kind } && kind != identity.Kind;
        var toRegister = project is null
            ? $"Its page on {index} has the form, which the link below fills in: put the project's name for {PublisherRefusals.UnknownProject}. For a project that does not exist yet the form is at {index.NewProjectFormAddress}"
            : $"The link below leads to the form on {index}, filled in. For a project that does not exist yet it is at {index.NewProjectFormAddress}";
        var step = (isOtherKind, differing.Count, isFatal, registered) switch
        {
            (true, _, _, _) => new CheckStep("Publisher", CheckStatus.Failed, $"What you gave is a {registered!.Kind!.Name} publisher, but this job is of {identity.Kind.Name}.", $"Register one for this job. {toRegister}"),
            (_, > 0, _, _) => new CheckStep("Publisher", CheckStatus.Failed, $"It differs from this job in {string.Join(", ", differing)}.", $"Correct what is wrong, here or there. {toRegister}"),
            (_, _, true, _) => new CheckStep("Publisher", CheckStatus.Failed, "None can match this job as it is.", "See the failed steps above."),
            (_, _, _, { Fields.Count: > 0 }) => new CheckStep("Publisher", CheckStatus.Passed, "Every field that you gave is this job's."),
            _ => new CheckStep("Publisher", CheckStatus.Skipped, "An index doesn't tell what is registered. Compare it with the fields above, or give it to this command to have it compared.", toRegister),
        };
        report(step with { Link = identity.FormAddress(index, project ?? PublisherRefusals.UnknownProject) });
        return differing.Count == 0 && !isFatal && !isOtherKind;
    }

    /// <summary>Reports each field; returns the names of those that differ from what was registered.</summary>
    private List<string> CompareFields(PublisherIdentity identity, Action<CheckStep> report)
    {
        var differing = new List<string>();
        var comparable = registered is not null && (registered.Kind is null || registered.Kind == identity.Kind) ? registered.Fields : new Dictionary<string, string>();
        foreach (var field in identity.Fields)
        {
            if (string.IsNullOrEmpty(field.Value) && !field.IsOptional)
            {
                // That it lacks is a step of its own.
                report(new CheckStep(field.Name, CheckStatus.Skipped, "The ID token does not say it."));
            }
            else if (comparable.TryGetValue(field.Key, out var value))
            {
                var compared = FieldComparison.Of(field, value);
                report(new CheckStep(field.Name, compared.IsEqual ? CheckStatus.Passed : CheckStatus.Failed, compared.Difference ?? Agreement(field, value), compared.Remedy));
                if (!compared.IsEqual) differing.Add(field.Name);
            }
            else if (field.IsOnForm)
            {
                report(new CheckStep(field.Name, CheckStatus.Skipped, $"{Shown(field)}: {field.Origin}."));
            }
        }

        return differing;
    }

    private static string Agreement(PublisherField field, string registered) => registered.Length == 0 && !string.IsNullOrEmpty(field.Value)
        ? $"'{field.Value}'; the publisher takes any."
        : $"{Shown(field)}, as registered.";

    private static string Shown(PublisherField field) => string.IsNullOrEmpty(field.Value)
        ? $"(none; only a publisher with an empty {field.Name} matches)"
        : $"'{field.Value}'";
}
