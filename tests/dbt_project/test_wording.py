"""The expectations make texts comparable as the models do: each has its own SQL, one before dbt has run."""

from __future__ import annotations

from pathlib import Path

import duckdb

from expectations.wording import folded, level_spelling
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


def test_texts_fold_and_levels_are_spelt_alike_in_models_and_expectations(tmp_path: Path) -> None:
    inline = "select {{ fold('text') }} as folded, {{ level_spelling('text') }} as spelling from texts"
    result = run_dbt("compile", "nothing", tmp_path, "--inline", inline)
    [node] = getattr(result.result, "results", [])
    with duckdb.connect(":memory:") as connection:
        connection.execute("create table texts as select unnest(?) as text", [TEXTS])
        of_models = connection.execute(node.node.compiled_code).fetchall()
        # A brace stands twice where Great Expectations fill a template in.
        twice = f"select {folded('text')}, {level_spelling('text')} from texts"
        of_expectations = connection.execute(twice.format()).fetchall()

    assert of_models == of_expectations
    assert of_models[TEXTS.index("产出指标（50分）")] == ("产出指标(50分)", "产出")
