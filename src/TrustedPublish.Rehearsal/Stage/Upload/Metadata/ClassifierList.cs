namespace TrustedPublish.Rehearsal.Stage.Upload.Metadata;

/// <summary>The classifiers that the index knows (pypa/trove-classifiers).</summary>
internal static class ClassifierList
{
    private static readonly HashSet<string> Valid = new(PublicLists.Lines("classifiers.txt"), StringComparer.Ordinal);

    private static readonly Dictionary<string, string[]> Replaced = PublicLists.Table("classifiers-deprecated.json");

    public static string? Complaint(string classifier) => Replaced.TryGetValue(classifier, out var by)
        ? $"The classifier '{classifier}' has been deprecated{(by.Length > 0 ? $", use one of ['{string.Join("', '", by)}'] instead" : "")}."
        : Valid.Contains(classifier) && !classifier.StartsWith("Private ::", StringComparison.Ordinal) ? null : $"'{classifier}' is not a valid classifier.";
}
