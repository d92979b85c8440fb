"""The numbers of the report lead to the cells that they were read from, in pages of the documents themselves."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import duckdb
import pytest
from lxml import html

from flows.base.paths import Warehouse
from flows.report import Report, write_report
from tests.loading import jixiao, query

pytestmark = pytest.mark.slow

DOCUMENTS = 7
"""Those of the corpus: objectives, a self-evaluation, two of transfer payments and three of mid-year monitoring."""


@pytest.fixture(scope="module")
def warehouse(corpus: Callable[[str], Path]) -> Warehouse:
    return Warehouse(corpus("kinds").parent)


@pytest.fixture(scope="module")
def report(warehouse: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Report:
    return write_report(warehouse, tmp_path_factory.mktemp("evidence") / "report")


class Pages:
    """The pages of a report as elements."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read: dict[Path, html.HtmlElement] = {}

    def page(self, name: str | Path) -> html.HtmlElement:
        file = (self.folder / name).resolve()
        return self._read.setdefault(file, html.fromstring(file.read_bytes()))

    def at(self, page: str, link: str) -> html.HtmlElement:
        """What a link of a page leads to."""
        name, _, anchor = link.partition("#")
        [found] = self.page(Path(page).parent / unquote(name)).xpath("//*[@id = $anchor]", anchor=anchor)
        return found


@pytest.fixture(scope="module")
def pages(report: Report) -> Pages:
    return Pages(report.page.parent)


def key_of(warehouse: Warehouse, name: str, unit: str) -> str:
    [(key,)] = query(
        warehouse.published,
        "select distinct project_key from marts.wide_indicator "
        f"where published_name = '{name}' and unit_name = '{unit}'",
    )
    return str(key)


def test_each_value_of_an_indicator_leads_to_the_cell_that_prints_it(report: Report, pages: Pages) -> None:
    followed = 0
    for file in sorted((report.page.parent / "projects").iterdir()):
        name = f"projects/{file.name}"
        for target in pages.page(name).xpath(
            "//table[contains(@class, 'indicators')]//td[bdi/@class = 'printed']"
        ):
            [text, *_] = target.xpath("./bdi[@class = 'printed']/text()")
            [link] = target.xpath(".//a[@class = 'evidence']")[:1]
            cell = pages.at(name, link.get("href"))
            assert text in cell.text_content()
            followed += 1
    assert followed > 30


def test_each_form_leads_to_its_fields(warehouse: Warehouse, pages: Pages) -> None:
    forms = query(
        warehouse.published,
        "select project_key, form_no, published_name from marts.fact_budget order by document_id, form_no",
    )
    led = []
    for key in sorted({key for key, _, _ in forms}):
        name = f"projects/{key}.html"
        for link in pages.page(name).xpath("//td/span/a[@class = 'evidence' and contains(@href, '#form-')]"):
            heading = pages.at(name, link.get("href"))
            number, _, title = heading.text_content().partition(". ")
            led.append((key, int(number), title.rpartition(" ")[0]))
    assert sorted(led) == sorted(forms)
    assert len(led) == 15


def test_lists_and_documents_lead_there_too(report: Report, pages: Pages) -> None:
    def rows(name: str) -> list[list[object]]:
        text = (report.page.parent / "data" / f"{name}-0.js").read_text(encoding="utf-8")
        found: list[list[object]] = json.loads(text.removeprefix("jixiao.rows(").removesuffix(");\n"))
        return found

    places = [row[-1] for name in ("indicators", "reviews") for row in rows(name)]
    assert len(places) > 40
    for place in places:
        assert isinstance(place, list)
        _, locator, link = place
        assert pages.at("index.html", link).get("title") == locator
    for row in rows("documents"):
        assert isinstance(row[1], list)
        path, link = row[1]
        assert pages.page(link).xpath("string(//h1)") == Path(path).name


def test_persons_are_masked_and_no_page_loads_anything(report: Report) -> None:
    views = sorted((report.page.parent / "evidence").glob("*.html"))
    texts = [view.read_text(encoding="utf-8") for view in views]

    assert len(views) == DOCUMENTS
    assert sum("▒▒▒▒" in text for text in texts) >= 2
    assert not [text for text in texts if "李某某" in text or "88888888" in text]
    for view in views:
        [policy] = html.fromstring(view.read_bytes()).xpath("//meta[@http-equiv]/@content")
        assert policy.startswith("default-src 'none'; ")


def test_a_region_of_a_transfer_payment_shows_its_own_targets_and_the_other_regions(
    warehouse: Warehouse, pages: Pages
) -> None:
    page = pages.page(f"projects/{key_of(warehouse, '2025年省级水利发展资金', '清河县')}.html")
    targets = page.xpath("//table[contains(@class, 'indicators')]//td/bdi[@class = 'printed']/text()")
    others = page.xpath("//h2[@id = 'regions']/following-sibling::div[1]//tbody/tr")

    assert targets == ["≥30处", "≥3座", "100%", "≥90%", "≥90%"]
    assert [other.xpath("string(./th/a)") for other in others] == ["未列明", "桐山区", "市本级"]
    assert "不计入合计" in page.text_content()


