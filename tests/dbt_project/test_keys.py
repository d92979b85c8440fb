"""The keys of the dictionaries are the same wherever they are made: by Python, landing, the models and the expectations."""

from __future__ import annotations

from collections.abc import Callable

import duckdb

from expectations import wording
from flows.landing import dictionary
from flows.targets.frames import target_key

# Text, unit and comparator printed beside it, fiscal year: no two are one target, wherever the strokes stand.
TARGETS = [
    ("a|b", "", "", 2024),
    ("b", "a", "", 2024),
    ("b", "", "a", 2024),
    ("", "a|b", "", 2024),
    ("", "a", "b", 2024),
    ("", "a|b", "", 2025),
    ("≥𠮷\n1", "｜", "|", -1),
]


def test_a_target_has_one_key_of_its_own(compiled: Callable[..., str]) -> None:
    of_the_models = compiled(
        "--inline",
        "{{ jixiao.target_key('target_text', 'fiscal_year', 'unit_printed', 'comparator_printed') }}",
    )
    of_the_expectations = wording.target_key(
        "target_text", "unit_printed", "comparator_printed", "fiscal_year"
    )
    with duckdb.connect() as connection:
        keys = [
            connection.execute(
                f"""
                select {dictionary.KEY}, {of_the_expectations}, {of_the_models}
                from (
                    select
                        $1 as target_text, $2 as unit_printed, $3 as comparator_printed, cast($4 as integer) as fiscal_year
                )
                """,
                target,
            ).fetchall()
            for target in TARGETS
        ]

    assert keys == [[(target_key(*target),) * 3] for target in TARGETS]
    assert len({key for [(key, *_)] in keys}) == len(TARGETS)
