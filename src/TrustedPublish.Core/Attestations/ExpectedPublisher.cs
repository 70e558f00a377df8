using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Publishers;

namespace TrustedPublish.Core.Attestations;

/// <summary>
/// Who must have signed: as many fields of the index's form as are known, each compared letter by letter, as the index does.
/// Of the form's fields the environment, the owner's number and the subject are in no certificate, so they are not compared.
/// </summary>
/// <param name="Publisher">The publisher as it is registered.</param>
/// <param name="GitRef">The git ref that must have been built, such as <c>refs/tags/v1.0</c>; null for any.</param>
public sealed record ExpectedPublisher(RegisteredPublisher Publisher, string? GitRef = null)
{
    private static readonly string[] NotInCertificates = ["environment", "owner_id", "sub"];

    /// <summary>Holds the signer to it.</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.AttestationOfOtherPublisher"/>, with each difference.</exception>
    public void Compare(SigningPublisher signer)
    {
        var differences = Publisher.Kind is { } kind && kind != signer.Kind
            ? [$"a {kind.Name} publisher was expected, whose issuer is {kind.Issuer}"]
            : Differences(signer).ToList();
        if (differences.Count == 0) return;
        throw new PublishException(
            FailureKind.AttestationOfOtherPublisher,
            $"The attestation holds, but another publisher than was expected made it ({signer.Words}): {string.Join("; ", differences)}.",
            "Compare what was expected with what the certificate says; don't trust the file before the difference is explained.");
    }

    private IEnumerable<string> Differences(SigningPublisher signer)
    {
        foreach (var (key, expected) in Publisher.Fields.Where(static field => !NotInCertificates.Contains(field.Key, StringComparer.Ordinal)))
        {
            // What a certificate says of a workflow elsewhere is more telling than that it says none here.
            var actual = signer.Fields.GetValueOrDefault(key) ?? (key.StartsWith("workflow_", StringComparison.Ordinal) ? signer.Workflow : null);
            if (!signer.Fields.TryGetValue(key, out var same) || same != expected) yield return Difference(Name(key), expected, actual);
        }

        if (GitRef is not null && GitRef != signer.GitRef) yield return Difference("git ref", GitRef, signer.GitRef);
    }

    private static string Name(string key) => key switch
    {
        "repository" => "repository name",
        "workflow_filename" => "workflow",
        "workflow_filepath" => "pipeline file",
        _ => key,
    };

    private static string Difference(string name, string expected, string? actual) => actual is null
        ? $"{name} '{expected}' was expected, the certificate says none"
        : $"{name} '{expected}' was expected, the certificate says '{actual}'{(actual.Equals(expected, StringComparison.OrdinalIgnoreCase) ? " (they differ in upper and lower case alone)" : "")}";
}
