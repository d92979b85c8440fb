"""Styles of an OpenDocument spreadsheet: what strikes text out or raises it, hides a sheet, or heads its pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from lxml import etree

_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_RAISED = re.compile(r"super\b|[1-9][0-9]*%")
_DEEPEST = 20

Look = Literal["struck_out", "raised"]


class Styles:
    """The styles of both parts by their names; a style has what its parents have, unless it says otherwise."""

    def __init__(self, content: etree._Element, common: etree._Element | None) -> None:
        roots = [root for root in (common, content) if root is not None]
        self._styles = {
            (style.get(f"{_STYLE}name") or ""): style
            for root in roots
            for style in root.iter(f"{_STYLE}style")
        }
        self._masters = {
            (page.get(f"{_STYLE}name") or ""): page
            for root in roots
            for page in root.iter(f"{_STYLE}master-page")
        }
        self._looks: dict[str | None, Look | None] = {None: None}

    def look(self, name: str | None) -> Look | None:
        """Whether a style strikes its text out or raises it."""
        if name not in self._looks:
            self._looks[name] = self._look(name)
        return self._looks[name]

    def _look(self, name: str | None) -> Look | None:
        line = self._said(name, "text-properties", f"{_STYLE}text-line-through-style")
        kind = self._said(name, "text-properties", f"{_STYLE}text-line-through-type")
        if (line or kind or "none") != "none":
            return "struck_out"
        position = self._said(name, "text-properties", f"{_STYLE}text-position")
        return "raised" if position and _RAISED.match(position) else None

    def is_hidden_table(self, name: str | None) -> bool:
        """Whether a sheet of this style has no tab."""
        return self._said(name, "table-properties", f"{_TABLE}display") == "false"

    def headers(self, name: str | None) -> Iterator[str]:
        """The texts above the pages of a sheet of this style."""
        found = next(self._chain(name), None)
        page = self._masters.get(found.get(f"{_STYLE}master-page-name") or "") if found is not None else None
        if page is None:
            return
        for part in page.iterfind(f"{_STYLE}header"):
            for paragraph in part.iter(f"{_TEXT}p"):
                yield "".join(map(str, paragraph.itertext()))

    def _said(self, name: str | None, properties: str, attribute: str) -> str | None:
        for style in self._chain(name):
            for part in style.iterfind(f"{_STYLE}{properties}"):
                if (said := part.get(attribute)) is not None:
                    return said
        return None

    def _chain(self, name: str | None) -> Iterator[etree._Element]:
        for _ in range(_DEEPEST):  # a style may name itself as its parent
            style = self._styles.get(name or "")
            if style is None:
                return
            yield style
            name = style.get(f"{_STYLE}parent-style-name")
