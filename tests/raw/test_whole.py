"""raw/ is read whole or the load says not: what it cannot read, what it skips, who has not published yet.

Two bureaus of one county and another publisher's documents of two years, as their operator keeps them: with litter, a
Windows path, a wrong line, a name that steers a terminal, a folder that may not be read.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.base.paths import Warehouse
from flows.commands.status import report_as_markdown
from flows.warehouse.state import read_report
from tests.loading import Called, jixiao, marts, query
from tests.places import ROOT
from tests.unprivileged import without_privileges

pytestmark = pytest.mark.slow

DOCUMENTS = {
    "2023/局.doc": "county_bureau_2023_objectives.doc",
    "2023/民政/民政.xlsx": "prefecture_wide_table_no_money.xlsx",
    "2024/局.xlsx": "county_bureau_2024_objectives.xlsx",
    "2024/县\x1b[31m.docx": "county_objectives_funding_lines_unit_in_name.docx",
    "2024/错.docx": "county_objectives_funding_lines_unit_in_name.docx",
    "2024/closed/closed.html": "city_objectives_midterm_and_annual_gb18030.html",
}
DESCRIBED = """\
path,publisher,jurisdiction,published_on,fiscal_year
2023\\局.doc,某县某局,330100,2023-02-27,
2023\\民政\\民政.xlsx,望州市\x1b[31m民政局,330200,2023-03-15,
2024/局.xlsx,某县某局,330100,2024-02-28,
2024/错.docx,某县另一局,330100,2024-02-28,24
"""
LITTER = ("2023/Thumbs.db", "2024/~$局.xlsx", "2024/.DS_Store")


class Folder:
    """A folder with raw/ and a warehouse, and what a load said of it that permissions bind."""

    def __init__(self, folder: Path) -> None:
        self.raw, self.warehouse = folder / "raw", folder / "warehouse"
        self.published = self.warehouse / "jixiao.duckdb"

    def load(self) -> Called:
        done = subprocess.run(
            [
                *(*without_privileges(), sys.executable, "-m", "flows.cli", "load"),
                *("--raw", self.raw, "--warehouse", self.warehouse),
            ],
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        return Called(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Folder]:
    made = Folder(tmp_path_factory.mktemp("whole"))
    for path, document in DOCUMENTS.items():
        (made.raw / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "tests" / "documents" / "publishers" / document, made.raw / path)
    for path in LITTER:
        (made.raw / path).write_bytes(b"x")
    (made.raw / "documents.csv").write_text(DESCRIBED, encoding="utf-8")
    (made.raw / "2024" / "closed").chmod(0)
    yield made
    for place in (
        made.raw / "2023",
        made.raw / "2023" / "民政",
        made.raw / "2024",
        made.raw / "2024" / "closed",
    ):
        place.chmod(0o755)


@pytest.fixture(scope="module")
def first(folder: Folder) -> Called:
    return folder.load()


def test_a_first_load_names_what_it_could_not_read_and_loads_the_others(
    folder: Folder, first: Called
) -> None:
    assert first.status == 3, first.err
    assert "Cannot be read: 2024/closed (permission denied)" in first.err
    assert "Nothing is odd" not in first.err
    assert query(folder.published, "select path from marts.dim_document where is_current order by path") == [
        ("2023/局.doc",),
        ("2023/民政/民政.xlsx",),
        (r"2024/县\u001b[31m.docx",),
        ("2024/局.xlsx",),
    ]


def test_a_wrong_line_of_documents_csv_is_named_and_only_its_document_waits(first: Called) -> None:
    assert re.search(
        r"Cannot be read: 2024/错\.docx \(.*documents\.csv, line 5: the fiscal year is «24»; write it as 2024\)",
        first.err,
    )


def test_litter_is_counted_in_the_words_of_a_load(first: Called) -> None:
    assert "Skipped 3 that are no documents: 1 × .DS_Store, 1 × Thumbs.db, 1 × ~$…." in first.err


def test_no_control_character_of_a_name_or_of_documents_csv_is_in_a_mart_or_printed(
    folder: Folder, first: Called
) -> None:
    status = jixiao("status", "--warehouse", folder.warehouse)

    assert "\x1b" not in first.err + first.out + status.out + status.err
    assert "control characters of publisher were left out" in first.err
    texts = [cell for rows in marts(folder.published).values() for row in rows for cell in row]
    assert [text for text in texts if isinstance(text, str) and "\x1b" in text] == []


@pytest.mark.usefixtures("first")
def test_a_publisher_of_last_year_is_expected_with_the_day_of_its_publication(folder: Folder) -> None:
    told = jixiao("status", "--warehouse", folder.warehouse)
    as_json = json.loads(jixiao("status", "--json", "--warehouse", folder.warehouse).out)

    assert as_json["expected"] == [
        {
            "fiscal_year": 2024,
            "form_kind": "objective",
            "jurisdiction": "330200",
            "publisher": "望州市[31m民政局",
            "previous_paths": ["2023/民政/民政.xlsx"],
            "previous_published_on": "2023-03-15",
        }
    ]
    assert (
        "Expected: 330200 望州市[31m民政局: objectives of 2024 (those of 2023 were published on 2023-03-15: "
        "2023/民政/民政.xlsx)."
    ) in told.out
    warehouse = Warehouse(folder.warehouse)
    report = read_report(warehouse)
    assert report is not None
    page = report_as_markdown(report, warehouse)  # the flow's artifact and the notice
    assert "- 330200 望州市[31m民政局: objectives of 2024 (those of 2023 were published on 2023-03-15" in page
    assert "- Cannot be read: 2024/closed (permission denied)." in page


@pytest.mark.usefixtures("first")
def test_what_was_loaded_from_a_folder_that_may_not_be_read_any_more_stays(folder: Folder) -> None:
    before = marts(folder.published)
    (folder.raw / "2023" / "民政").chmod(0)
    (folder.raw / "2024" / "局.xlsx").unlink()
    # Listed or not, its document is not called gone; that of a file that is, is in every load.
    again = folder.load()
    nothing_new = folder.load()
    (folder.raw / "2023" / "民政").chmod(0o755)

    for each in (again, nothing_new):
        assert each.status == 3, each.err
        assert (
            "Cannot be read: 2023/民政 (permission denied). What was loaded from there stays as it was."
            in each.err
        )
        assert re.findall(r"Gone(?: from raw/: (\S+)\.)?", each.err) == ["2024/局.xlsx"]
    assert "Nothing is new" in nothing_new.err
    assert marts(folder.published) == before


@pytest.mark.usefixtures("first")
def test_where_nothing_can_be_read_the_published_file_stays(folder: Folder) -> None:
    before = folder.published.stat().st_mtime_ns
    for year in ("2023", "2024"):
        (folder.raw / year).chmod(0)
    stopped = folder.load()
    for year in ("2023", "2024"):
        (folder.raw / year).chmod(0o755)

    assert stopped.status == 4
    assert f"{folder.raw}/2024: permission denied" in stopped.err
    assert folder.published.stat().st_mtime_ns == before
