"""Small landing schemas to judge, and marts made of them as the models should make them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeAlias

import duckdb
import pytest

from expectations.expectation import Expectation, Gate, with_places
from flows.targets.frames import target_key
from flows.vocabulary.tables import write_vocabulary
from tests.landed import complete

LANDING = Path(__file__).resolve().parents[2] / "flows" / "landing" / "schema.sql"
MARTS = Path(__file__).with_name("marts.sql")

# What a row has where a test says nothing else: one good document with one good form.
_DEFAULTS: dict[str, dict[str, Any]] = {
    "raw_file": {"path": "2024/a.txt", "sha256": "s1", "fiscal_year": 2024, "is_listed": False},
    "document": {
        "document_id": "d1",
        "path": "2024/a.txt",
        "sha256": "s1",
        "byte_size": 1,
        "format": "text",
        "reader_version": "r",
        "read_at": "2024-03-01 00:00:00+00",
    },
    "heading": {"document_id": "d1", "locator": "line 1"},
    "form": {
        "document_id": "d1",
        "form_no": 1,
        "form_kind": "objective",
        "objective": "标准化工作有序开展",
        "unit_text": "355101天津市市场监督管理委员会",
        "unit_code": "355101",
        "unit_name": "天津市市场监督管理委员会",
        "project_name": "标准管理",
        "money_unit_text": "万元",
        "row_count": 1,
        "content_sha256": "c1",
        "locator": "line 2",
    },
    "indicator_row": {
        "document_id": "d1",
        "form_no": 1,
        "row_no": 1,
        "level1_text": "产出指标",
        "level2_text": "数量指标",
        "level3_text": "制定标准数",
        "target_text": "≥3项",
        "value_printed": "≥3项",
        "locator": "line 20",
    },
    "funding_line": {
        "document_id": "d1",
        "form_no": 1,
        "line_no": 1,
        "label_text": "预算数",
        "label_words": "预算数",
        "line_role": "total",
        "amount_text": "45.00",
        "amount": 45,
        "money_unit_text": "万元",
        "locator": "line 8",
    },
    "rejected": {
        "document_id": "d1",
        "form_no": 1,
        "area": "form",
        "locator": "line 30",
        "text": "附注",
        "reason": "no known label stands before this text",
        "is_cut_off": False,
        "kind": "other",
    },
    "target": {
        "target_key": target_key("≥3项", "", "", 2024),
        "target_text": "≥3项",
        "unit_printed": "",
        "comparator_printed": "",
        "fiscal_year": 2024,
        "target_kind": "number",
        "comparator": ">=",
        "value": 3,
        "is_unit_elsewhere": False,
        "reader_version": "r",
    },
    "gate_finding": {"document_id": "d1", "expectation": "e", "severity": "critical", "reason": "r"},
}


@dataclass(frozen=True, slots=True)
class Landing:
    """A landing schema in a database, filled row by row."""

    connection: duckdb.DuckDBPyConnection

    def add(self, table: str, **values: object) -> Landing:
        """Insert one row: the defaults of its table and `values`."""
        row = _DEFAULTS[table] | values
        columns, marks = ", ".join(row), ", ".join("?" for _ in row)
        self.connection.execute(
            f"insert into landing.{table} ({columns}) values ({marks})", list(row.values())
        )
        return self

    def document(self, **values: object) -> Landing:
        """A document, whose bytes are those in raw/."""
        document = _DEFAULTS["document"] | values
        return self.add("raw_file", path=document["path"], sha256=document["sha256"]).add(
            "document", **values
        )

    def good_document(self) -> Landing:
        """A document that breaks no expectation: one form with one row, its three lines of money, a heading."""
        self.document().add("heading", heading_order=1, heading_no=1, heading_text="1.标准管理", form_no=1)
        self.add("form", heading_no=1, heading_text="1.标准管理").add("indicator_row").add("target").add(
            "funding_line"
        )
        self.add(
            "funding_line", line_no=2, label_text="其中：财政资金", line_role="fiscal", locator="line 10"
        )
        self.add(
            "funding_line",
            line_no=3,
            label_text="其他资金",
            line_role="other",
            amount_text=None,
            amount=None,
            locator="line 12",
        )
        complete(self.connection)
        return self

    def publish(self) -> Landing:
        """Make the marts that the models should make of all that is here."""
        self.connection.execute(MARTS.read_text(encoding="utf-8"))
        return self

    def change(self, statement: str) -> Landing:
        """Damage something."""
        self.connection.execute(statement)
        return self


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file as a load begins it: landing without rows, and the vocabulary."""
    file = tmp_path_factory.mktemp("begun") / "begun.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute(LANDING.read_text(encoding="utf-8"))
        write_vocabulary(connection, "seeds")
    return file


@pytest.fixture
def landing(begun: Path) -> Landing:
    """The same in memory."""
    return in_memory(begun)


def in_memory(begun: Path) -> Landing:
    connection = duckdb.connect()
    connection.execute(f"attach '{begun}' as begun (read_only)")
    connection.execute("copy from database begun to memory")
    connection.execute("detach begun")
    return Landing(connection)


@pytest.fixture(scope="session")
def found_in_good(begun: Path) -> JudgeExpectation:
    """Judges a good document and the marts made of it, with a text in it that was rejected; nobody changes them."""
    return judging(in_memory(begun).good_document().add("rejected").publish())


@pytest.fixture(scope="session")
def found_in_nothing(begun: Path) -> JudgeExpectation:
    """Judges a landing without rows and the marts made of it."""
    return judging(in_memory(begun).publish())


MakeLanding: TypeAlias = Callable[[str], tuple[Landing, Path]]


@pytest.fixture
def landing_file(begun: Path, tmp_path: Path) -> MakeLanding:
    """Makes the same in files; close the connection before another process reads one."""

    def make(name: str) -> tuple[Landing, Path]:
        path = tmp_path / name
        shutil.copyfile(begun, path)
        return Landing(duckdb.connect(path)), path

    return make


@dataclass(frozen=True, slots=True)
class Found:
    """An offence that an expectation found."""

    document_id: str
    path: str | None
    form_no: int | None
    project_name: str | None
    unit_text: str | None
    locator: str | None
    reason: str


class JudgeExpectation(Protocol):
    """Runs one expectation on the landing schema; `beside` for the documents that do not decide."""

    def __call__(self, gate: Gate, expectation: Expectation, *, beside: bool = False) -> list[Found]: ...


@pytest.fixture
def judge(landing: Landing) -> JudgeExpectation:
    def run(gate: Gate, expectation: Expectation, *, beside: bool = False) -> list[Found]:
        complete(landing.connection)
        return judging(landing)(gate, expectation, beside=beside)

    return run


def judging(landing: Landing) -> JudgeExpectation:
    def run(gate: Gate, expectation: Expectation, *, beside: bool = False) -> list[Found]:
        batch = gate.beside if beside else gate.batch
        query = with_places(expectation.query).format(batch=f"({batch})")
        return [Found(*row) for row in landing.connection.execute(query).fetchall()]

    return run
