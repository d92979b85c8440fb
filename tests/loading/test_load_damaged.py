"""The main job on damaged, hostile and restated documents: they are set aside, and the others go on."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from tests.loading import Called, jixiao, query
from tests.places import ROOT

pytestmark = pytest.mark.slow

NAME = "2024/tianjin_market_regulation_objectives.txt"


@pytest.fixture(scope="module")
def warehouse(real_load: Path) -> Path:
    """The real document, loaded once."""
    return real_load / "warehouse"


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
    (with_an_amount_in_words, "no_text_is_rejected_from_rows_or_amounts", ["四十五", "line 10"]),
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
    (latest,) = query(damaged.database, "select max(load_no) from operations.load_log")[0]
    assert f"Published by load {latest}, " in called.out


def test_status_as_json_names_documents_totals_and_gates(damaged: Loaded) -> None:
    status = json.loads(jixiao("status", "--json", "--warehouse", damaged.folder / "warehouse").out)

    assert status["totals"] == {"projects": 56, "units": 12, "indicators": 473, "budget_yuan": "204086400"}
    assert {document["status"] for document in status["documents"]} == {"current", "set_aside", "duplicate"}
    assert status["latest_load"]["status"] == 3
    (latest,) = query(damaged.database, "select max(load_no) from operations.load_log")[0]
    assert status["published_by_load"] == latest


@pytest.mark.operated
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
