"""What a user would otherwise schedule: a Prefect flow on a temporary API that runs dbt, then Great Expectations.

`python -m tests.bench.plain_chain DATABASE TARGET PAGES`: dbt builds on DATABASE, where landing is filled already, with
TARGET as its folder; JIXIAO_WORKING_FILE names DATABASE, too. PAGES is the folder of the pages.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from prefect import flow, task

from flows.base.paths import DBT_PROJECT, ROOT

DBT = (
    *(Path(sys.executable).parent / "dbt", "--quiet", "--no-version-check", "build"),
    *("--exclude-resource-type", "unit_test"),
    *("--project-dir", DBT_PROJECT, "--profiles-dir", DBT_PROJECT),
)
JUDGED = (sys.executable, "-m", "tests.bench.judged")


@task
def build(target: Path) -> None:
    """`dbt build` in a process of its own; the profile finds the database by JIXIAO_WORKING_FILE."""
    subprocess.run([*DBT, "--target-path", target], check=True, stdout=subprocess.DEVNULL)


@task
def judge(database: Path, pages: Path) -> None:
    """Both suites in a process of its own."""
    subprocess.run([*JUDGED, database, pages], check=True, stdout=subprocess.DEVNULL, cwd=ROOT)


@flow
def chain(database: Path, target: Path, pages: Path) -> None:
    """One after the other."""
    build(target)
    judge(database, pages)


if __name__ == "__main__":
    chain(*map(Path, sys.argv[1:]))
