"""Yearly documents made of a few plain lines, landed as the readers would, and what the models say of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from flows.landing import create_landing
from flows.targets.frames import target_frames
from flows.vocabulary.tables import write_vocabulary
from tests.dbt_project.project import run_dbt
from tests.landed import complete

# What identity needs, seeds and staging included.
IDENTITY = "+int_identity_candidates +int_indicator_links +dim_unit"


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator as printed."""

    name: str | None
    target: str | None = None
    description: str | None = None
    level2: str | None = "数量指标"
    level1: str | None = "产出指标"


@dataclass(frozen=True, slots=True)
class Project:
    """One form as printed."""

    name: str | None
    rows: Sequence[Row] = ()
    unit_code: str | None = "100101"
    unit_name: str | None = "某市某局"
    code: str | None = None
    purpose: str | None = None
    objective: str | None = None
    kind: str = "objective"
    money: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One published file of a fiscal year."""

    year: int
    projects: Sequence[Project]
    path: str = ""
    publisher: str | None = "某市某局"
    jurisdiction: str | None = "某市"

    @property
    def raw_path(self) -> str:
        """Path below raw/."""
        return self.path or f"{self.year}/a.docx"


@dataclass(frozen=True, slots=True)
class _Tables:
    """Rows of landing, by table."""

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def add(self, table: str, **values: object) -> None:
        self.rows.setdefault(table, []).append(values)


def land(file: Path, documents: Iterable[Document]) -> None:
    """Write a landing that holds these documents into a new DuckDB file."""
    tables = _Tables()
    for document in documents:
        _land_document(tables, document)
    with duckdb.connect(str(file)) as connection:
        create_landing(connection)
        for table, rows in tables.rows.items():
            _insert(connection, table, pl.DataFrame(rows, infer_schema_length=None))
        texts = connection.execute(
            """
            select distinct coalesce(value_printed, ''), '', '', fiscal_year
            from landing.indicator_row
            inner join landing.document using (document_id)
            inner join landing.raw_file using (path)
            order by all
            """
        ).fetchall()
        targets, parts = target_frames(texts)
        for table, frame in (("target", targets), ("target_part", parts)):
            if frame.height:
                _insert(connection, table, frame.with_columns(reader_version=pl.lit("made")))
        complete(connection)


def build(
    file: Path,
    folder: Path,
    select: str = IDENTITY,
    seeds: Mapping[str, Sequence[Sequence[object]]] | None = None,
) -> None:
    """Build the models of a selection on the landing in `file`; what dbt writes goes into `folder`.

    `seeds` gives lines to seeds that are empty in the project, as if they stood in their CSV.
    """
    with duckdb.connect(str(file)) as connection:
        write_vocabulary(connection, "seeds")
        for seed, lines in (seeds or {}).items():
            if lines:
                marks = ", ".join("?" for _ in lines[0])
                connection.executemany(f"insert into seeds.{seed} values ({marks})", lines)
        complete(connection)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JIXIAO_WORKING_FILE", str(file))
        result = run_dbt("run", "working", folder, "--select", *select.split())
    nodes = getattr(result.result, "results", [])
    failed = [(node.node.name, node.message) for node in nodes if str(node.status) != "success"]
    if failed or not nodes:
        raise AssertionError(f"{failed or result.exception}")


def _insert(connection: duckdb.DuckDBPyConnection, table: str, frame: pl.DataFrame) -> None:
    connection.register("incoming", frame)
    connection.execute(f"insert into landing.{table} by name select * from incoming")
    connection.unregister("incoming")


def _land_document(tables: _Tables, document: Document) -> None:
    path = document.raw_path
    sha256 = hashlib.sha256(repr(document).encode()).hexdigest()
    document_id = hashlib.md5(f"{path}|{sha256}".encode(), usedforsecurity=False).hexdigest()
    tables.add(
        "raw_file",
        path=path,
        sha256=sha256,
        fiscal_year=document.year,
        publisher=document.publisher,
        jurisdiction=document.jurisdiction,
        is_listed=True,
    )
    tables.add(
        "document",
        document_id=document_id,
        path=path,
        sha256=sha256,
        byte_size=1,
        format="docx",
        reader_version="made",
        read_at="2024-01-01 00:00:00+00",
    )
    for form_no, project in enumerate(document.projects, start=1):
        _land_project(tables, document_id, form_no, project)


def _land_project(tables: _Tables, document_id: str, form_no: int, project: Project) -> None:
    tables.add(
        "form",
        document_id=document_id,
        form_no=form_no,
        form_kind=project.kind,
        unit_code=project.unit_code,
        unit_name=project.unit_name,
        project_code=project.code,
        project_name=project.name,
        purpose=project.purpose,
        objective=project.objective,
        money_unit_text="万元",
        row_count=len(project.rows),
        content_sha256=hashlib.sha256(repr(project).encode()).hexdigest(),
        locator=f"form {form_no}",
    )
    if project.money:
        tables.add(
            "funding_line",
            document_id=document_id,
            form_no=form_no,
            line_no=1,
            label_text="预算数",
            label_words="预算数",
            line_role="total",
            amount_text=project.money,
            amount=project.money,
            money_unit_text="万元",
            locator="money",
        )
    for row_no, row in enumerate(project.rows, start=1):
        tables.add(
            "indicator_row",
            document_id=document_id,
            form_no=form_no,
            row_no=row_no,
            level1_text=row.level1,
            level2_text=row.level2,
            level3_text=row.name,
            description=row.description,
            target_text=row.target,
            value_printed=row.target,
            locator=f"form {form_no}, row {row_no}",
        )
