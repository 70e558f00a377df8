using System.Management.Automation;
using TrustedPublish.Core.Distributions.Rules;
using TrustedPublish.Core.Failures;

namespace TrustedPublish.Completion;

/// <summary>Refuses an id that no rule has: a rule that is misspelt would count all the same.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ValidateRuleAttribute : ValidateEnumeratedArgumentsAttribute
{
    protected override void ValidateElement(object element)
    {
        if (element is string id && RuleSelection.IsKnown(id)) return;
        throw new ValidationMetadataException(
            Enum.TryParse<FailureKind>(element as string, ignoreCase: true, out _)
                ? $"'{element}' can't be ignored: a file that it is said of can't be read."
                : $"'{element}' is no rule. Tab completes the ids, and Test-PythonDistribution shows them in the Rule of its findings.");
    }
}
