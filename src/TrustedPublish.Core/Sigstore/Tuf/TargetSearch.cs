namespace TrustedPublish.Core.Sigstore.Tuf;

/// <summary>The search for a target through the delegations (TUF specification, 5.6.7): depth first, the roles named first before others.</summary>
internal static class TargetSearch
{
    /// <summary>What the most trusted role that may speak about the path says of it; null where none does.</summary>
    /// <param name="path">The target's path.</param>
    /// <param name="top">The top-level targets.</param>
    /// <param name="load">Verified metadata of a delegated role.</param>
    public static async Task<FileContent?> FindAsync(string path, TargetsMetadata top, Func<DelegatedRole, Task<TargetsMetadata>> load)
    {
        var visited = new HashSet<string>(StringComparer.Ordinal) { TargetsMetadata.Role };
        var toVisit = new Stack<DelegatedRole>();
        var targets = top;
        while (true)
        {
            if (targets.FileAt(path) is { } content) return content;
            var delegated = targets.Delegations.Where(role => role.Covers(path)).ToList();
            if (delegated.FindIndex(static role => role.IsTerminating) is >= 0 and var last)
            {
                // Whoever comes after a terminating role is not asked, on this level and on those above.
                delegated.RemoveRange(last + 1, delegated.Count - last - 1);
                toVisit.Clear();
            }

            for (var index = delegated.Count - 1; index >= 0; index--) toVisit.Push(delegated[index]);

            // A role is asked once, so that a circle of delegations ends.
            DelegatedRole? next;
            do
            {
                if (!toVisit.TryPop(out next)) return null;
            }
            while (!visited.Add(next.Name));

            if (visited.Count > TufLimits.Roles) return null;
            targets = await load(next);
        }
    }
}
