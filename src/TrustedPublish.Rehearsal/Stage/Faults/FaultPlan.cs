namespace TrustedPublish.Rehearsal.Stage.Faults;

/// <summary>What is still to go wrong. Faults of one step happen in the order they were added.</summary>
public sealed class FaultPlan
{
    private readonly List<(Fault Fault, int Left)> _faults = [];
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();

    /// <summary>Adds a fault by its text.</summary>
    /// <exception cref="FormatException">With the grammar.</exception>
    public void Add(string fault)
    {
        var parsed = Fault.Parse(fault);
        lock (_gate) _faults.Add((parsed, parsed.Times));
    }

    /// <summary>From now on nothing goes wrong.</summary>
    public void Clear()
    {
        lock (_gate) _faults.Clear();
    }

    /// <summary>Ends when requests that hang shall be let go.</summary>
    internal Task Released => _released.Task;

    internal void Release() => _released.TrySetResult();

    /// <summary>The fault for a request of this step, used up by one; null where all goes well.</summary>
    internal Fault? Take(string stage)
    {
        lock (_gate)
        {
            var position = _faults.FindIndex(entry => entry.Fault.Stage == stage);
            if (position < 0) return null;
            var (fault, left) = _faults[position];
            if (left <= 1) _faults.RemoveAt(position);
            else _faults[position] = (fault, left - 1);
            return fault;
        }
    }
}
