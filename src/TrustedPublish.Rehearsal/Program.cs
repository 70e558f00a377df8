using TrustedPublish.Rehearsal.CommandLine;
using TrustedPublish.Rehearsal.Run;
using TrustedPublish.Rehearsal.Serve;
using TrustedPublish.Rehearsal.Tools;

using var stopping = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    // Children and hosts are ended in order instead of with the process.
    pressed.Cancel = true;
    stopping.Cancel();
};
using var terminated = System.Runtime.InteropServices.PosixSignalRegistration.Create(
    System.Runtime.InteropServices.PosixSignal.SIGTERM,
    signal =>
    {
        signal.Cancel = true;
        stopping.Cancel();
    });

try
{
    // What follows is the other program's, options included.
    if (args is ["tool", var tool, ..]) return await ToolCommand.RunAsync(tool, args[2..], stopping.Token);

    var arguments = Arguments.Parse(args);
    if (arguments.Help)
    {
        Console.WriteLine(Arguments.Usage);
        return 0;
    }

    return arguments.Serve ? await ServeCommand.RunAsync(arguments, stopping.Token) : await ReleaseRun.RunAsync(arguments, stopping.Token);
}
catch (FormatException exception)
{
    Console.Error.WriteLine(exception.Message);
    Console.Error.WriteLine(Arguments.Usage);
    return 2;
}
catch (OperationCanceledException) when (stopping.IsCancellationRequested)
{
    Console.Error.WriteLine("Stopped.");
    return 130;
}
