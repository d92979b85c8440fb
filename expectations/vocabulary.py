"""What the expectations read of the vocabulary: the seeds in the file that they judge, as the load resolved them.

SQL expressions, for the queries of expectations.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

_PROJECT = Path(__file__).resolve().parents[1] / "dbt_project"

LEVEL_SPELLINGS = "(select coalesce(list(spelling), []) from seeds.indicator_levels)"
"""The known spellings of level names, folded, without the word 指标: a list."""

MONEY_UNITS = "(select coalesce(list(money_unit), []) from seeds.money_units)"
"""The units of money whose factor to yuan is known (元, 万元): a list."""

CONTINUITY_BANDS = """
select
    expectation, cast(lowest as double) as lowest, cast(highest as double) as highest, meaning, meaning_zh
from seeds.continuity_bands order by rowid
"""
"""The bands within which two years may be compared, in the order of the seed."""


@cache
def level_words() -> str:
    """What ends the name of a level, as alternatives of a pattern: the variable level_words of the models."""
    project = yaml.safe_load((_PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))
    return project["vars"]["level_words"]
