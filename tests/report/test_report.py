"""The report says what the marts say, leads nowhere else, and shows whatever a document prints as text."""

from __future__ import annotations

import json
import shutil
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.base.errors import NotFoundError, SettingsError, UsageError
from flows.base.paths import Warehouse
from flows.report import write_report
from tests.loading import jixiao, query
from tests.report.hostile import HOSTILE, write_hostile

MOST_BYTES_OF_THE_FIRST_PAGE = 1_000_000


class Page(HTMLParser):
    """What a page links to, loads and shows."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.tags: set[str] = set()
        self.text = ""
        self.feed(file.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            assert not name.startswith("on") or tag == "form", (tag, name)
            if name in ("src", "href") and value:
                (self.links if tag == "a" else self.loads).append(value)

    def handle_data(self, data: str) -> None:
        self.text += data


def copied(warehouse: Warehouse, folder: Path) -> Warehouse:
    """A warehouse of its own with the published file, which a test may change."""
    folder.mkdir()
    shutil.copyfile(warehouse.published, Warehouse(folder).published)
    return Warehouse(folder)


@pytest.fixture(scope="module")
def warehouse(real_load: Path) -> Warehouse:
    return Warehouse(real_load / "warehouse")


@pytest.fixture(scope="module")
def report(warehouse: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_report(warehouse, tmp_path_factory.mktemp("report") / "report").page.parent


def rows_of(report: Path, name: str) -> list[list[Any]]:
    """The rows of a list, from the files that its page loads."""
    rows = []
    for file in sorted((report / "data").glob(f"{name}-[0-9]*.js")):
        text = file.read_text(encoding="utf-8")
        rows += json.loads(text.removeprefix("jixiao.rows(").removesuffix(");\n"))
    return rows


def test_each_unit_project_and_rule_with_findings_has_its_page(warehouse: Warehouse, report: Path) -> None:
    for folder, keys in (
        ("units", "select distinct unit_id from marts.dim_unit"),
        ("projects", "select project_key from marts.dim_project"),
        ("findings", "select distinct rule from marts.finding"),
    ):
        expected = {f"{key}.html" for (key,) in query(warehouse.published, keys)}
        assert {file.name for file in (report / folder).iterdir()} == expected


def test_every_link_leads_to_a_page_of_the_report_and_nothing_is_loaded_from_outside(report: Path) -> None:
    for file in report.rglob("*.html"):
        page = Page(file)
        for target in page.links + page.loads:
            path = target.split("#")[0]
            assert not path or path == "data:," or (file.parent / path).resolve().exists(), (file, target)
    linked = {
        row[column][1]
        for name, column in (
            ("units", 0),
            ("projects", 0),
            ("projects", 1),
            ("indicators", 6),
            ("indicators", 7),
        )
        for row in rows_of(report, name)
    }
    assert linked
    assert all((report / target).exists() for target in linked)


def test_sums_and_counts_are_those_of_the_marts(warehouse: Warehouse, report: Path) -> None:
    [(projects, money, indicators)] = query(
        warehouse.published,
        "select count(distinct project_key), sum(budget_yuan), "
        "(select count(*) from marts.fact_indicator where is_additive) from marts.fact_budget where is_additive",
    )
    first = Page(report / "index.html").text
    assert "20,408.64" in first
    assert "204,086,400" in first
    assert sum(row[2] for row in rows_of(report, "projects")) == money == 204_086_400
    assert sum(row[3] for row in rows_of(report, "units")) == money
    assert (len(rows_of(report, "projects")), len(rows_of(report, "indicators"))) == (projects, indicators)
    findings = query(warehouse.published, "select rule, count(*) from marts.finding group by rule")
    assert {(rule, len(rows_of(report, f"findings-{rule}"))) for rule, _ in findings} == set(findings)


def test_ten_indicators_stand_on_their_project_page_with_target_and_place(
    warehouse: Warehouse, report: Path
) -> None:
    rows = query(
        warehouse.published,
        "select project_key, indicator_name, target_text, path, locator from marts.wide_indicator "
        "using sample 10 rows (reservoir, 7)",
    )
    assert len(rows) == 10
    listed = {(row[1], row[2], *row[8][:2]) for row in rows_of(report, "indicators")}
    for key, *printed in rows:
        text = Page(report / "projects" / f"{key}.html").text
        assert [each for each in printed if each and each not in text] == []
        assert tuple(printed) in listed


def test_what_a_document_prints_is_shown_as_text(warehouse: Warehouse, tmp_path: Path) -> None:
    hostile = Warehouse(tmp_path / "hostile")
    key = write_hostile(warehouse.published, hostile.published)

    report = write_report(hostile, tmp_path / "report").page.parent

    page = Page(report / "projects" / f"{key}.html")
    assert [text for text in HOSTILE if text not in page.text] == []
    assert not {"img", "b"} & page.tags
    assert not [link for link in page.links if "javascript:" in link]
    assert not {"img", "b"} & Page(report / "index.html").tags
    listed = {row[2] for row in rows_of(report, "indicators")}
    assert set(HOSTILE) <= listed


def test_the_first_page_and_what_it_loads_are_under_a_megabyte(report: Path) -> None:
    files = [
        report / "index.html",
        *(report / load for load in Page(report / "index.html").loads if load != "data:,"),
    ]
    files += [report / "assets" / "vega.js"]

    assert sum(file.stat().st_size for file in files) < MOST_BYTES_OF_THE_FIRST_PAGE


def test_the_same_file_gives_the_same_report_and_pages_of_before_are_gone(
    warehouse: Warehouse, report: Path, tmp_path: Path
) -> None:
    again = write_report(warehouse, tmp_path / "report").page.parent
    (again / "projects" / "gone.html").write_text("of a project that is no more", encoding="utf-8")
    write_report(warehouse, again)

    def content(folder: Path) -> dict[str, bytes]:
        return {
            str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()
        }

    assert content(again) == content(report)
    assert [file.name for file in tmp_path.iterdir()] == ["report"]


def test_forms_that_no_sum_counts_have_their_pages_and_no_form_is_said(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    other = copied(warehouse, tmp_path / "other")
    with duckdb.connect(str(other.published)) as connection:
        for table in ("fact_budget", "fact_indicator", "wide_indicator"):
            connection.execute(f"update marts.{table} set is_additive = false")

    page = write_report(other, tmp_path / "report").page
    assert "2024" in Page(page).text
    assert len(list((page.parent / "projects").iterdir())) == 56

    with duckdb.connect(str(other.published)) as connection:
        connection.execute("delete from marts.fact_budget")
    with pytest.raises(NotFoundError, match="no form is published"):
        write_report(other, tmp_path / "report")


def test_a_rule_that_is_not_known_here_is_named_with_the_setting(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    other = copied(warehouse, tmp_path / "other")
    with duckdb.connect(str(other.published)) as connection:
        connection.execute("update marts.rule_verdict set rule = 'of_a_package' where rule = 'name_cut_off'")

    with pytest.raises(SettingsError, match=r"not known here: of_a_package.*Set extension"):
        write_report(other, tmp_path / "report")


def test_a_folder_of_others_is_not_replaced(warehouse: Warehouse, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("mine", encoding="utf-8")

    with pytest.raises(UsageError, match="holds files that are none of ours"):
        write_report(warehouse, tmp_path)
    assert (tmp_path / "index.html").read_text(encoding="utf-8") == "mine"


def test_the_command_says_which_page_to_open(warehouse: Warehouse, tmp_path: Path) -> None:
    done = jixiao("report", "--warehouse", warehouse.folder, "--to", tmp_path / "report")
    assert (done.status, done.err) == (0, f"Wrote the report. Open {tmp_path}/report/index.html\n")

    none = jixiao("report", "--warehouse", tmp_path / "none")
    assert (none.status, "Make one: jixiao load" in none.err) == (2, True)
