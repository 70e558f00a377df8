using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;
using TrustedPublish.Core.Secrets;
using TrustedPublish.Core.Tools;

namespace TrustedPublish.Core.Identity;

/// <summary>An ID token that a program of the CI system prints, within the time that a small request may take.</summary>
internal sealed class ToolToken(JobEnvironment environment, HttpTransport transport)
{
    /// <summary>Runs <paramref name="tool"/> and reads what it prints.</summary>
    /// <param name="provider">The CI system, as users type it.</param>
    /// <param name="tool">The program's name, without folder or extension.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="remedy">What to do where it is missing or refuses.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PublishException">It is not there, fails, hangs, or prints something else.</exception>
    public async Task<IdToken> RequestAsync(string provider, string tool, IReadOnlyList<string> arguments, string remedy, CancellationToken cancellationToken)
    {
        var program = ExternalTool.Find(tool, environment)
            ?? throw new PublishException(FailureKind.ToolNotFound, $"The program '{tool}', which gives the jobs of {provider} their ID tokens, is not on PATH.", remedy) { Target = tool };
        transport.Trace.Verbose($"Asking {program.FullName} for an ID token. PyPI has no trusted publisher for {provider} so far; another index may.");
        using var deadline = new Deadline(transport.Options.RequestTimeout, transport.Options.TimeProvider, cancellationToken);
        ToolResult result;
        try
        {
            result = await program.RunAsync(arguments, deadline.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PublishException(
                FailureKind.ToolTimedOut,
                $"{program.FullName} gave no ID token within {deadline.Length.TotalSeconds:0} s and was ended.",
                $"Run the job again; if it stays like this, run '{tool} {arguments[0]}' by itself in the job to see what it waits for.",
                exception) { Target = program.FullName };
        }

        if (!result.IsSuccess)
        {
            throw new PublishException(
                FailureKind.ToolFailed,
                $"{program.FullName} gave no ID token (exit code {result.ExitCode}): {(string.IsNullOrWhiteSpace(result.Error + result.Output) ? "it said nothing." : environment.Redact(result.Message))}",
                remedy) { Target = program.FullName };
        }

        if (string.IsNullOrWhiteSpace(result.Output))
            throw new PublishException(FailureKind.IdTokenMalformed, $"{program.FullName} printed no ID token.", remedy) { Target = program.FullName };
        try
        {
            return IdToken.Read(provider, new Secret(result.Output));
        }
        catch (PublishException failure)
        {
            throw new PublishException(failure.Kind, $"What {program.FullName} printed is no ID token: {failure.Message}", remedy) { Target = program.FullName };
        }
    }
}
