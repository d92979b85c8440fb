"""`jixiao check`: the findings on a file before it is published, and the workbook for who wrote it."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from flows.commands.findings import Finding
from flows.commands.review_sheet import write_review_sheet
from tests.findings.made import form
from tests.loading import jixiao, query
from tests.places import REAL_DOCUMENT
from tests.years.publications import printed

pytestmark = pytest.mark.slow


def test_check_finds_in_a_file_what_a_load_finds(published: Path, tmp_path: Path) -> None:
    workbook = tmp_path / "审核意见.xlsx"
    called = jixiao("check", REAL_DOCUMENT, "--json", "--xlsx", workbook)
    found = json.loads(called.out)
    loaded = query(
        published / "jixiao.duckdb",
        "select rule, form_no, row_no, message from marts.finding order by all",
    )
    rows = CalamineWorkbook.from_path(workbook).get_sheet_by_name("审核意见").to_python()

    assert called.status == 1
    assert sorted([(f["rule"], f["form_no"], f["row_no"], f["message"]) for f in found], key=str) == sorted(
        loaded, key=str
    )
    assert {f["path"] for f in found} == {str(REAL_DOCUMENT)}
    assert all(f["locator"] and f["suggestion"] and f["basis"] for f in found)
    groups = [str(line[0]) for line in rows if str(line[0]).endswith("）") and not line[1]]
    assert [group.partition("（")[0] for group in groups] == ["完整性", "相关性", "适当性", "可行性"]
    assert len(rows) == 1 + len(groups) + len(found)


def test_a_sound_file_is_clean_and_nothing_of_the_check_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "2024" / "sound.txt"
    file.parent.mkdir()
    file.write_text(printed([form("十全十美的项目")]), encoding="utf-8")
    called = jixiao("check", file, TMPDIR=str(tmp_path))

    assert called.status == 0, called.out + called.err
    assert "Nothing is odd." in called.out
    assert [path.name for path in tmp_path.iterdir()] == ["2024"]


def test_texts_of_a_document_are_no_formulas_in_the_workbook(tmp_path: Path) -> None:
    workbook = tmp_path / "out.xlsx"
    hostile = Finding(
        rule="target_missing",
        severity="error",
        review_group="完整性",
        fiscal_year=2024,
        path="+1.txt",
        unit_code=None,
        unit_name="@SUM(A1)",
        project_name="=1+1",
        form_no=1,
        row_no=None,
        locator="https://example.org",
        evidence="=HYPERLINK(0)",
        message="=cmd|' /C calc'!A0",
        message_en="",
        basis=None,
        suggestion=None,
        suggestion_en=None,
    )
    write_review_sheet(workbook, [hostile])
    with zipfile.ZipFile(workbook) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml")
        texts = parts.read("xl/sharedStrings.xml").decode()

    assert "=HYPERLINK(0)" in texts
    assert b"<f>" not in sheet
    assert b"hyperlink" not in sheet


def test_what_gate_1_says_of_a_document_is_a_finding(tmp_path: Path) -> None:
    file = tmp_path / "note.txt"
    file.write_text("这不是绩效目标表。", encoding="utf-8")
    called = jixiao("check", file)

    assert called.status == 1
    assert "No form was found" in called.out


@pytest.mark.parametrize(
    ("name", "options", "says"),
    [("missing.txt", (), "there is no file"), ("undated.txt", (), "give --year")],
)
def test_wrong_usage_says_what_to_do(tmp_path: Path, name: str, options: tuple[str, ...], says: str) -> None:
    (tmp_path / "undated.txt").write_text(printed([form("十全十美的项目")]), encoding="utf-8")
    called = jixiao("check", tmp_path / name, *options)

    assert called.status == 2
    assert says in called.err
    assert "Traceback" not in called.err


def test_a_workbook_that_cannot_be_written_is_wrong_usage(tmp_path: Path) -> None:
    file = tmp_path / "sound.txt"
    file.write_text(printed([form("十全十美的项目")]), encoding="utf-8")
    called = jixiao("check", file, "--year", "2024", "--xlsx", tmp_path / "nowhere" / "out.xlsx")

    assert called.status == 2
    assert "cannot be written" in called.err
