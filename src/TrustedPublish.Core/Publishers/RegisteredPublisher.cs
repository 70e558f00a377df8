namespace TrustedPublish.Core.Publishers;

/// <summary>What a person says is registered on the index: as many fields of the form as they know.</summary>
/// <param name="Kind">The kind of publisher; null where the fields fit more than one.</param>
/// <param name="Fields">The fields by their key, such as <c>workflow_filename</c>; an empty value is a field that was left empty.</param>
public sealed record RegisteredPublisher(PublisherKind? Kind, IReadOnlyDictionary<string, string> Fields)
{
    /// <summary>Of the kind that the index's form calls <paramref name="formName"/>.</summary>
    public static RegisteredPublisher Of(string? formName, IReadOnlyDictionary<string, string> fields) =>
        new(PublisherKinds.All.FirstOrDefault(kind => kind.FormName == formName), fields);
}
