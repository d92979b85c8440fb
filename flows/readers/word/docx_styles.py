"""What a docx says outside of its text: styles that hide or number paragraphs, and the definitions of lists.

Rules: ECMA-376 part 1, 17.7 (styles) and 17.9 (numbering).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from lxml import etree

from flows.readers.word.numbering import Level, NumberedList

Properties: TypeAlias = Mapping[str, etree._Element]  # noqa: SLF001, lxml's only name for the type
"""What an element's properties say: tag → element"""

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HIDES = W + "vanish"
_MARKS = (_HIDES, W + "strike", W + "dstrike", W + "vertAlign")
_VALUE = W + "val"
NOTHING: Properties = {}
_TOO_LONG = 12  # digits
_MAX_LEVELS = 9
_OFF = frozenset({"0", "false", "off"})
_SUFFIXES = {"tab": " ", "space": " ", "nothing": ""}
_MAX_STYLE_CHAIN = 32  # styles are based on one another; a longer chain is a circle


@dataclass(frozen=True, slots=True)
class NumberReference:
    """The list (None where only the level is said) and level (0-based, None likewise) of a paragraph."""

    list_key: int | None
    level: int | None


@dataclass(frozen=True, slots=True)
class Style:
    """What one style says itself; None where it says nothing and the style it is based on counts."""

    based_on: str | None
    is_hidden: bool | None
    is_struck_out: bool | None
    is_raised: bool | None
    number: NumberReference | None
    font: str | None


class Styles:
    """The styles of a document. A template brings hundreds, a document uses a handful: those are read, when needed.

    `may_mark`: the part holds a word that hides, strikes out or raises text.
    """

    def __init__(self, root: etree._Element | None = None, *, may_mark: bool = True) -> None:
        found = () if root is None else root.iterchildren(W + "style")
        self._elements = {element.get(W + "styleId", ""): element for element in found}
        self._styles: dict[str, Style] = {}
        self._numbers: dict[str, NumberReference | None] = {}
        self.default_paragraph = next(filter(None, map(_default_paragraph, self._elements.values())), "")
        """The style of paragraphs that name none."""
        marks = [*root.iter(*_MARKS)] if root is not None and may_mark else []
        self.hide_something = any(mark.tag == _HIDES or _is_of_paragraphs(mark) for mark in marks)
        """Whether a style may hide, strike out or raise text of paragraphs that do not say so."""
        self.mark_characters = bool(marks)
        """Whether a style of characters may strike out or raise them."""

    def is_hidden(self, style_id: str) -> bool:
        """Whether text of this style is hidden."""
        said = (style.is_hidden for style in self._chain(style_id))
        return next((hidden for hidden in said if hidden is not None), False)

    def is_struck_out(self, style_id: str) -> bool:
        """Whether a line goes through text of this style."""
        said = (style.is_struck_out for style in self._chain(style_id))
        return next((struck for struck in said if struck is not None), False)

    def is_raised(self, style_id: str) -> bool:
        """Whether text of this style is set as superscript."""
        said = (style.is_raised for style in self._chain(style_id))
        return next((raised for raised in said if raised is not None), False)

    def font(self, style_id: str) -> str | None:
        """The font of this style."""
        return next((style.font for style in self._chain(style_id) if style.font), None)

    def number(self, style_id: str) -> NumberReference | None:
        """The list in which this style numbers its paragraphs."""
        if style_id not in self._numbers:
            said = (style.number for style in self._chain(style_id) if style.number)
            self._numbers[style_id] = next(said, None)
        return self._numbers[style_id]

    def _chain(self, style_id: str | None) -> Iterator[Style]:
        for _ in range(_MAX_STYLE_CHAIN):
            if style_id is None or style_id not in self._elements:
                return
            if style_id not in self._styles:
                self._styles[style_id] = _style(self._elements[style_id])
            yield self._styles[style_id]
            style_id = self._styles[style_id].based_on


def _is_of_paragraphs(said: etree._Element) -> bool:
    """Whether a property stands in a style of paragraphs."""
    style = next(said.iterancestors(W + "style"), None)
    return style is not None and style.get(W + "type", "paragraph") == "paragraph"


def _default_paragraph(style: etree._Element) -> str | None:
    is_default = style.get(W + "default", "0").lower() not in _OFF and style.get(W + "type") == "paragraph"
    return style.get(W + "styleId") if is_default else None


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of a document by their ids, and for each the levels that are bound to paragraph styles."""

    lists: Mapping[int, NumberedList]
    style_levels: Mapping[tuple[int, str], int]


def children(element: etree._Element) -> Properties:
    """The children of an element by their tags; of several with one tag the last."""
    return {child.tag: child for child in element}


def properties(element: etree._Element, tag: str) -> Properties:
    """The children of an element's properties (`w:pPr` …) by their tags; empty where there are none."""
    for said in element:
        if said.tag == tag:
            return children(said)
    return NOTHING


