namespace TrustedPublish.Core;

/// <summary>
/// Where Core says what it is doing: verbose for what happens, debug for the wire. Neither ever gets a secret.
/// Called from any thread.
/// </summary>
public sealed class Trace(Action<string> verbose, Action<string> debug)
{
    /// <summary>Says nothing.</summary>
    public static Trace None { get; } = new(static _ => { }, static _ => { });

    /// <summary>One line on what is happening.</summary>
    public void Verbose(string line) => verbose(PlainText.OneLine(line));

    /// <summary>One line on the wire.</summary>
    public void Debug(string line) => debug(PlainText.OneLine(line));
}
