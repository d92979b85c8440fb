"""A warehouse with all there is to look at: the real document, a year after it with named changes, and a self-evaluation.

`python -m tests.years.example DIR` writes DIR/raw/. Nothing of 2025 and of the evaluation was ever published by anyone.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from tests.outcomes.evaluations import printed as printed_evaluations
from tests.outcomes.named_outcomes import evaluations
from tests.years.publications import printed
from tests.years.second_year import second_year

RAW = Path(__file__).resolve().parents[2] / "raw"


def write_example(raw: Path) -> None:
    """Write the three documents below `raw`, which is made."""
    shutil.copytree(RAW, raw)
    (raw / "2024" / "evaluation.html").write_text(printed_evaluations(evaluations()), encoding="utf-8")
    (raw / "2025").mkdir()
    (raw / "2025" / "objectives.txt").write_text(printed(second_year()), encoding="utf-8")


if __name__ == "__main__":
    write_example(Path(sys.argv[1]) / "raw")
