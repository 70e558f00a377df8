namespace TrustedPublish.Rehearsal.Tools;

/// <summary>What the stand-in ends with: a message as the State Tool prints it, behind its cross.</summary>
public sealed class StateToolException(string message) : Exception(message);
