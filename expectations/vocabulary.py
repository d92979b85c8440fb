"""What the expectations read of the vocabulary seeds: before dbt has run, the files are the only place of them."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import yaml

from expectations.extension import folder

_PROJECT = Path(__file__).resolve().parents[1] / "dbt_project"
SEEDS = _PROJECT / "seeds"


@cache
def seed(name: str) -> tuple[dict[str, str], ...]:
    """The lines of one seed, column → text, in file order, then those that an extension adds.

    Raises FileNotFoundError for an unknown seed.
    """
    lines = _lines(SEEDS / f"{name}.csv")
    own = folder()
    added = own / "vocabulary" / f"{name}.csv" if own else None
    return lines + _lines(added) if added and added.exists() else lines


def _lines(file: Path) -> tuple[dict[str, str], ...]:
    with file.open(encoding="utf-8", newline="") as opened:
        return tuple(csv.DictReader(opened))


def monitoring_titles() -> tuple[str, ...]:
    """Titles of mid-year monitoring (绩效运行监控表): tables that are named and left out."""
    return tuple(
        line["label"]
        for line in seed("form_labels")
        if line["block"] in ("title", "title_word") and line["field"] == "monitoring"
    )


def level_spellings() -> tuple[str, ...]:
    """The known spellings of level names, folded, without the word 指标."""
    return tuple(line["spelling"] for line in seed("indicator_levels"))


@cache
def level_words() -> str:
    """What ends the name of a level, as alternatives of a pattern: the variable level_words of the models."""
    project = yaml.safe_load((_PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))
    return project["vars"]["level_words"]


def money_units() -> tuple[str, ...]:
    """The units of money whose factor to yuan is known (元, 万元)."""
    return tuple(line["money_unit"] for line in seed("money_units"))
