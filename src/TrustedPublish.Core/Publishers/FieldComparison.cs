namespace TrustedPublish.Core.Publishers;

/// <summary>What was registered on the index beside what the job says, by the rules of the index.</summary>
/// <param name="Field">The field, with the job's value.</param>
/// <param name="Registered">What was registered.</param>
/// <param name="Difference">How the two differ, both values quoted; null where the index takes them for equal.</param>
/// <param name="Remedy">What to change, and where; null where nothing has to be.</param>
public sealed record FieldComparison(PublisherField Field, string Registered, string? Difference, string? Remedy)
{
    /// <summary>Whether the index takes the two for equal.</summary>
    public bool IsEqual => Difference is null;

    /// <summary>Compares a field with what was registered for it; only an optional one may have no value (warehouse oidc/models: the lookup first, which has no mercy on case).</summary>
    public static FieldComparison Of(PublisherField field, string registered)
    {
        if (registered.Length == 0 && field.IsOptional) return new(field, registered, null, null);
        if (string.IsNullOrEmpty(field.Value))
        {
            var empty = $"Register the publisher with an empty {field.Name} on the index";
            return new(
                field,
                registered,
                $"You gave '{registered}', but this job says nothing here.",
                $"{(field.HowToSay?.Invoke(registered) is { } say ? $"{say}, or {Lower(empty)}" : empty)}.");
        }

        var comparison = field.IgnoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        if (string.Equals(registered, field.Value, comparison)) return new(field, registered, null, null);
        return new(field, registered, Describe(field, registered), field.WhenDifferent ?? $"Set {field.Name} to '{field.Value}' on the index (remove the publisher and add it again: there is no editing){Otherwise(field, registered)}.");
    }

    private static string Describe(PublisherField field, string registered)
    {
        var both = $"You gave '{registered}', this job says '{field.Value}'";
        if (registered.Trim().Equals(field.Value, StringComparison.Ordinal)) return $"{both}: there is a blank before or after the registered value.";
        if (registered.Equals(field.Value, StringComparison.OrdinalIgnoreCase)) return $"{both}: they differ in upper and lower case alone, and the index compares letter by letter.";
        if (field.Shorten?.Invoke(registered) is { } part && part == field.Value) return $"{both}: the field takes that part alone.";
        return field.Hint?.Invoke(registered) is { } hint ? $"{both}. {hint}" : $"{both}.";
    }

    /// <summary>The other way round: the job changes instead of the index.</summary>
    private static string Otherwise(PublisherField field, string registered)
    {
        // What no CI system can say is no way out.
        var sayable = (field.Shorten?.Invoke(registered) ?? registered) == registered && registered.Trim() == registered && !registered.Equals(field.Value, StringComparison.OrdinalIgnoreCase);
        return sayable && field.HowToSay?.Invoke(registered) is { } say ? $", or {Lower(say)}" : "";
    }

    private static string Lower(string sentence) => $"{char.ToLowerInvariant(sentence[0])}{sentence[1..]}";
}
