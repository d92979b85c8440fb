"""Benchmarks: times as ratios, measured in one run, to floors and to what a user would otherwise run."""
