"""What the expectations read of the vocabulary: the seeds in the file that they judge, as the load resolved them.

SQL expressions, for the queries of expectations.
"""

from __future__ import annotations

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
