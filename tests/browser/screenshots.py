"""`make screenshots`: the main pages as pictures. `python -m tests.browser.screenshots REPORT FOLDER [WIDTH …]`.

The README shows overview and project at the first width, in both languages.
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.chromium import chromium

LANGUAGES = ("zh", "en")
LONGEST, LONGEST_OF_README = 2_400, 1_000


def pages_of(report: Path) -> dict[str, str]:
    """The pages worth a picture by name: the fixed ones, the largest unit and the project with most on its page."""

    def largest(folder: str) -> str:
        files = sorted((report / folder).glob("*.html"))
        return f"{folder}/{max(files, key=lambda file: file.stat().st_size).name}"

    fixed = {name: f"{name}.html" for name in ("units", "projects", "indicators", "findings", "quality")}
    return {
        "overview": "index.html",
        "unit": largest("units"),
        "project": largest("projects"),
        "rule": largest("findings"),
        "evidence": largest("evidence"),
    } | fixed


def wait_until_drawn(page: Page) -> None:
    """Wait for lists and charts of a page that has some."""
    page.wait_for_function(
        "() => [...document.querySelectorAll('section.list')].every(list => list.dataset.ready)"
        " && [...document.querySelectorAll('figure.chart')].every(chart => chart.querySelector('.drawing svg path'))"
    )


def take(report: Path, folder: Path, names: dict[str, str], widths: tuple[int, ...], longest: int) -> None:
    """Write `<name>-<language>-<width>.png` for each page; the width stands there when there are several.

    A page that is longer than `longest` is cut off there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        for width in widths:
            for language in LANGUAGES:
                context = browser.new_context(
                    viewport={"width": width, "height": 900}, locale={"zh": "zh-CN", "en": "en-GB"}[language]
                )
                page = context.new_page()
                for name, path in names.items():
                    page.goto((report / path).as_uri())
                    wait_until_drawn(page)
                    height = min(longest, page.evaluate("document.documentElement.scrollHeight"))
                    page.set_viewport_size({"width": width, "height": height})
                    suffix = f"-{width}" if len(widths) > 1 else ""
                    page.screenshot(path=folder / f"{name}-{language}{suffix}.png")
                    page.set_viewport_size({"width": width, "height": 900})
                context.close()


if __name__ == "__main__":
    source, destination = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    wanted = tuple(int(width) for width in sys.argv[3:])
    if wanted:
        take(source, destination, pages_of(source), wanted, LONGEST)
    else:
        shown = {name: path for name, path in pages_of(source).items() if name in ("overview", "project")}
        take(source, destination, shown, (1_200,), LONGEST_OF_README)
