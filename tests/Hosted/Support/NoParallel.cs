// The environment and standard error are the process's own.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
