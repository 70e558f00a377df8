using Microsoft.Extensions.Time.Testing;

namespace TrustedPublish.Unit.Stage;

/// <summary>Drives a clock that stands still by itself.</summary>
internal static class Clock
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(0.1);

    /// <summary>
    /// Moves the clock on until <paramref name="task"/> is done. Whoever starts to wait late waits longer, never
    /// shorter: so the clock says the least that it took.
    /// </summary>
    public static async Task DriveAsync(this FakeTimeProvider time, Task task)
    {
        while (!task.IsCompleted)
        {
            time.Advance(Step);
            await Task.WhenAny(task, Task.Delay(2, TestContext.Current.CancellationToken));
        }
    }
}
