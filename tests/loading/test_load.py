"""The main job on the real document: raw/ → published file, twice, damaged, and interrupted."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from flows.forms import parse_document
from flows.readers import read_document
from tests.loading import jixiao, query
from tests.places import ROOT

pytestmark = pytest.mark.slow

NAME = "2024/tianjin_market_regulation_objectives.txt"
MakeRaw = Callable[..., Path]


@pytest.fixture(scope="module")
def warehouse(real_load: Path) -> Path:
    """The real document, loaded once."""
    return real_load / "warehouse"


@pytest.fixture(scope="module")
def published(warehouse: Path) -> Path:
    return warehouse / "jixiao.duckdb"


def test_the_published_file_holds_what_the_document_prints(published: Path) -> None:
    (totals,) = query(
        published,
        """
        select count(*), count(distinct project_key), count(distinct unit_key),
            sum(budget_yuan), sum(fiscal_yuan), sum(other_yuan)
        from marts.fact_budget where is_additive
        """,
    )

    assert totals == (56, 56, 12, Decimal(204086400), Decimal(97586400), Decimal(106500000))
    assert query(published, "select count(*) from marts.fact_indicator") == [(473,)]
    assert query(published, "select count(*) from marts.rejected_text") == [(0,)]


def test_every_unit_has_the_forms_and_the_money_of_the_document(published: Path) -> None:
    rows = query(
        published,
        """
        select unit_code, count(*), sum(budget_yuan)
        from marts.fact_budget inner join marts.dim_unit using (unit_key) group by unit_code order by unit_code
        """,
    )

    assert rows == [
        ("355101", 32, Decimal(91096500)),
        ("355203", 1, Decimal(107000)),
        ("355204", 1, Decimal(12500)),
        ("355205", 1, Decimal(1510000)),
        ("355207", 2, Decimal(10500000)),
        ("355208", 3, Decimal(1567400)),
        ("355209", 3, Decimal(737700)),
        ("355212", 5, Decimal(885800)),
        ("355213", 1, Decimal(87500)),
        ("355215", 1, Decimal(600000)),
        ("355301", 5, Decimal(982000)),
        ("355701", 1, Decimal(96000000)),
    ]


def test_every_row_is_that_of_the_document_in_its_order(published: Path, real_bytes: bytes) -> None:
    read = [
        (form.form_no, number, row.level1, row.level2, row.level3, row.description, row.target, row.locator)
        for form in parse_document(read_document(real_bytes)).forms
        for number, row in enumerate(form.rows, 1)
    ]
    loaded = query(
        published,
        """
        select form_no, row_no, level1_text, level2_text, level3_text, description, target_text, locator
        from marts.fact_indicator order by form_no, row_no
        """,
    )

    assert loaded == read


def test_each_locator_leads_to_the_line_of_the_target(published: Path, real_lines: list[str]) -> None:
    for target, locator in query(published, "select target_text, locator from marts.fact_indicator"):
        assert real_lines[int(locator.removeprefix("line ")) - 1].strip() == target.split("\n")[0].strip()


def test_categories_are_counted_as_printed(published: Path) -> None:
    assert dict(query(published, "select level2, count(*) from marts.wide_indicator group by level2")) == {
        "数量指标": 107,
        "质量指标": 78,
        "成本指标": 78,
        "时效指标": 68,
        "服务对象满意度指标": 58,
        "社会效益指标": 57,
        "可持续影响指标": 14,
        "经济效益指标": 11,
        "生态效益指标": 2,
    }


def test_two_projects_of_one_name_in_one_unit_are_two(published: Path) -> None:
    rows = query(
        published,
        "select published_name, unit_key, project_key from marts.fact_budget where form_no in (11, 12) order by form_no",
    )

    assert rows[0][:2] == rows[1][:2]
    assert rows[0][2] != rows[1][2]


def test_rows_named_by_a_label_are_told_apart_by_their_description(published: Path) -> None:
    rows = query(
        published,
        """
        select indicator_name, indicator_key from marts.fact_indicator
        where form_no = 17 and level3_text = '数量指标' order by row_no
        """,
    )

    assert [name for name, _ in rows][:2] == ["国际标准", "国家标准"]
    assert len({key for _, key in rows}) == 8


def test_every_mart_is_a_table_with_every_column_described(published: Path) -> None:
    assert query(published, "select count(*) from duckdb_views() where schema_name = 'marts'") == [(0,)]
    assert (
        query(
            published,
            "select table_name from duckdb_tables() where comment is null and schema_name = 'marts'",
        )
        == []
    )
    undescribed = query(
        published,
        "select table_name, column_name from duckdb_columns() where comment is null and schema_name = 'marts'",
    )
    assert undescribed == []


def test_no_key_of_a_fact_is_null(published: Path) -> None:
    for table in ("fact_budget", "fact_funding", "fact_indicator"):
        (nulls,) = query(
            published, f"select count(*) from marts.{table} where project_key is null or unit_key is null"
        )
        assert nulls == (0,)


def test_the_file_is_of_a_storage_version_that_older_clients_open(published: Path) -> None:
    with published.open("rb") as file:
        header = file.read(4096 + 64)

    # The storage version stands in the main header; 64 is that of DuckDB 1.0 to 1.2 (v1.2.0 adds to it).
    assert int.from_bytes(header[12:20], "little") <= 65
    assert not published.with_suffix(".duckdb.wal").exists()


def test_a_load_of_nothing_new_says_so_and_changes_nothing(warehouse: Path, published: Path) -> None:
    before = published.read_bytes()
    called = jixiao("load", "--raw", warehouse.parent / "raw", "--warehouse", warehouse)

    assert called.status == 0
    assert "Nothing is new" in called.err
    assert published.read_bytes() == before


def test_where_no_document_can_enter_nothing_is_published(make_raw: MakeRaw, tmp_path: Path) -> None:
    raw = make_raw({"2024/a.txt": "一份通知\n"})
    called = jixiao("load", "--raw", raw, "--warehouse", tmp_path / "warehouse")

    assert called.status == 1
    assert "No document could enter" in called.err
    assert "2024/a.txt" in called.err
    assert not (tmp_path / "warehouse" / "jixiao.duckdb").exists()


def test_the_published_file_stays_where_a_new_load_lets_nothing_in_which_a_log_for_programs_says(
    warehouse: Path, tmp_path: Path
) -> None:
    shutil.copytree(warehouse.parent, tmp_path / "copy")
    published = tmp_path / "copy" / "warehouse" / "jixiao.duckdb"
    before = published.read_bytes()
    shutil.rmtree(tmp_path / "copy" / "raw")
    (tmp_path / "copy" / "raw" / "2024").mkdir(parents=True)
    (tmp_path / "copy" / "warehouse" / "store.duckdb").unlink()
    shutil.rmtree(tmp_path / "copy" / "warehouse" / "documents")
    (tmp_path / "copy" / "raw" / "2024" / "空.txt").write_bytes(b"")
    called = jixiao(
        *("load", "--raw", tmp_path / "copy" / "raw", "--warehouse", tmp_path / "copy" / "warehouse"),
        JIXIAO_LOG_FORMAT="json",
        JIXIAO_LOG_LEVEL="debug",
    )
    events = [json.loads(line) for line in called.err.splitlines()]

    assert called.status == 1
    assert published.read_bytes() == before
    assert all({"time", "level", "message"} <= event.keys() for event in events)
    assert any(event.get("document") == "2024/空.txt" for event in events)


def test_explain_leads_from_an_indicator_to_its_cell(warehouse: Path) -> None:
    called = jixiao("explain", "--warehouse", warehouse, "大型检测设备", "故障率")

    assert called.status == 0
    assert f"printed at   {NAME}, line 46 (form 1, row 3)" in called.out
    assert "target       ≤5百分比" in called.out
    assert "read as      percentage <= 5 %" in called.out
    assert "budget       450,000 yuan" in called.out


def test_explain_lists_the_candidates_of_words_that_fit_several(warehouse: Path) -> None:
    called = jixiao("explain", "--warehouse", warehouse, "食品", "单价")
    key = called.out.splitlines()[1].split()[0]

    assert called.out.startswith("3 indicators hold these words")
    assert "printed at" in jixiao("explain", "--warehouse", warehouse, key).out


def test_explain_of_words_that_fit_none_says_so(warehouse: Path) -> None:
    called = jixiao("explain", "--warehouse", warehouse, "没有这样的指标")

    assert called.status == 2
    assert "no indicator's unit, project or name holds «没有这样的指标»" in called.err


def test_what_gate_2_refuses_is_not_published_but_kept(warehouse: Path, tmp_path: Path) -> None:
    """A model that doubles the fiscal money: the sums are no longer those of landing."""
    shutil.copytree(warehouse.parent, tmp_path / "copy")
    project = tmp_path / "project"
    for folder in ("flows", "expectations", "dbt_project"):
        shutil.copytree(
            ROOT / folder, project / folder, ignore=shutil.ignore_patterns("target", "__pycache__")
        )
    money = project / "dbt_project" / "models" / "readings" / "int_form_money.sql"
    text = money.read_text(encoding="utf-8")
    money.write_text(
        text.replace("then yuan end) as fiscal_yuan", "then 2 * yuan end) as fiscal_yuan"), encoding="utf-8"
    )
    assert money.read_text(encoding="utf-8") != text
    published = tmp_path / "copy" / "warehouse" / "jixiao.duckdb"
    before = published.read_bytes()
    done = subprocess.run(
        [
            *(sys.executable, "-m", "flows.cli", "load"),
            *("--raw", tmp_path / "copy" / "raw", "--warehouse", tmp_path / "copy" / "warehouse"),
        ],
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=project,
    )
    refused = published.with_name("refused.duckdb")

    assert done.returncode == 1
    assert "Gate 2 refused (budgets_equal_what_landing_holds" in done.stderr
    assert re.search(
        r"Refused \(budgets_equal_what_landing_holds, \d+ ×\):\n  2024/tianjin\S+: .*line \d+", done.stderr
    )
    assert "data_docs/index.html" in done.stderr
    assert str(refused) in done.stderr
    assert published.read_bytes() == before
    assert query(refused, "select sum(fiscal_yuan) from marts.fact_budget") == [(2 * Decimal(97586400),)]
    assert jixiao("status", "--warehouse", published.parent).out.count("Gate 2 refused") == 1
