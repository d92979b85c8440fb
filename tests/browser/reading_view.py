"""`make test-browser`: the reading view in a real Chromium, from disk, with and without its script.

It needs Chromium, so it is no part of `make test`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from flows.readers import Document, Paragraph
from tests.commands.viewing import view_of, view_of_file
from tests.forms.parsing import table
from tests.report.hostile import HOSTILE

SAMPLE = (
    Path(__file__).resolve().parents[1] / "documents" / "publishers" / "county_selfevaluation_points.docx"
)
LONG = Path(__file__).resolve().parents[1] / "documents" / "2024" / "objectives_2024.docx"
SECOND = 1_000
"""Of a page, in milliseconds."""


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a page; at the end nothing may have gone wrong, been refused, or gone outside."""
    wrong: list[str] = []
    contexts = []

    def open_page(file: Path, *, has_script: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": 1_280, "height": 800}, java_script_enabled=has_script
        )
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console", lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda asked: None if asked.url.startswith("file:") else wrong.append(asked.url))
        page.on("dialog", lambda dialog: wrong.append(dialog.message))
        page.set_default_timeout(10 * SECOND)
        page.goto(file.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


def field_of(page: Page, name: str, text: str) -> str:
    """The anchor of the field with this name and text."""
    found = page.locator("aside dl > div").filter(has_text=name).filter(has_text=text).first
    return str(found.get_attribute("id"))


def test_a_click_on_a_field_shows_its_cell(opened: Callable[..., Page], tmp_path: Path) -> None:
    page = opened(view_of_file(SAMPLE, tmp_path).files[0])
    anchor = field_of(page, "deviation", "两期培训与汛期冲突")
    page.locator(f"#{anchor} a").click()
    cell = page.locator("main .lit")

    expect(cell).to_have_count(1)
    expect(cell).to_contain_text("两期培训与汛期冲突")
    expect(cell).to_be_in_viewport()


def test_a_click_on_a_cell_shows_its_fields(opened: Callable[..., Page], tmp_path: Path) -> None:
    page = opened(view_of_file(SAMPLE, tmp_path).files[0])
    page.locator("main td.value", has_text="产出指标").first.click()

    expect(page.locator("main .lit")).to_have_count(1)
    fields = page.locator("aside .lit")
    assert fields.count() > 1  # the level of several indicators
    expect(fields.first).to_contain_text("level1")
    expect(fields.first).to_be_in_viewport()


def test_the_keyboard_leads_from_a_field_to_its_cell(opened: Callable[..., Page], tmp_path: Path) -> None:
    page = opened(view_of_file(SAMPLE, tmp_path).files[0])
    page.locator("aside dd a").nth(40).focus()
    page.keyboard.press("Enter")

    expect(page.locator("main .lit").first).to_be_in_viewport()


def test_without_a_script_the_links_lead_there(opened: Callable[..., Page], tmp_path: Path) -> None:
    page = opened(view_of_file(SAMPLE, tmp_path).files[0], has_script=False)
    link = page.locator("aside dd a", has_text="两期培训与汛期冲突")
    target = str(link.get_attribute("href"))
    link.click()

    expect(page.locator(f"main {target}")).to_be_in_viewport()


def test_a_link_to_another_page_lights_the_cell_there(opened: Callable[..., Page], tmp_path: Path) -> None:
    files = view_of_file(LONG, tmp_path).files
    page = opened(files[0])
    page.locator("nav a[rel=next]").click()
    page.wait_for_url(files[1].as_uri())
    anchor = page.locator("main td.value").first.get_attribute("id")
    page.goto(f"{files[1].as_uri()}#{anchor}")

    expect(page.locator(f"#{anchor}.lit")).to_be_in_viewport()


def test_hostile_text_is_shown_and_runs_nothing(opened: Callable[..., Page], tmp_path: Path) -> None:
    rows = [("产出指标", "数量指标", f"{text} {number}", text) for number, text in enumerate(HOSTILE)]
    header = ("一级指标", "二级指标", "三级指标", "指标值")
    document = Document("test", (Paragraph(HOSTILE[0], HOSTILE[1]), table(header, *rows)))
    page = opened(view_of(document, tmp_path / "a<b>#%&'.html").files[0])

    expect(page.locator("main")).to_contain_text("<script>alert(1)</script>")
    page.locator("main td.value", has_text="onerror").first.click()
    expect(page.locator("aside .lit").first).to_be_visible()


def test_a_view_can_be_used_by_everybody(opened: Callable[..., Page], tmp_path: Path) -> None:
    page = opened(view_of_file(SAMPLE, tmp_path).files[0])
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa"]})

    assert found.violations_count == 0, found.generate_report()
