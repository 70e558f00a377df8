using System.Diagnostics.CodeAnalysis;
using TrustedPublish.Rehearsal.Stage.Requests;

namespace TrustedPublish.Rehearsal.Stage.Faults;

/// <summary>
/// What is still to go wrong. Faults of one step that are counted happen in the order they were added; after them, those
/// with a chance, whose chances add up.
/// </summary>
[SuppressMessage("Security", "CA5394:Do not use insecure randomness", Justification = "Its numbers decide nothing but what goes wrong, and a run shall be repeatable.")]
public sealed class FaultPlan
{
    /// <summary>The seed where none is asked for: the same requests go wrong in each run.</summary>
    public const int DefaultSeed = 20;

    private readonly List<(Fault Fault, int Left)> _counted = [];
    private readonly List<Fault> _chances = [];
    private readonly Dictionary<string, Random> _random;
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();

    /// <param name="seed">Of the chances. Each step draws from numbers of its own, which requests of other steps don't shift.</param>
    public FaultPlan(int seed = DefaultSeed) =>
        _random = RequestStage.Names.Select((name, position) => (name, position)).ToDictionary(static step => step.name, step => new Random(unchecked((seed * 31) + step.position)), StringComparer.Ordinal);

    /// <summary>Adds a fault by its text.</summary>
    /// <exception cref="FormatException">With the grammar.</exception>
    public void Add(string fault)
    {
        var parsed = FaultGrammar.Parse(fault);
        lock (_gate)
        {
            if (parsed.Percent is null) _counted.Add((parsed, parsed.Times));
            else _chances.Add(parsed);
        }
    }

    /// <summary>From now on nothing goes wrong.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _counted.Clear();
            _chances.Clear();
        }
    }

    /// <summary>Ends when requests that hang shall be let go.</summary>
    internal Task Released => _released.Task;

    internal void Release() => _released.TrySetResult();

    /// <summary>The fault for a request of this step; null where all goes well.</summary>
    internal Fault? Take(string stage)
    {
        lock (_gate) return TakeCounted(stage) ?? Draw(stage);
    }

    private Fault? TakeCounted(string stage)
    {
        var position = _counted.FindIndex(entry => entry.Fault.Stage == stage);
        if (position < 0) return null;
        var (fault, left) = _counted[position];
        if (left <= 1) _counted.RemoveAt(position);
        else _counted[position] = (fault, left - 1);
        return fault;
    }

    private Fault? Draw(string stage)
    {
        var chances = _chances.Where(fault => fault.Stage == stage).ToList();
        if (chances.Count == 0) return null;
        var left = _random[stage].NextDouble() * 100;
        return chances.Find(fault => (left -= fault.Percent!.Value) < 0);
    }
}
