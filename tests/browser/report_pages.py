"""`make test-browser`: the report in a real Chromium, from disk and from a server.

It needs Chromium, so it is no part of `make test`.
"""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from flows.base.paths import Warehouse
from flows.report import write_report
from tests.browser.screenshots import pages_of, wait_until_drawn
from tests.loading import query
from tests.report.hostile import HOSTILE, write_hostile

PHONE, DESK = 390, 1_280
SECOND = 1_000
"""Of a page, in milliseconds."""


@pytest.fixture(scope="session")
def warehouse(example_load: Path) -> Warehouse:
    return Warehouse(example_load / "warehouse")


@pytest.fixture(scope="session")
def report(warehouse: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_report(warehouse, tmp_path_factory.mktemp("report") / "report").page.parent


@pytest.fixture(scope="session")
def server(report: Path) -> Iterator[str]:
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name is the parent's)
            pass

    with http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=str(report))
    ) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{serving.server_address[1]}/"
        serving.shutdown()


@pytest.fixture(params=["disk", "server"])
def address(request: pytest.FixtureRequest, report: Path) -> str:
    """Where the report is opened from; ends with a slash."""
    if request.param == "disk":
        return f"{report.as_uri()}/"
    return str(request.getfixturevalue("server"))


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a page and waits until all is drawn; at the end nothing may have gone wrong, or gone outside."""
    wrong: list[str] = []
    contexts = []

    def open_page(url: str, language: str = "zh-CN", width: int = DESK) -> Page:
        context = browser.new_context(locale=language, viewport={"width": width, "height": 900})
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console", lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", lambda dialog: wrong.append(f"dialog: {dialog.message}"))
        page.on("requestfailed", lambda request: wrong.append(f"failed: {request.url}"))
        page.on(
            "request",
            lambda request: (
                wrong.append(f"outside: {request.url}")
                if not request.url.startswith(("file:", "data:", "http://127.0.0.1:"))
                else None
            ),
        )
        page.goto(url)
        wait_until_drawn(page)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


def shown(page: Page, column: int) -> list[str]:
    """The texts of a column of the page's first list."""
    return page.locator(f"section.list tbody tr td:nth-child({column + 1})").all_inner_texts()


def count_of(page: Page) -> str:
    return page.locator("section.list .count").first.inner_text()


def test_a_list_is_searched_as_it_is_typed(address: str, opened: Callable[..., Page]) -> None:
    page = opened(f"{address}indicators.html")
    assert count_of(page) == "942 条"

    page.get_by_role("searchbox").fill("抽检 批次")

    texts = page.locator("section.list tbody tr").all_inner_texts()
    assert texts
    assert all("抽检" in text and "批次" in text for text in texts)
    assert count_of(page) == f"{len(texts)} 条"


def test_a_list_is_filtered_and_the_filters_hold_together(address: str, opened: Callable[..., Page]) -> None:
    page = opened(f"{address}indicators.html")

    page.get_by_role("combobox", name="变化", exact=True).select_option(label="放宽")
    relaxed = count_of(page)
    page.get_by_role("combobox", name="年度", exact=True).select_option("2024")

    assert relaxed not in ("0 条", "942 条")
    assert count_of(page) == "0 条"  # the change stands with the later year


def test_a_list_is_sorted_by_its_headings_numbers_by_size(address: str, opened: Callable[..., Page]) -> None:
    page = opened(f"{address}projects.html", "en-GB")
    heading = page.get_by_role("button", name="Budget 2025 (yuan)")

    def budgets() -> list[float]:
        return [float(text.replace(",", "")) for text in shown(page, 2) if text != "—"]

    heading.click()
    assert budgets() == sorted(budgets(), reverse=True)
    assert page.get_by_role("columnheader", name="Budget 2025").get_attribute("aria-sort") == "descending"
    heading.click()
    assert budgets() == sorted(budgets())
    assert len(set(budgets())) > 20


def test_a_table_of_the_page_is_sorted_with_the_keyboard(address: str, opened: Callable[..., Page]) -> None:
    page = opened(f"{address}index.html")
    table = page.locator("table.sortable").first

    table.get_by_role("button", name="指标").focus()
    page.keyboard.press("Enter")

    column = [int(text) for text in table.locator("tbody tr td:nth-child(5)").all_inner_texts()]
    assert column == sorted(column, reverse=True)
    assert len(set(column)) > 3


def test_the_language_is_that_of_the_reader_and_is_switched(
    address: str, opened: Callable[..., Page]
) -> None:
    chinese, english = opened(f"{address}index.html"), opened(f"{address}index.html", "en-GB")
    assert "各单位预算" in chinese.inner_text("main")
    assert "Budget by unit" in english.inner_text("main")
    assert chinese.locator("html").get_attribute("lang") == "zh-CN"

    chinese.get_by_role("button", name="English").click()
    wait_until_drawn(chinese)

    assert chinese.inner_text("main") == english.inner_text("main")
    assert chinese.locator("html").get_attribute("lang") == "en"


