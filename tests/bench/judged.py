"""`python -m tests.bench.judged DATABASE PAGES`: what a user would run after dbt, a script of Great Expectations.

It judges documents and warehouse by the expectations of this project, one after the other, and writes the pages of both.
"""

from __future__ import annotations

import sys
from pathlib import Path

from expectations.gates import GATES
from expectations.validate import Judge


def main(database: Path, pages: Path) -> None:
    """Raises RuntimeError where a gate has nothing to judge: then the time would tell nothing."""
    judge = Judge()
    for gate in ("documents", "warehouse"):
        if not judge.judge(GATES[gate], database):
            raise RuntimeError(f"the gate {gate} has no expectation")
        judge.write_pages(pages)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
