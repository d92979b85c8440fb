"""What the site does with the pages: links to files of the repository that are no pages become text."""

from __future__ import annotations

import re
from typing import Any

# `[text](../dbt_project/seeds/x.csv)`: on the site the file is not there; its path is told instead.
_TO_A_FILE = re.compile(r"\[([^\]]+)\]\(((?:\.\./)+[^)#]*?)\)")
_PAGE = (".md", ".png", ".svg")


def on_page_markdown(markdown: str, page: Any, **_kwargs: Any) -> str:  # noqa: ANN401 (mkdocs names no types for hooks)
    """The page's text as the site shows it."""
    depth = page.file.src_uri.count("/")

    def told(link: re.Match[str]) -> str:
        text, target = link.groups()
        leaves = target.count("../") > depth or "example_package" in target
        return text if leaves and not target.endswith(_PAGE) else link[0]

    return _TO_A_FILE.sub(told, markdown)
