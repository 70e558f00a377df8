namespace TrustedPublish.Rehearsal.Stage.Requests;

/// <summary>Counts the requests of each step that are being served, and gives each beginning and end its place.</summary>
internal sealed class InFlight
{
    private readonly Dictionary<string, (int Now, int Most)> _steps = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private long _place;

    public long Begin(string stage)
    {
        lock (_gate)
        {
            var (now, most) = _steps.GetValueOrDefault(stage);
            _steps[stage] = (now + 1, Math.Max(now + 1, most));
            return ++_place;
        }
    }

    public long End(string stage)
    {
        lock (_gate)
        {
            var (now, most) = _steps[stage];
            _steps[stage] = (now - 1, most);
            return ++_place;
        }
    }

    public int Most(string stage)
    {
        lock (_gate) return _steps.GetValueOrDefault(stage).Most;
    }
}
