"""What happens to a document after it was loaded: each is seen, explained, and undone by undoing it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

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


Lines = Callable[[str], Path]


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

    file.write_text(printed(forms()), encoding="utf-8")
    assert jixiao("add", file, "--year", "2024", "--raw", raw).status == 0
    file.write_text(printed(forms()[:2]), encoding="utf-8")
    again = jixiao("add", file, "--year", "2024", "--raw", raw)
    assert again.status == 2
    assert "--replace" in again.err
    assert jixiao("add", file, "--year", "2024", "--raw", raw, "--replace").status == 0
    assert (raw / "2024" / "new.txt").read_bytes() == file.read_bytes()
