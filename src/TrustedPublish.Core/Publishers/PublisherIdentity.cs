using TrustedPublish.Core.Identity;
using TrustedPublish.Core.Index;

namespace TrustedPublish.Core.Publishers;

/// <summary>What a job looks like to an index: the publisher that would have to be registered for it. It holds no secret.</summary>
public sealed class PublisherIdentity
{
    private PublisherIdentity(PublisherKind kind, IdToken idToken)
    {
        Kind = kind;
        // As the token says them, since they are compared and fill in a form; what shows them makes them fit for that.
        Fields = [.. kind.Read(idToken)];
        Faults = [.. kind.Examine(idToken)];
    }

    /// <summary>The kind of publisher.</summary>
    public PublisherKind Kind { get; }

    /// <summary>The fields of the index's form, with the job's values; then what the index notes by itself.</summary>
    public IReadOnlyList<PublisherField> Fields { get; }

    /// <summary>What keeps every publisher from matching the job, or may do so.</summary>
    public IReadOnlyList<PublisherFault> Faults { get; }

    /// <summary>What the token says; null where the index has no publishers of this kind.</summary>
    public static PublisherIdentity? Of(IdToken idToken) => PublisherKinds.Of(idToken) is { } kind ? new(kind, idToken) : null;

    /// <summary>
    /// The index's form for a publisher of <paramref name="project"/>, filled in for this job. It asks before it saves, and only
    /// who owns the project sees it.
    /// </summary>
    public Uri FormAddress(PackageIndex index, string project) => index.PublisherFormAddress(
        project,
        Kind.FormName,
        Fields.Where(static field => field.IsOnForm && !string.IsNullOrEmpty(field.Value)).Select(static field => (field.Key, field.Value!)));

    /// <summary>The form's fields as lines of a table: what the form calls it, what this job says, where that comes from.</summary>
    public IReadOnlyList<string> Table()
    {
        IReadOnlyList<(string Field, string Value, string Origin)> rows =
        [
            ("The publisher's", "must be", "which comes from"),
            .. Fields.Where(static field => field.IsOnForm).Select(static field => (
                field.Name,
                string.IsNullOrEmpty(field.Value) ? field.IsOptional ? "(empty)" : "(missing)" : field.Value,
                field.Origin)),
        ];
        var (first, second) = (rows.Max(static row => row.Field.Length), rows.Max(static row => row.Value.Length));
        return [.. rows.Select(row => $"  {row.Field.PadRight(first)}  {row.Value.PadRight(second)}  {row.Origin}")];
    }
}
