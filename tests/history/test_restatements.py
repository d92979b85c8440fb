"""What happens to a document after it was loaded: each is seen, explained, and undone by undoing it."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.commands.restatement import NAMES, SAID
from flows.landing import create_landing
from tests.loading import Called, jixiao, marts, query
from tests.years.publications import Form, first_year, printed, with_form, with_row

pytestmark = [pytest.mark.slow, pytest.mark.operated]

CHOSEN = (1, 2, 3)
DOCUMENT, OTHER = "2024/a.txt", "2024/other.txt"


def forms() -> tuple[Form, ...]:
    return tuple(form for form in first_year() if form.origin in CHOSEN)


class Operated:
    """A warehouse as its operator meets it."""

    def __init__(self, folder: Path) -> None:
        self.raw, self.warehouse = folder / "raw", folder / "warehouse"

    @property
    def published(self) -> Path:
        return self.warehouse / "jixiao.duckdb"

    def put(self, path: str, content: str) -> None:
        (self.raw / path).parent.mkdir(parents=True, exist_ok=True)
        (self.raw / path).write_text(content, encoding="utf-8")

    def call(self, *arguments: str | Path) -> Called:
        return jixiao(*arguments, "--warehouse", self.warehouse)

    def load(self) -> Called:
        called = self.call("load", "--raw", self.raw)
        assert called.status == 0, called.err
        return called

    def marts(self) -> dict[str, list[tuple[Any, ...]]]:
        """The marts without what they remember of versions that do not count."""
        found = marts(self.published)
        found["dim_document"] = [row for row in found["dim_document"] if row[-1]]
        return found

    def documents(self) -> list[tuple[str, str, str | None]]:
        return query(
            self.published, "select path, status, status_reason from marts.dim_document order by all"
        )


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Operated:
    operated = Operated(tmp_path_factory.mktemp("loaded"))
    operated.put(DOCUMENT, printed(forms()))
    operated.put(OTHER, printed([form for form in first_year() if form.origin == 9]))
    operated.load()
    return operated


@pytest.fixture
def operated(loaded: Operated, tmp_path: Path) -> Operated:
    shutil.copytree(loaded.raw.parent, tmp_path / "copy")
    return Operated(tmp_path / "copy")


def test_a_restatement_is_previewed_counted_compared_field_by_field_and_undone(operated: Operated) -> None:
    before = operated.marts()
    restated = with_row(forms(), (1, 1), "tightened", target="≥30台套")
    restated = with_form(restated, 2, lambda form: replace(form, budget="99.50"))
    operated.put(DOCUMENT, printed(restated))
    preview = operated.call("load", "--preview", "--raw", operated.raw).err
    assert "Nothing was published" in preview
    assert "Would change: 2 document(s); 2024 indicator rows" in preview
    would_change = json.loads(operated.call("diff", "--preview", "--json").out)["marts"]
    assert operated.marts() == before
    said = operated.load().err

    assert [status for path, status, _ in operated.documents() if path == DOCUMENT] == [
        "current",
        "superseded",
    ]
    assert "2 document(s); 2024 indicator rows" in said
    compared = operated.call("diff", "--document", DOCUMENT)
    assert "target_text: ≥27台套 → ≥30台套" in compared.out
    assert "→ 99.50" in compared.out
    assert compared.out.count(" → ") == 2
    of_load = json.loads(operated.call("diff", "--json").out)
    assert of_load["marts"] == would_change
    assert operated.call("diff", "--preview").status == 2
    [rows] = [change for change in of_load["marts"] if change["mart"] == "fact_indicator"]
    assert (rows["rows_added"], rows["rows_removed"]) == (0, 0)
    assert rows["rows_changed"] >= 1
    [money] = [change for change in of_load["marts"] if change["mart"] == "fact_budget"]
    assert (
        float(money["budget_difference_yuan"])
        == 995_000 - float(next(f for f in forms() if f.origin == 2).budget) * 10_000
    )

    operated.put(DOCUMENT, printed(forms()))
    operated.load()
    assert operated.marts() == before


def test_a_document_that_is_moved_to_another_year_counts_there_alone(operated: Operated) -> None:
    # Without its years, so that gate 1 has nothing against the other folder, and with a text that is in no field.
    undated = re.sub("202[0-9]", "", printed(forms()[:2])).replace(
        "\t一级指标\n", "\t说不清的一格\n\n\t一级指标\n", 1
    )
    operated.put(OTHER, undated)
    operated.load()
    assert len(query(operated.published, "from marts.rejected_text")) > 0
    (operated.raw / "2025").mkdir()
    (operated.raw / OTHER).rename(operated.raw / "2025" / "other.txt")
    operated.load()

    assert [line for line in operated.documents() if line[0].endswith("other.txt")][-2:] == [
        (OTHER, "superseded", "its file was moved to 2025/other.txt"),
        ("2025/other.txt", "current", None),
    ]


def test_documents_that_are_moved_or_withdrawn_are_explained_and_come_back(operated: Operated) -> None:
    before = operated.marts()
    (operated.raw / DOCUMENT).rename(operated.raw / "2024" / "b.txt")
    assert operated.call("withdraw", OTHER, "--raw", operated.raw, "--reason", "发错了").status == 0
    operated.load()
    assert operated.documents() == [
        (DOCUMENT, "superseded", "its file was moved to 2024/b.txt"),
        ("2024/b.txt", "current", None),
        (OTHER, "withdrawn", "发错了"),
    ]
    assert len(operated.marts()["fact_budget"]) == len(CHOSEN)
    assert "withdrawn" in operated.call("status").out

    (operated.raw / "2024" / "b.txt").rename(operated.raw / DOCUMENT)
    called = jixiao("add", operated.raw / OTHER, "--year", "2024", "--raw", operated.raw)
    assert called.status == 0, called.err
    operated.load()
    assert operated.marts() == before


def test_a_preview_before_the_first_publication_is_no_load(tmp_path: Path) -> None:
    operated = Operated(tmp_path)
    operated.put(DOCUMENT, printed(forms()[:1]))
    preview = operated.call("load", "--preview", "--raw", operated.raw)
    assert preview.status == 0, preview.err
    operated.load()

    assert query(operated.published, "select load_no from operations.load_log") == [(1,)]
    assert query(operated.published, "select distinct load_no from operations.load_change") == [(1,)]


def test_a_document_that_took_too_long_is_read_again_when_it_may_take_longer(operated: Operated) -> None:
    operated.put("2024/long.txt", printed(forms()[:2]) + "\n")
    refused = jixiao(
        "load", "--raw", operated.raw, "--warehouse", operated.warehouse, JIXIAO_DOCUMENT_SECONDS="0.001"
    )
    assert refused.status == 3
    assert "the setting document_seconds" in refused.err
    operated.load()

    assert ("2024/long.txt", "set_aside") not in [line[:2] for line in operated.documents()]


def test_what_was_refused_and_taken_back_is_no_more_the_latest_load(operated: Operated) -> None:
    report = operated.warehouse / "last_load.json"
    fields = json.loads(report.read_text(encoding="utf-8"))
    report.write_text(json.dumps({**fields, "status": 1, "message": "refused"}), encoding="utf-8")
    assert "refused" in operated.call("status").out
    operated.load()

    assert "Nothing is new" in operated.call("status").out


def test_loads_are_numbered_on_and_remembered_though_store_and_working_file_are_lost(
    operated: Operated,
) -> None:
    (operated.warehouse / "store.duckdb").unlink()
    (operated.warehouse / "working.duckdb").unlink()
    (operated.raw / OTHER).rename(operated.raw / "2024" / "c.txt")
    operated.load()
    log = query(
        operated.published, "select load_no, outcome, documents_current from operations.load_log order by 1"
    )
    assert log == [(1, "published", 2), (2, "published", 2)]
    assert query(
        operated.published,
        "select load_no, path, previous_status, status from operations.load_document order by all",
    ) == [
        (1, DOCUMENT, None, "current"),
        (1, OTHER, None, "current"),
        (2, "2024/c.txt", None, "current"),
        (2, OTHER, "current", "superseded"),
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("diff", "7"), "knows no load 7"),
        (("diff", "--document", "2024/none.txt"), "its versions are none"),
        (("withdraw", "2024/none.txt", "--reason", "x"), "no document 2024/none.txt is below"),
    ],
)
def test_what_is_not_there_is_said(operated: Operated, arguments: tuple[str, ...], message: str) -> None:
    raw = ("--raw", operated.raw) if arguments[0] == "withdraw" else ()
    called = operated.call(*arguments, *raw)
    assert called.status == 2
    assert message in called.err


PRINTED_OTHERWISE_TOLD = {
    # what other columns say in full, or what is read of them
    "department_code", "department_name", "unit_code", "unit_name", "project_code", "project_name",
    "value_printed", "unit_printed", "comparator_printed", "heading_text", "heading_name",
    "line_role", "needs_review", "content_sha256", "document_id", "money_unit",
}  # fmt: skip


@pytest.mark.parametrize("table", ["form", "funding_line", "indicator_row"])
def test_every_printed_text_of_two_versions_is_compared(table: str) -> None:
    with duckdb.connect() as connection:
        create_landing(connection)
        texts = connection.execute(
            "select column_name from duckdb_columns() where schema_name = 'landing' and table_name = ? "
            "and data_type = 'VARCHAR' and not column_name.ends_with('locator') and not column_name.ends_with('_words')",
            [table],
        ).fetchall()

    assert {text for (text,) in texts} - PRINTED_OTHERWISE_TOLD == {*NAMES[table], *SAID[table]}


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["no BOM", "BOM"])
def test_add_writes_its_line_and_leaves_every_other_byte(tmp_path: Path, end: str, mark: str) -> None:
    raw, file = tmp_path / "raw", tmp_path / "new.txt"
    raw.mkdir()
    file.write_text(printed(forms()), encoding="utf-8")
    there = f'path,publisher,fiscal_year{end}2023/x.txt,"a, ""b""{end}c",2023{end}2024/y.txt , d,2024'
    (raw / "documents.csv").write_bytes((mark + there).encode())
    called = jixiao(
        "add", file, "--year", "2024", "--raw", raw, "--publisher", "财政局", "--published-on", "2024-02-29"
    )

    assert called.status == 0, called.err
    assert "new.txt: 3 forms" in called.out
    header, rest = there.split(end, 1)
    assert (raw / "documents.csv").read_bytes().decode() == (
        f"{mark}{header},published_on{end}{rest}{end}2024/new.txt,财政局,2024,2024-02-29{end}"
    )
    assert (raw / "2024" / "new.txt").read_bytes() == file.read_bytes()


def test_add_refuses_what_it_cannot_read_and_what_would_overwrite(tmp_path: Path) -> None:
    raw, file = tmp_path / "raw", tmp_path / "new.txt"
    file.write_text("nothing of the kind", encoding="utf-8")
    refused = jixiao("add", file, "--year", "2024", "--raw", raw)
    assert refused.status != 0
    assert not raw.exists()
    assert jixiao("add", file, "--year", "24", "--raw", raw).status == 2
    hidden = tmp_path / "README.txt"
    hidden.write_text(printed(forms()), encoding="utf-8")
    named = jixiao("add", hidden, "--year", "2024", "--raw", raw)
    assert (named.status, raw.exists()) == (2, False)
    assert "takes no file named README.txt" in named.err

    file.write_text(printed(forms()), encoding="utf-8")
    assert jixiao("add", file, "--year", "2024", "--raw", raw).status == 0
    file.write_text(printed(forms()[:2]), encoding="utf-8")
    again = jixiao("add", file, "--year", "2024", "--raw", raw)
    assert again.status == 2
    assert "--replace" in again.err
    assert jixiao("add", file, "--year", "2024", "--raw", raw, "--replace").status == 0
    assert (raw / "2024" / "new.txt").read_bytes() == file.read_bytes()
