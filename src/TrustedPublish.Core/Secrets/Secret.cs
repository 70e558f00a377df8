using System.Diagnostics;

namespace TrustedPublish.Core.Secrets;

/// <summary>
/// A token that can be handed around without being shown: it prints <c>***</c>, serialises to nothing,
/// and <see cref="Reveal"/> is its only exit.
/// </summary>
[DebuggerDisplay("***")]
public sealed class Secret
{
    private readonly string _value;

    /// <summary>Wraps <paramref name="value"/>; white space around it, as a pasted token often has, is dropped.</summary>
    /// <exception cref="ArgumentException">The value is empty.</exception>
    public Secret(string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        _value = value.Trim();
    }

    /// <summary>The token itself. Call it only where the token goes onto the wire or to a user who asked for text.</summary>
    public string Reveal() => _value;

    /// <inheritdoc/>
    public override string ToString() => "***";
}
