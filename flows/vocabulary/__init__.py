"""What words mean is data: the seeds, and the lines of a package on top, as one resolved vocabulary.

    declared    what `_seeds.yml` says of each seed: its columns, its key, what its lines may hold
    lines       the lines of one CSV file, each with its place
    seeds       the resolved lines of a seed, as Python reads them: ours, then a package's, which win by key
    checks      no line that nothing could use
    tables      the same lines as tables of a file, for dbt and the expectations

May be imported by every room but `base`.
"""
