"""`make bench`: one page of times and ratios, all measured in this run."""

from __future__ import annotations

import datetime as dt
import os
import platform
import sys

import duckdb

from tests.bench import dask, growth, identity, load, many, readers, report, text


def main() -> None:
    """Print the page, line by line as it is measured."""
    out = sys.stdout
    out.write(
        f"{dt.datetime.now(dt.UTC):%Y-%m-%d}, {os.cpu_count()} processors, Python {platform.python_version()}, "
        f"DuckDB {duckdb.__version__}; each time is the least of several runs\n"
    )
    for part in (text, readers, many, dask, load, report, identity, growth):
        for each in part.lines():
            out.write(f"{each}\n")
            out.flush()


if __name__ == "__main__":
    main()
