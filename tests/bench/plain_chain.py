"""What a user would otherwise schedule: a Prefect flow on a temporary API whose tasks call dbt, then both suites.

`python -m tests.bench.plain_chain REQUESTS TARGET`: dbt builds on the file of JIXIAO_WORKING_FILE, where landing is filled
already, with TARGET as its folder; the lines of REQUESTS go to Great Expectations.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from prefect import flow, task

from flows.paths import DBT_PROJECT, ROOT

DBT = (
    *(Path(sys.executable).parent / "dbt", "--quiet", "--no-version-check", "build"),
    *("--exclude-resource-type", "unit_test"),
    *("--project-dir", DBT_PROJECT, "--profiles-dir", DBT_PROJECT),
)


@task
def build(target: Path) -> None:
    """`dbt build` in a process of its own; the profile finds the database by JIXIAO_WORKING_FILE."""
    subprocess.run([*DBT, "--target-path", target], check=True, stdout=subprocess.DEVNULL)


@task
def judge(requests: Path) -> None:
    """Both suites in a process of its own."""
    with requests.open("rb") as lines:
        subprocess.run(
            [sys.executable, "-m", "expectations"],
            check=True,
            stdin=lines,
            stdout=subprocess.DEVNULL,
            cwd=ROOT,
        )


@flow
def chain(requests: Path, target: Path) -> None:
    """One after the other."""
    build(target)
    judge(requests)


if __name__ == "__main__":
    chain(Path(sys.argv[1]), Path(sys.argv[2]))
