"""The expectations make texts comparable as the models do: each has its own SQL, one before dbt has run."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb

from expectations.wording import level_spelling
from flows.vocabulary.folding import write_fold
from flows.vocabulary.seeds import read_seed
from tests.dbt_project.project import run_dbt

_SPELLINGS = [line["spelling"] for line in read_seed("indicator_levels")]
TEXTS = [
    *_SPELLINGS,
    *(f"{spelling}指标" for spelling in _SPELLINGS),
    *("产出指标（50分）", "一、数 量\u3000指 标", "2.质量目标指标3", "社会、经济/生态和效益指标"),
    *("指标", "满意度\u200b指标\u00a0"),
    *("Ａ１（ｂ）", "\ufeff成本\u2002指标\u2003", "１０分", "效益指标40"),
]  # fmt: skip


def compiled(inline: str, folder: Path) -> str:
    result = run_dbt("compile", "nothing", folder, "--inline", inline)
    [node] = getattr(result.result, "results", [])
    return str(node.node.compiled_code)


def test_levels_are_spelt_alike_in_models_and_expectations(tmp_path: Path) -> None:
    of_the_models = compiled("select {{ level_spelling('text') }} as spelling from texts", tmp_path)
    with duckdb.connect(":memory:") as connection:
        write_fold(connection)
        connection.execute("create table texts as select unnest(?) as text", [TEXTS])
        of_models = connection.execute(of_the_models).fetchall()
        # A brace stands twice where Great Expectations fill a template in.
        of_expectations = connection.execute(
            f"select {level_spelling('text')} from texts".format()
        ).fetchall()

    assert of_models == of_expectations
    assert of_models[TEXTS.index("产出指标（50分）")] == ("产出",)


NUMBERS = [
    ("１，０００．５", "1000.5"), ("10分", "10"), ("95﹪", "95"), ("10①", None), ("10²", None), ("⑩", None),
    ("⒈5", None), ("½", None), ("", None),
]  # fmt: skip


def test_a_note_mark_beside_a_printed_number_is_no_digit_of_it(tmp_path: Path) -> None:
    number = compiled("select {{ printed_number('text') }} as number from texts", tmp_path)
    with duckdb.connect(":memory:") as connection:
        write_fold(connection)
        connection.execute("create table texts as select unnest(?) as text", [[text for text, _ in NUMBERS]])
        found = [value for (value,) in connection.execute(number).fetchall()]

    assert found == [None if value is None else Decimal(value) for _, value in NUMBERS]
