"""What the commands that look at a warehouse say of two years and a self-evaluation, as text and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.loading import jixiao, query


@pytest.fixture(scope="module")
def warehouse(example_load: Path) -> Path:
    return example_load / "warehouse"


@pytest.fixture(scope="module")
def changed_and_missed(warehouse: Path) -> str:
    """An indicator of both years whose promise of the first was missed: 设备故障率, ≤5百分比, done 6%."""
    [(key,)] = query(
        warehouse / "jixiao.duckdb",
        "select indicator_key from marts.indicator_outcome where promised_target_text = '≤5百分比' and actual_text = '6%'",
    )
    return key


def test_explain_follows_an_indicator_over_years_to_what_became_of_it(
    warehouse: Path, changed_and_missed: str
) -> None:
    called = jixiao("explain", changed_and_missed, "--warehouse", warehouse)
    assert called.status == 0
    for said in (
        "2024/tianjin_market_regulation_objectives.txt, line",
        "2025/objectives.txt, line",
        "read as      percentage <= 5 %",
        "2024 → 2025  relaxed",
        "2024 evaluated  not_met (computed)",
        "done         6% (-20.0% of the target)",
        "score        10 of 12",
        "reason       设备老化",
    ):
        assert said in called.out, said


def test_explain_says_the_same_as_json(warehouse: Path, changed_and_missed: str) -> None:
    [found] = json.loads(jixiao("explain", changed_and_missed, "--warehouse", warehouse, "--json").out)
    assert [(cell["fiscal_year"], cell["target_text"]) for cell in found["cells"]] == [
        (2024, "≤5百分比"),
        (2024, "≤5百分比"),
        (2025, "≤6百分比"),
    ]
    assert [(step["change"], step["difference"]) for step in found["changes"]] == [("relaxed", "1")]
    assert [(each["outcome"], each["deviation_reason"]) for each in found["outcomes"]] == [
        ("not_met", "设备老化")
    ]


def test_explain_says_how_many_more_hold_the_words(warehouse: Path) -> None:
    out = jixiao("explain", "满意度", "--warehouse", warehouse).out.splitlines()
    number = int(out[0].split()[0])
    assert number > len(out[1:-1])
    assert out[-1] == f"  … and {number - len(out[1:-1])} more"


@pytest.mark.parametrize("command", [("changes", "2025"), ("outcomes", "2024")])
def test_a_view_as_json_has_the_rows_that_its_text_counts(warehouse: Path, command: tuple[str, str]) -> None:
    text = jixiao(*command, "--warehouse", warehouse).out.splitlines()
    content = json.loads(jixiao(*command, "--warehouse", warehouse, "--json").out)
    rows = content["changes"] if isinstance(content, dict) else content
    assert text[-1].startswith(f"{len(rows)} indicators: ")


@pytest.mark.parametrize("command", [("changes", "2025"), ("outcomes", "2024")])
def test_words_that_nothing_holds_show_nothing(warehouse: Path, command: tuple[str, str]) -> None:
    called = jixiao(*command, "--unit", "没有这样的单位", "--warehouse", warehouse)
    assert (called.status, called.out) == (0, "0 indicators: none holds these words\n")


def test_a_year_without_a_self_evaluation_is_said_to_have_none(warehouse: Path) -> None:
    called = jixiao("outcomes", "2025", "--warehouse", warehouse)
    assert called.status == 2
    assert "2025" in called.err


def test_the_first_load_changed_everything_that_is_there(warehouse: Path) -> None:
    text = jixiao("diff", "--warehouse", warehouse).out
    content = json.loads(jixiao("diff", "1", "--warehouse", warehouse, "--json").out)
    assert "  2025/objectives.txt: not there → current" in text.splitlines()
    assert {document["path"] for document in content["documents"]} == {
        "2024/evaluation.html",
        "2024/tianjin_market_regulation_objectives.txt",
        "2025/objectives.txt",
    }
    [added] = [
        mart["rows_added"]
        for mart in content["marts"]
        if (mart["mart"], mart["fiscal_year"]) == ("fact_indicator", 2025)
    ]
    assert [(added,)] == query(
        warehouse / "jixiao.duckdb", "select count(*) from marts.fact_indicator where fiscal_year = 2025"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("diff", "7"), "knows no load 7; see: jixiao status"),
        (("diff", "--preview"), "there is no preview"),
        (("diff", "--document", "2024/evaluation.html"), "two versions are needed"),
        (("diff", "--document", "2024/none.html"), "its versions are none"),
        (("changes", "2019"), "2019 is compared with no year before; years that are: 2025"),
    ],
)
def test_what_is_not_there_is_said_with_what_to_do(
    warehouse: Path, arguments: tuple[str, ...], said: str
) -> None:
    called = jixiao(*arguments, "--warehouse", warehouse)
    assert called.status == 2
    assert said in called.err
    assert called.out == ""
