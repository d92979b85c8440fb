"""What of a web page is not shown is taken out of its tree, before anything is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

# Never printed, whatever the style says. `del` is text that a tracked change has taken out.
_HIDDEN = "template"
UNSEEN_TAGS = (
    *("head", "title", "style", "script", "template", "noscript", "meta", "link", "base", "del"),
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
_SHOWS = re.compile(r"(?:^|[;{\s])display\s*:\s*(?!none)[a-z]", re.IGNORECASE)
_CSS_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_BRACE = re.compile("[{}]")
_CLASSES = re.compile(r"\.([\w-]+)")
_ONE_CLASS = re.compile(r"\s*[a-z]*\.([\w-]+)\s*", re.IGNORECASE)


def leave_out_unseen(root: etree._Element, source: str) -> None:
    """Remove from `root` (the tree of `source`) what a browser does not show; text behind it stays."""
    sheets = "\n".join(style.text or "" for style in root.iter("style"))
    hidden_classes = _hidden_classes(sheets) if _HIDES.search(sheets) else frozenset()
    lower = source.lower()
    if hidden_classes or any(word in lower for word in _MAY_HIDE) or _DISPLAY_NONE.search(lower):
        for element in root.iter():
            if _is_hidden(element, hidden_classes):
                element.tag = _HIDDEN
    etree.strip_elements(root, *UNSEEN_TAGS, with_tail=False)


def _is_hidden(element: etree._Element, hidden_classes: frozenset[str]) -> bool:
    style = element.get("style")
    if (style and _style_hides(style)) or element.get("hidden") is not None:
        return True
    classes = element.get("class") if hidden_classes else None
    return bool(classes) and not hidden_classes.isdisjoint(classes.split())


@lru_cache(maxsize=1_024)  # exports repeat the same few styles
def _style_hides(style: str) -> bool:
    return _HIDES.search(style) is not None


def _hidden_classes(sheets: str) -> frozenset[str]:
    """Classes that a style sheet hides, for good: no other rule shows an element that bears them.

    A class that some rule shows again (the panels behind the tabs of a page) is not hidden: a person gets to see it.
    """
    hidden: set[str] = set()
    shown: set[str] = set()
    for selectors, body, is_conditional in _rules(_CSS_COMMENT.sub("", sheets)):
        if _SHOWS.search(body):
            shown.update(_CLASSES.findall(selectors))
        elif _HIDES.search(body) and not is_conditional:
            hidden.update(
                match.group(1)
                for selector in selectors.split(",")
                if (match := _ONE_CLASS.fullmatch(selector))
            )
    return frozenset(hidden - shown)


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