def test_the_language_chosen_holds_on_the_next_page(server: str, opened: Callable[..., Page]) -> None:
    page = opened(f"{server}index.html")
    page.get_by_role("button", name="English").click()

    page.get_by_role("link", name="Indicators").click()
    wait_until_drawn(page)

    assert count_of(page) == "942 rows"


def test_charts_draw_a_bar_for_each_unit_and_year(address: str, opened: Callable[..., Page]) -> None:
    page = opened(f"{address}index.html")

    bars = page.locator("figure.chart").first.locator(".mark-rect path")
    assert bars.count() == 2 * 12
    assert page.locator("figure.chart").count() == 3


def test_a_link_with_a_hash_opens_the_list_as_asked(address: str, opened: Callable[..., Page]) -> None:
    page = opened(f"{address}indicators.html#change=relaxed&q=2025")

    assert set(shown(page, 4)) == {"放宽"}


def test_a_number_leads_to_the_cell_that_prints_it(
    report: Path, address: str, opened: Callable[..., Page]
) -> None:
    name = pages_of(report)["project"]
    page = opened(f"{address}{name}", "en-GB")
    row = page.locator("table.indicators tbody tr").nth(3)
    target = row.locator("td .printed").first.inner_text()

    row.locator("a.evidence").first.click()
    page.wait_for_url("**/evidence/*.html#c*")

    cell = page.locator("main :target")
    expect(cell).to_be_in_viewport()
    assert target in cell.inner_text()
    expect(page.locator("aside .lit").first).to_be_in_viewport()


def test_a_form_leads_to_its_fields(report: Path, address: str, opened: Callable[..., Page]) -> None:
    page = opened(f"{address}{pages_of(report)['project']}")
    name = page.locator("h1").inner_text()

    page.locator("a.evidence[href*='#form-']").first.click()
    page.wait_for_url("**/evidence/*.html#form-*")

    expect(page.locator("aside h2:target")).to_be_in_viewport()
    expect(page.locator("aside h2:target")).to_contain_text(name)
    expect(page.locator("main .lit").first).to_be_in_viewport()


def test_a_place_in_a_list_leads_there_too(address: str, opened: Callable[..., Page]) -> None:
    page = opened(f"{address}indicators.html")
    target = shown(page, 2)[0]

    page.locator("section.list td.place a").first.click()
    page.wait_for_url("**/evidence/*.html#c*")

    assert target in page.locator("main :target").inner_text()


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_every_kind_of_page_is_accessible_and_no_wider_than_the_screen(
    report: Path, server: str, opened: Callable[..., Page], language: str, width: int
) -> None:
    for name, path in pages_of(report).items():
        page = opened(f"{server}{path}", language, width)
        violations = Axe().run(page).response["violations"]
        serious = [each for each in violations if each["impact"] in ("serious", "critical")]
        assert [(each["id"], each["nodes"][0]["html"]) for each in serious] == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name


def test_numbers_on_pages_are_those_of_the_marts(
    report: Path, warehouse: Warehouse, opened: Callable[..., Page]
) -> None:
    [(money, indicators)] = query(
        warehouse.published,
        "select (select sum(budget_yuan) from marts.fact_budget where is_additive and fiscal_year = 2025), "
        "(select count(*) from marts.fact_indicator where is_additive and fiscal_year = 2025)",
    )
    first = opened((report / "index.html").as_uri(), "en-GB")
    units = first.locator("table.sortable").first.locator("tbody tr td:nth-child(2)").all_inner_texts()

    assert f"{money:,.0f}" in first.inner_text(".figures")
    assert f"{indicators:,}" in first.inner_text(".figures")
    assert sum(int(text.replace(",", "")) for text in units) == money


def test_what_a_document_prints_is_text_and_runs_nowhere(
    warehouse: Warehouse, tmp_path: Path, opened: Callable[..., Page]
) -> None:
    hostile = Warehouse(tmp_path / "hostile")
    key = write_hostile(warehouse.published, hostile.published)
    report = write_report(hostile, tmp_path / "report").page.parent

    project = opened((report / "projects" / f"{key}.html").as_uri())
    texts = project.locator("table.indicators").inner_text()
    assert [text for text in HOSTILE if text not in texts] == []
    assert project.locator("main img, main b").count() == 0

    listed = opened((report / "indicators.html").as_uri())
    for text in HOSTILE:
        listed.get_by_role("searchbox").fill(text[:50])
        assert text in shown(listed, 1)
    assert listed.locator("main img, main b").count() == 0
    assert listed.evaluate("document.documentElement.scrollWidth") <= DESK


def test_the_first_page_is_usable_within_a_second(server: str, opened: Callable[..., Page]) -> None:
    opened(f"{server}index.html")  # the server's first answer is not the page's time

    page = opened(f"{server}index.html")
    # A page is loaded before it is painted; a fast one is asked in between.
    page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length")

    loaded, painted = page.evaluate(
        "[performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd,"
        " performance.getEntriesByName('first-contentful-paint')[0].startTime]"
    )
    assert loaded < SECOND
    assert painted < SECOND
