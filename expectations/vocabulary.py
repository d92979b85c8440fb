"""What the expectations read of the vocabulary seeds: before dbt has run, the files are the only place of them."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

SEEDS = Path(__file__).resolve().parents[1] / "dbt_project" / "seeds"


@cache
def seed(name: str) -> tuple[dict[str, str], ...]:
    """The lines of one seed, column → text, in file order. Raises FileNotFoundError for an unknown seed."""
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def monitoring_titles() -> tuple[str, ...]:
    """Titles of mid-year monitoring (绩效运行监控表): tables that are named and left out."""
    return tuple(
        line["label"]
        for line in seed("form_labels")
        if line["block"] == "title" and line["field"] == "monitoring"
    )


def level_spellings() -> tuple[str, ...]:
    """The known spellings of level names, folded, without the word 指标."""
    return tuple(line["spelling"] for line in seed("indicator_levels"))


def money_units() -> tuple[str, ...]:
    """The units of money whose factor to yuan is known (元, 万元)."""
    return tuple(line["money_unit"] for line in seed("money_units"))
