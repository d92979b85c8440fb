"""One warehouse of many corpora, each in jurisdictions of its own: loaded once a run, read by most tests of the marts.

Identity, comparison and rules stay within one jurisdiction, so a corpus comes out as if it had been loaded alone. A test
takes its corpus as a slice: a warehouse folder whose published file holds the rows of its jurisdictions.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from tests.findings.made import documents_of_findings
from tests.kinds import departments
from tests.kinds.made import KINDS, evaluation, objectives
from tests.outcomes import labelled_outcomes
from tests.outcomes.evaluations import printed as printed_evaluations
from tests.outcomes.named_outcomes import OBJECTIVES, evaluations
from tests.places import PUBLISHERS
from tests.years import folded_names, labelled_pairs
from tests.years.publications import first_year, printed
from tests.years.random_changes import publishers
from tests.years.second_year import second_year


@dataclass(frozen=True, slots=True)
class Document:
    """A document of a corpus: its path below raw/ as if it were alone, its bytes, and what documents.csv says."""

    path: str
    content: bytes
    jurisdiction: str
    publisher: str = ""
    published_on: str = ""


def corpora() -> dict[str, tuple[Document, ...]]:
    """Corpus → its documents."""
    return {
        "second_year": tuple(
            Document(path, printed(forms).encode(), "second_year")
            for path, forms in (("2024/a.txt", first_year()), ("2025/a.txt", second_year()))
        ),
        "folded_names": tuple(
            Document(f"{year}/a.txt", printed(forms).encode(), "folded_names")
            for year, forms in zip((2024, 2025), folded_names.documents(), strict=True)
        ),
        "county": tuple(
            Document(f"{year}/{name}", (PUBLISHERS / name).read_bytes(), "county")
            for year, name in (
                (2023, "county_bureau_2023_objectives.doc"),
                (2024, "county_bureau_2024_objectives.xlsx"),
            )
        ),
        "outcomes": (
            Document("2024/objectives.txt", printed(OBJECTIVES).encode(), "outcomes"),
            Document("2024/evaluation.html", printed_evaluations(evaluations()).encode(), "outcomes"),
        ),
        "labelled_pairs": tuple(
            Document(
                f"{2023 + number}/a.txt", printed(labelled_pairs.forms(number)).encode(), "labelled_pairs"
            )
            for number in (1, 2)
        ),
        "labelled_outcomes": (
            Document(
                "2024/objectives.txt", printed(labelled_outcomes.promised()).encode(), "labelled_outcomes"
            ),
            Document(
                "2024/evaluation.html",
                printed_evaluations(labelled_outcomes.evaluated()).encode(),
                "labelled_outcomes",
            ),
        ),
        "random_changes": tuple(
            Document(f"{year}/{number}.txt", printed(forms).encode(), one.jurisdiction, "市场监管局")
            for number, one in enumerate(publishers(), 1)
            for year, forms in ((2024, one.earlier), (2025, one.later))
        ),
        "kinds": _kinds(),
        "departments": (
            Document("2025/whole.html", departments.whole(), "departments", "石桥区教育局"),
            Document("2025/projects.html", departments.projects(), "departments", "石桥区教育局"),
        ),
        "findings": tuple(Document(*each) for each in documents_of_findings()),
    }


def _kinds() -> tuple[Document, ...]:
    return (
        Document("2025/objectives.html", objectives(), "kinds", "清河县水务局"),
        Document("2025/evaluation.html", evaluation(), "kinds", "清河县水务局"),
        *(
            Document(f"{year}/{file.name}", file.read_bytes(), "kinds", publisher)
            for year, publisher, name in (
                (2025, "云州市水利局", "k1_*.docx"),
                (2024, "江省教育厅", "k2_*.xlsx"),
                (2025, "清河县水务局", "k3_*.docx"),
                (2025, "清河县水务局", "k4_*.xlsx"),
                (2025, "桐山区教育局", "k5_*.docx"),
            )
            for file in KINDS.glob(name)
        ),
    )


def write_corpora(raw: Path) -> None:
    """Write all corpora below `raw`, each in a folder of its own in the folder of the year, with documents.csv."""
    lines = [["path", "fiscal_year", "publisher", "jurisdiction", "published_on"]]
    for corpus, documents in corpora().items():
        for document in documents:
            year, _, name = document.path.partition("/")
            file = raw / year / corpus / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(document.content)
            lines.append(
                [
                    f"{year}/{corpus}/{name}",
                    year,
                    document.publisher,
                    document.jurisdiction,
                    document.published_on,
                ]
            )
    with (raw / "documents.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(lines)


def slice_of(loaded: Path, corpus: str, folder: Path) -> Path:
    """The published file of a warehouse in `folder` that holds what `loaded` holds of a corpus, paths as if it were alone.

    `loaded` is a folder with raw/ and warehouse/ of `write_corpora`. The working file, which tests may look into, and the
    kept bytes are those of all corpora.
    """
    folder.mkdir(parents=True)
    shutil.copy(loaded / "warehouse" / "working.duckdb", folder)
    (folder / "documents").symlink_to(loaded / "warehouse" / "documents")
    jurisdictions = sorted({document.jurisdiction for document in corpora()[corpus]})
    published = folder / "jixiao.duckdb"
    with duckdb.connect(str(published)) as connection:
        connection.execute(f"attach '{loaded / 'warehouse' / 'jixiao.duckdb'}' as loaded (read_only)")
        connection.execute(f"attach '{loaded / 'warehouse' / 'working.duckdb'}' as working (read_only)")
        connection.execute("create temp table scope as select unnest(?) as jurisdiction", [jurisdictions])
        for statement in _copies(connection):
            connection.execute(statement)
        for table, column in connection.execute(
            """
            select table_name, column_name from duckdb_columns()
            where database_name = 'jixiao' and schema_name = 'marts' and data_type = 'VARCHAR'
            """
        ).fetchall():
            connection.execute(
                f"update marts.{table} set {column} = replace({column}, '/{corpus}/', '/') "
                f"where contains({column}, '/{corpus}/')"
            )
    return published


# The jurisdiction's rows of each scope column.
_OF_SCOPE = {
    "jurisdiction": "(from scope)",
    "document_id": "(select document_id from loaded.marts.dim_document where jurisdiction in (from scope))",
    "unit_id": "(select unit_id from loaded.marts.dim_unit where jurisdiction in (from scope))",
    "project_key": """(
        select project_key from loaded.marts.dim_project
        inner join loaded.marts.dim_unit using (unit_id) where jurisdiction in (from scope)
    )""",
    "indicator_key": """(
        select indicator_key from loaded.marts.dim_indicator
        inner join loaded.marts.dim_project using (project_key)
        inner join loaded.marts.dim_unit using (unit_id) where jurisdiction in (from scope)
    )""",
}


def _copies(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    scopes = dict(
        connection.execute(
            "select mart, column_name from working.intermediate.int_mart_columns where column_role = 'scope'"
        ).fetchall()
    )
    for schema, table in connection.execute(
        "select schema_name, table_name from duckdb_tables() where database_name = 'loaded'"
    ).fetchall():
        yield f"create schema if not exists {schema}"
        where = ""
        if schema == "marts" and table in scopes:
            where = f"where {scopes[table]} in {_OF_SCOPE[scopes[table]]}"
        yield f"create table {schema}.{table} as select * from loaded.{schema}.{table} {where}"
