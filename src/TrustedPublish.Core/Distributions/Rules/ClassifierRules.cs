using TrustedPublish.Core.Distributions.Metadata;

namespace TrustedPublish.Core.Distributions.Rules;

/// <summary>Classifiers, which must stand in PyPI's list (pypa/trove-classifiers).</summary>
internal static class ClassifierRules
{
    private const string Source = "pypa/trove-classifiers";

    private static readonly Rule Classifier = new(
        "Classifier",
        Severity.Error,
        "Take classifiers from https://pypi.org/classifiers/. Where it stands there, it is newer than this module's list: update the module, or publish with -IgnoreRule Classifier.",
        Source) { IsOfPyPI = true };

    private static readonly Rule PrivateClassifier = new(
        "PrivateClassifier", Severity.Error, "Remove the classifier if the project may be published; it is there to prevent just that.", Source) { IsOfPyPI = true };

    /// <summary>Every rule of this file.</summary>
    public static IReadOnlyList<Rule> All { get; } = [Classifier, PrivateClassifier];

    public static IEnumerable<Finding> Find(CoreMetadata metadata)
    {
        foreach (var classifier in metadata.Values("Classifier").Distinct(StringComparer.Ordinal))
        {
            if (classifier.StartsWith(Classifiers.PrivatePrefix, StringComparison.Ordinal))
                yield return PrivateClassifier.Broken($"'{classifier}' says that the project must not be published.");
            else if (!Classifiers.IsKnown(classifier))
                yield return Classifier.Broken($"'{classifier}' is not among the classifiers that were known with trove-classifiers {Classifiers.Version}.");
            else if (Classifiers.Replacements(classifier) is { } replacements)
                yield return Classifier.Broken($"'{classifier}' is not used any more{(replacements.Count > 0 ? $"; it became '{string.Join("', '", replacements)}'" : "")}.");
        }
    }
}