def test_a_project_that_is_only_monitored_shows_promised_and_mid_year_values(
    warehouse: Warehouse, pages: Pages
) -> None:
    page = pages.page(f"projects/{key_of(warehouse, '教师培训', '桐山区教育局')}.html")
    [first, second] = page.xpath("//table[contains(@class, 'indicators')]/tbody/tr")

    assert first.xpath("./td/bdi[@class = 'printed']/text()") == ["≥600人次", "210人次", "520人次"]
    assert second.xpath("./td/bdi[@class = 'printed']/text()") == ["≥95%", "96%", "≥95%"]
    assert "暑期培训延期" in first.text_content()
    assert "months 1–8" in first.text_content()


def test_promised_mid_year_and_actual_values_stand_side_by_side(warehouse: Warehouse, pages: Pages) -> None:
    page = pages.page(f"projects/{key_of(warehouse, '农村供水管网维护', '清河县水务局')}.html")
    first = page.xpath("//table[contains(@class, 'indicators')]/tbody/tr")[0]

    assert first.xpath("./td/bdi[@class = 'printed']/text()") == ["≥40公里", "31公里", "40公里", "38公里"]


def test_a_doubt_is_shown_where_it_is_in_both_languages(warehouse: Warehouse, pages: Pages) -> None:
    page = pages.page(f"projects/{key_of(warehouse, '教师培训', '桐山区教育局')}.html")
    [doubt] = page.xpath("//a[contains(@class, 'doubt')]")

    assert doubt.get("href") == "../quality.html#reviews"
    assert doubt.xpath("./span[@class = 'zh']/text()") == ["待核：", "绩效目标"]
    assert doubt.xpath("./span[@class = 'en']/text()") == ["to be reviewed: ", "objective"]


def test_two_years_without_a_change_have_no_chart_of_changes(pages: Pages) -> None:
    captions = pages.page("index.html").xpath("//figure/figcaption/span[@class = 'en']/text()")

    assert pages.page("index.html").xpath("//h2[@id = 'changes']")
    assert captions == ["Budget by unit", "Indicators by what they measure, and how they are stated"]


def test_so_many_documents_are_shown_the_accepted_ones_first(warehouse: Warehouse, tmp_path: Path) -> None:
    other = Warehouse(tmp_path / "other")
    other.folder.mkdir()
    shutil.copyfile(warehouse.published, other.published)
    other.documents.symlink_to(warehouse.documents)
    with duckdb.connect(str(other.published)) as connection:
        connection.execute("update marts.dim_document set status = 'set_aside' where path like '%/k5%'")

    few = write_report(other, tmp_path / "report", DOCUMENTS - 1)
    words = few.in_words()
    shown = {path.stem for path in (few.page.parent / "evidence").glob("*.html")}
    aside = query(other.published, "select document_id from marts.dim_document where path like '%/k5%'")

    assert f"It shows the latest {DOCUMENTS - 1} of {DOCUMENTS} documents." in words
    assert f"--evidence {DOCUMENTS}\n" in words
    assert len(shown) == DOCUMENTS - 1
    assert not shown & {document for (document,) in aside}
    done = jixiao("report", "--warehouse", other.folder, "--to", tmp_path / "none", "--evidence", "0")
    assert done.status == 0
    assert list((tmp_path / "none" / "evidence").iterdir()) == []


def test_bytes_that_are_gone_or_damaged_are_said_and_the_report_is_written(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    other = Warehouse(tmp_path / "other")
    other.folder.mkdir()
    shutil.copyfile(warehouse.published, other.published)
    kept = query(warehouse.published, "select path, sha256 from marts.dim_document order by path")
    other.documents.mkdir()
    for path, sha256 in kept:
        content = (warehouse.documents / sha256).read_bytes()
        if "k1" not in path:
            (other.documents / sha256).write_bytes(content + b" " if "k2" in path else content)

    written = write_report(other, tmp_path / "report")
    said = written.in_words().splitlines()

    assert [line.split(":")[0] for line in said[:-1]] == [
        "It cannot show 2025/k1_transfer_payment_a_column_a_county.docx",
        "It cannot show 2024/k2_transfer_payment_selfevaluation_by_city.xlsx",
    ]
    assert "No such file" in said[0]
    assert "are damaged" in said[1]
    assert len(list((written.page.parent / "evidence").glob("*.html"))) == DOCUMENTS - 2


def test_views_of_the_report_before_are_taken_over(warehouse: Warehouse, tmp_path: Path) -> None:
    other = Warehouse(tmp_path / "other")
    other.folder.mkdir()
    shutil.copyfile(warehouse.published, other.published)
    other.documents.symlink_to(warehouse.documents)
    first = write_report(other, tmp_path / "report")
    views = {view.name: view.read_bytes() for view in (first.page.parent / "evidence").iterdir()}
    other.documents.unlink()  # so that nothing can be read again
    [changed] = query(other.published, "select document_id from marts.dim_document where path like '%/k3%'")
    (first.page.parent / "evidence" / f"{changed[0]}.json").write_text('{"made_by": 1', encoding="utf-8")

    again = write_report(other, tmp_path / "report")
    kept = {view.name: view.read_bytes() for view in (again.page.parent / "evidence").iterdir()}

    assert "It cannot show 2025/k3_monitoring_prescribed_template.docx" in again.in_words()
    assert kept == {name: view for name, view in views.items() if not name.startswith(changed[0])}
