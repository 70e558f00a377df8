using System.Management.Automation;
using TrustedPublish.Core.Distributions.Rules;

namespace TrustedPublish.Completion;

/// <summary>Refuses an id that no rule has: a rule that is misspelt would count all the same.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ValidateRuleAttribute : ValidateEnumeratedArgumentsAttribute
{
    protected override void ValidateElement(object element)
    {
        if (element is string id && RuleSelection.IsKnown(id)) return;
        throw new ValidationMetadataException($"'{element}' is no rule. Test-PythonDistribution shows the ids in the Rule of its findings; Tab completes them.");
    }
}
