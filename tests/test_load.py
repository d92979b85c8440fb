"""The main job on the real document: raw/ → published file, twice, damaged, and interrupted."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from flows.forms import parse_document
from flows.readers import read_document
from tests.loading import Called, jixiao, query
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


def cut_in_the_middle(content: bytes) -> bytes:
    return content[: len(content) // 2]


def cut_after_a_label(content: bytes) -> bytes:
    return content[: content.index("设备故障率".encode()) + len("设备故障率".encode())]


def without_heading_17(content: bytes) -> bytes:
    return re.sub(rb"\[bookmark: _Toc157759994\][^\n]*\n", b"", content)


def without_form_17(content: bytes) -> bytes:
    start, end = content.index(b"[bookmark: _Toc157759994]"), content.index(b"[bookmark: _Toc157759995]")
    return content[:start] + content[end:]


def with_an_amount_in_words(content: bytes) -> bytes:
    return content.replace(b"\t45.00\n", "\t四十五\n".encode(), 1)


def without_a_cell(content: bytes) -> bytes:
    return content.replace("\t≥27台套\n".encode(), b"", 1)


def with_a_cell_too_many(content: bytes) -> bytes:
    return content.replace("\t≥27台套\n".encode(), "\t≥27台套\n\t多余\n".encode(), 1)


def empty(_content: bytes) -> bytes:
    return b""


def no_text(_content: bytes) -> bytes:
    return b"\x00\x01\x02\x03"


def a_notice(_content: bytes) -> bytes:
    return "一份没有表格的通知\n".encode()


# How a document is damaged, the expectation that says so, and what the load's line says of place and matter.
DAMAGES: list[tuple[Callable[[bytes], bytes], str, list[str]]] = [
    (empty, "document_is_readable", ["the file is empty"]),
    (no_text, "document_is_readable", ["the file is not text", "line 1"]),
    (a_notice, "document_has_a_form", []),
    (cut_in_the_middle, "document_is_readable", ["the file is cut off", "line 2,"]),
    (cut_after_a_label, "no_row_is_cut_off", ["line 42", "设备故障率"]),
    (without_heading_17, "heading_numbers_have_no_gap", ["17", "16.标准管理2024"]),
    (without_form_17, "heading_numbers_have_no_gap", ["17", "16.标准管理2024"]),
    (with_an_amount_in_words, "printed_amounts_are_numbers", ["四十五", "line 10"]),
    (without_a_cell, "no_row_is_cut_off", ["line 30"]),
    (with_a_cell_too_many, "no_text_is_rejected_from_rows_or_amounts", ["line 30"]),
]


@dataclass(frozen=True, slots=True)
class Loaded:
    called: Called
    folder: Path

    @property
    def database(self) -> Path:
        return self.folder / "warehouse" / "jixiao.duckdb"

    def again(self) -> Called:
        return jixiao("load", "--raw", self.folder / "raw", "--warehouse", self.folder / "warehouse")


def load_beside(warehouse: Path, folder: Path, files: dict[str, bytes]) -> Loaded:
    """Load more documents beside the real one, into a copy of its warehouse."""
    shutil.copytree(warehouse.parent, folder, dirs_exist_ok=True)
    for name, content in files.items():
        file = folder / "raw" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return Loaded(jixiao("load", "--raw", folder / "raw", "--warehouse", folder / "warehouse"), folder)


@pytest.fixture(scope="module")
def damaged(warehouse: Path, tmp_path_factory: pytest.TempPathFactory, real_bytes: bytes) -> Loaded:
    """Every damaged document, the real one again, and the real one in another year, loaded at once."""
    files = {f"2024/{damage.__name__}.txt": damage(real_bytes) for damage, _, _ in DAMAGES}
    files |= {"2025/objectives.txt": real_bytes, "2024/z_copy.txt": real_bytes + b"\n"}
    files |= {
        f"2024/z_{file.name}": file.read_bytes() for file in sorted((ROOT / "tests/documents/2024").iterdir())
    }
    folder = tmp_path_factory.mktemp("damaged")
    (folder / "secret.txt").write_text("secret")
    (folder / "raw" / "2024").mkdir(parents=True)
    (folder / "raw" / "2024" / "link.txt").symlink_to(folder / "secret.txt")
    with (folder / "raw" / "2024" / "giant.txt").open("wb") as giant:
        giant.truncate(10**9)  # takes no room on the disk
    return load_beside(warehouse, folder, files)


@pytest.mark.parametrize(("damage", "expectation", "words"), DAMAGES, ids=[d.__name__ for d, _, _ in DAMAGES])
def test_a_damaged_document_is_set_aside_with_place_and_reason(
    damaged: Loaded, damage: Callable[[bytes], bytes], expectation: str, words: list[str]
) -> None:
    path = f"2024/{damage.__name__}.txt"
    (line,) = [line for line in damaged.called.err.splitlines() if f"{path}:" in line and "set_aside" in line]
    broken = query(
        damaged.folder / "warehouse" / "working.duckdb",
        """
        select distinct expectation from landing.gate_finding inner join landing.document using (document_id)
        where path = ? and severity = 'critical'
        """,
        path,
    )

    assert query(damaged.database, "select status from marts.dim_document where path = ?", path) == [
        ("set_aside",)
    ]
    assert (expectation,) in broken
    assert all(word in line for word in words), line


def test_good_documents_are_published_though_others_are_set_aside(damaged: Loaded) -> None:
    assert damaged.called.status == 3
    assert query(damaged.database, "select status from marts.dim_document where path = ?", NAME) == [
        ("current",)
    ]
    assert query(damaged.database, "select count(*) from marts.fact_indicator") == [(473,)]
    assert damaged.again().status == 3  # also when nothing is new


def test_a_document_in_the_folder_of_another_year_is_set_aside(damaged: Loaded) -> None:
    (line,) = [line for line in damaged.called.err.splitlines() if "2025/objectives.txt:" in line]

    assert "set_aside" in line
    assert "2024" in line


def test_the_same_document_twice_is_counted_once(damaged: Loaded) -> None:
    assert query(
        damaged.database, "select status from marts.dim_document where path = '2024/z_copy.txt'"
    ) == [("duplicate",)]
    assert query(damaged.database, "select sum(budget_yuan) from marts.fact_budget where is_additive") == [
        (Decimal(204086400),)
    ]


def test_every_format_of_the_real_document_gives_the_same_forms(damaged: Loaded) -> None:
    statuses = query(
        damaged.database,
        "select format, status from marts.dim_document where path like '2024/z_objectives_2024.%' order by 1",
    )

    assert statuses == [(name, "duplicate") for name in ("doc", "docx", "html", "pdf", "xlsx")]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("link.txt", "the file is a link that leads out of"),
        ("giant.txt", "the file has 1,000,000,000 bytes"),
    ],
)
def test_what_may_not_be_read_is_set_aside_and_the_others_go_on(
    damaged: Loaded, name: str, reason: str
) -> None:
    ((status, why),) = query(
        damaged.database,
        "select status, status_reason from marts.dim_document where path = ?",
        f"2024/{name}",
    )

    assert status == "set_aside"
    assert reason in why


def test_status_says_what_is_published_and_what_is_set_aside_and_why(damaged: Loaded) -> None:
    called = jixiao("status", "--warehouse", damaged.folder / "warehouse")

    assert called.status == 0
    assert "56 projects of 12 units with 473 indicators and 20,408.64 万元" in called.out
    assert re.search(r"set_aside\s+2024\s+2024/without_form_17\.txt: .*17", called.out)
    assert "heading_numbers_have_no_gap: NOT met" in called.out


def test_status_as_json_names_documents_totals_and_gates(damaged: Loaded) -> None:
    status = json.loads(jixiao("status", "--json", "--warehouse", damaged.folder / "warehouse").out)

    assert status["totals"] == {"projects": 56, "units": 12, "indicators": 473, "budget_yuan": "204086400"}
    assert {document["status"] for document in status["documents"]} == {"current", "set_aside", "duplicate"}
    assert status["latest_load"]["status"] == 3


def test_a_damaged_restatement_does_not_replace_and_an_edit_of_documents_csv_is_taken_over(
    warehouse: Path, tmp_path: Path, real_bytes: bytes
) -> None:
    text = (warehouse.parent / "raw" / "documents.csv").read_text(encoding="utf-8")
    edited = text.replace("天津市市场监督管理委员会", "天津市市场监管委")
    assert edited != text
    loaded = load_beside(
        warehouse, tmp_path, {NAME: without_form_17(real_bytes), "documents.csv": edited.encode()}
    )

    assert loaded.called.status == 3
    assert query(loaded.database, "select publisher, status from marts.dim_document order by loaded_at") == [
        ("天津市市场监管委", "current"),
        ("天津市市场监管委", "set_aside"),
    ]
    assert query(loaded.database, "select count(*) from marts.fact_indicator") == [(473,)]


def test_where_no_document_can_enter_nothing_is_published(make_raw: MakeRaw, tmp_path: Path) -> None:
    raw = make_raw({"2024/a.txt": "一份通知\n"})
    called = jixiao("load", "--raw", raw, "--warehouse", tmp_path / "warehouse")

    assert called.status == 1
    assert "No document could enter" in called.err
    assert "2024/a.txt" in called.err
    assert not (tmp_path / "warehouse" / "jixiao.duckdb").exists()


def test_the_published_file_stays_where_a_new_load_lets_nothing_in(warehouse: Path, tmp_path: Path) -> None:
    shutil.copytree(warehouse.parent, tmp_path / "copy")
    published = tmp_path / "copy" / "warehouse" / "jixiao.duckdb"
    before = published.read_bytes()
    shutil.rmtree(tmp_path / "copy" / "raw")
    (tmp_path / "copy" / "raw" / "2024").mkdir(parents=True)
    (tmp_path / "copy" / "warehouse" / "store.duckdb").unlink()
    shutil.rmtree(tmp_path / "copy" / "warehouse" / "documents")
    (tmp_path / "copy" / "raw" / "2024" / "a.txt").write_bytes(b"")
    called = jixiao(
        "load", "--raw", tmp_path / "copy" / "raw", "--warehouse", tmp_path / "copy" / "warehouse"
    )

    assert called.status == 1
    assert published.read_bytes() == before


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
    money = project / "dbt_project" / "models" / "intermediate" / "int_form_money.sql"
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
    assert str(refused) in done.stderr
    assert published.read_bytes() == before
    assert query(refused, "select sum(fiscal_yuan) from marts.fact_budget") == [(2 * Decimal(97586400),)]
    assert jixiao("status", "--warehouse", published.parent).out.count("Gate 2 refused") == 1