def value(said: Properties, tag: str) -> str | None:
    """The `w:val` of a property; None where it is not said, '' where it is said without a value."""
    element = said.get(tag)
    return None if element is None else element.get(_VALUE, "")


def number(text: str | None) -> int | None:
    """An attribute's number; None where it is none (or has more digits than any number of Word's)."""
    try:
        return int(text) if text and len(text) < _TOO_LONG else None
    except ValueError:
        return None


def is_on(said: Properties, tag: str) -> bool | None:
    """A switch such as `w:vanish`: None where nothing is said."""
    text = value(said, tag)
    return None if text is None else text.lower() not in _OFF


def is_struck_out(run: Properties) -> bool | None:
    """Whether a run's text has a line or two through it; None where nothing is said."""
    said = [on for tag in (W + "strike", W + "dstrike") if (on := is_on(run, tag)) is not None]
    return any(said) if said else None


def is_raised(run: Properties) -> bool | None:
    """Whether a run's text is set as superscript; None where nothing is said."""
    text = value(run, W + "vertAlign")
    return None if text is None else text == "superscript"


def number_reference(paragraph: Properties) -> NumberReference | None:
    """The `w:numPr` of a paragraph's properties."""
    said = paragraph.get(W + "numPr")
    if said is None:
        return None
    parts = children(said)
    return NumberReference(number(value(parts, W + "numId")), number(value(parts, W + "ilvl")))


def font_of(run: Properties) -> str | None:
    """The font of a run's Latin characters, in which symbol fonts are named."""
    fonts = run.get(W + "rFonts")
    return None if fonts is None else fonts.get(W + "ascii") or fonts.get(W + "hAnsi")


def _style(element: etree._Element) -> Style:
    run = properties(element, W + "rPr")
    return Style(
        based_on=value(children(element), W + "basedOn"),
        is_hidden=is_on(run, W + "vanish"),
        is_struck_out=is_struck_out(run),
        is_raised=is_raised(run),
        number=number_reference(properties(element, W + "pPr")),
        font=font_of(run),
    )


def read_lists(root: etree._Element, styles: Styles) -> Lists:
    """The lists of the part `numbering.xml`."""
    abstract = {
        number(element.get(W + "abstractNumId")): element for element in root.iterfind(W + "abstractNum")
    }
    used = {number(element.get(W + "numId")): element for element in root.iterfind(W + "num")}
    lists: dict[int, NumberedList] = {}
    style_levels: dict[tuple[int, str], int] = {}
    for key, element in used.items():
        definition, defined = _definition(element, abstract)
        if defined is not None:
            link = styles.number(value(children(defined), W + "numStyleLink") or "")
            if link and link.list_key in used:  # the list's levels stand in a style
                definition, defined = _definition(used[link.list_key], abstract)
        if key is None or definition is None or defined is None:
            continue
        elements, restarts = _levels(defined, element)
        lists[key] = NumberedList(
            key, definition, {no: _level(level) for no, level in elements.items()}, restarts
        )
        for no, level in elements.items():
            bound = value(children(level), W + "pStyle")
            if bound:
                style_levels[key, bound] = no
    return Lists(lists, style_levels)


def _definition(
    used: etree._Element, abstract: Mapping[int | None, etree._Element]
) -> tuple[int | None, etree._Element | None]:
    definition = number(value(children(used), W + "abstractNumId"))
    return definition, abstract.get(definition)


def _levels(
    defined: etree._Element, used: etree._Element
) -> tuple[dict[int, etree._Element], dict[int, int]]:
    """The levels of a list as it is used, and the numbers with which some of them begin anew."""
    levels = {number(level.get(W + "ilvl")): level for level in defined.iterfind(W + "lvl")}
    restarts: dict[int | None, int] = {}
    for override in used.iterfind(W + "lvlOverride"):
        level_no = number(override.get(W + "ilvl"))
        start = number(value(children(override), W + "startOverride"))
        if start is not None:
            restarts[level_no] = start
        own = override.find(W + "lvl")
        if own is not None:
            levels[level_no] = own
    return (
        {no: levels[no] for no in range(_MAX_LEVELS) if no in levels},
        {no: restarts[no] for no in range(_MAX_LEVELS) if no in restarts},
    )


def _level(element: etree._Element) -> Level:
    said = children(element)
    start = number(value(said, W + "start"))
    return Level(
        start=0 if start is None else start,
        number_format=value(said, W + "numFmt") or "decimal",
        text=value(said, W + "lvlText") or "",
        suffix=_SUFFIXES.get(value(said, W + "suff") or "tab", " "),
        is_legal=bool(is_on(said, W + "isLgl")),
    )
