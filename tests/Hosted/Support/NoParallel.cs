// The environment and standard output are the process's own.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
