"""What of a web page is not shown is taken out of its tree, and what it shows and takes back is found, before reading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import TypeAlias

from lxml import etree

from flows.readers.document import LeftOutKind

Marked: TypeAlias = Mapping[etree._Element, LeftOutKind]  # noqa: SLF001, lxml's only name for the type
"""Elements whose text is no part of what the page says, if it is what it seems: why."""

# Never printed, whatever the style says.
_HIDDEN = "template"
UNSEEN_TAGS = (
    *("head", "title", "style", "script", "template", "noscript", "meta", "link", "base"),
    *("iframe", "frameset", "noframes", "object", "param", "audio", "video", "source", "track"),
    *("canvas", "svg", "map", "datalist", "colgroup", "col"),
)
_HIDES = re.compile(
    r"(?:^|[;{\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all)",
    re.IGNORECASE,
)
# Most pages hide nothing: one look at the source spares one at each element.
_MAY_HIDE = ("hidden", "visibility", "mso-hide")
_DISPLAY_NONE = re.compile(r"display\s*:\s*none")
# What takes text back, or raises it. Most pages have nothing of it.
_MAY_MARK = re.compile(r"line-through|<(?:s|strike|del|sup)\b|vertical-align\s*:\s*super")
_STRIKES = re.compile(r"(?:^|[;{\s])text-decoration(?:-line)?\s*:[^;}]*line-through", re.IGNORECASE)
_STRIKES_NOT = re.compile(r"(?:^|[;{\s])text-decoration(?:-line)?\s*:\s*none", re.IGNORECASE)
_RAISES = re.compile(r"(?:^|[;{\s])vertical-align\s*:\s*super", re.IGNORECASE)
_RAISES_NOT = re.compile(r"(?:^|[;{\s])vertical-align\s*:\s*baseline", re.IGNORECASE)
_MARKING_TAGS: Mapping[str, LeftOutKind] = MappingProxyType(
    {"s": "struck_out", "strike": "struck_out", "del": "deleted", "sup": "note_mark"}
)
_HOLD_CELLS = frozenset(("table", "thead", "tbody", "tfoot", "tr"))
_SHOWS = re.compile(r"(?:^|[;{\s])display\s*:\s*(?!none)[a-z]", re.IGNORECASE)
_CSS_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_BRACE = re.compile("[{}]")
_CLASSES = re.compile(r"\.([\w-]+)")
_ONE_CLASS = re.compile(r"\s*[a-z]*\.([\w-]+)\s*", re.IGNORECASE)


def leave_out_unseen(root: etree._Element, source: str) -> Marked:
    """Remove from `root` (the tree of `source`) what a browser does not show; text behind it stays.

    Returns the elements that it shows and takes back, or raises.
    """
    sheets = "\n".join(style.text or "" for style in root.iter("style"))
    hidden_classes = _classes(sheets, _HIDES, _SHOWS) if _HIDES.search(sheets) else frozenset()
    lower = source.lower()
    if hidden_classes or any(word in lower for word in _MAY_HIDE) or _DISPLAY_NONE.search(lower):
        for element in root.iter():
            if _is_hidden(element, hidden_classes):
                element.tag = _HIDDEN
    marked = _marked(root, sheets) if _MAY_MARK.search(lower) else {}
    etree.strip_elements(root, *UNSEEN_TAGS, with_tail=False)
    return marked


def _marked(root: etree._Element, sheets: str) -> Marked:
    struck = _classes(sheets, _STRIKES, _STRIKES_NOT) if _STRIKES.search(sheets) else frozenset()
    raising = _classes(sheets, _RAISES, _RAISES_NOT) if _RAISES.search(sheets) else frozenset()
    found: dict[etree._Element, LeftOutKind] = {}
    for element in root.iter(etree.Element):
        kind = _MARKING_TAGS.get(str(element.tag))
        style, classes = element.get("style") or "", (element.get("class") or "").split()
        if kind is None and (_STRIKES.search(style) or not struck.isdisjoint(classes)):
            kind = "struck_out"
        elif kind is None and (_RAISES.search(style) or not raising.isdisjoint(classes)):
            kind = "note_mark"
        if kind and element.tag in _HOLD_CELLS:  # a line through a row goes through its cells
            found.update(dict.fromkeys(element.iter("td", "th"), kind))
        elif kind and not (kind == "note_mark" and element.tag in ("td", "th")):
            found[element] = kind
    return found


def _is_hidden(element: etree._Element, hidden_classes: frozenset[str]) -> bool:
    style = element.get("style")
    if (style and _style_hides(style)) or element.get("hidden") is not None:
        return True
    classes = element.get("class") if hidden_classes else None
    return bool(classes) and not hidden_classes.isdisjoint(classes.split())


@lru_cache(maxsize=1_024)  # exports repeat the same few styles
def _style_hides(style: str) -> bool:
    return _HIDES.search(style) is not None


def _classes(sheets: str, does: re.Pattern[str], undoes: re.Pattern[str]) -> frozenset[str]:
    """Classes to which a style sheet does something for good: no other rule undoes it for an element that bears them.

    A class that some rule shows again (the panels behind the tabs of a page) is not hidden: a person gets to see it.
    """
    done: set[str] = set()
    undone: set[str] = set()
    for selectors, body, is_conditional in _rules(_CSS_COMMENT.sub("", sheets)):
        if undoes.search(body):
            undone.update(_CLASSES.findall(selectors))
        elif does.search(body) and not is_conditional:
            done.update(
                match.group(1)
                for selector in selectors.split(",")
                if (match := _ONE_CLASS.fullmatch(selector))
            )
    return frozenset(done - undone)


def _rules(css: str) -> Iterator[tuple[str, str, bool]]:
    """Selectors and body of each rule, and whether it stands inside of another one (`@media`)."""
    opened: list[str] = []
    start = 0
    for brace in _BRACE.finditer(css):
        between = css[start : brace.start()]
        start = brace.end()
        if brace.group() == "{":
            opened.append(between.rpartition(";")[2])
        elif opened:
            yield opened.pop(), between, bool(opened)
