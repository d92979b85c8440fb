"""One cell of an .xlsx sheet → the text that it shows, and what it holds without showing it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from flows.readers.document import LeftOutKind, UnreadableError
from flows.readers.excel.number_formats import GENERAL, number_shown
from flows.readers.excel.sheet import RichText, printed_text
from flows.readers.note_marks import without_marks

FETCH_AGAIN = "Fetch it again from its publisher, or open and save it in an office program."
# No number of a double is longer; bounded, so that no damaged one is expanded to a million digits.
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,320}(?:\.[0-9]{0,400})?|\.[0-9]{1,400})(?:[eE][+-]?[0-9]{1,3})?")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet's days have no time zone
_DAY = 86_400  # seconds
_LONGEST_NUMBER = 10  # digits


NOTHING = RichText("")


class CellStyle(NamedTuple):
    """How a style of cells shows numbers, and whether it strikes its text out."""

    number_format: str
    is_struck_out: bool = False


class MissingError(LookupError):
    """A cell refers to what is not in its workbook; the message says to what."""


class Look:
    """What all sheets of a workbook share: the strings that cells refer to, by their numbers, and the styles of cells."""

    def __init__(
        self, strings: Mapping[str, RichText], styles: Sequence[CellStyle], *, starts_1904: bool
    ) -> None:
        self.strings = strings
        self.starts_1904 = starts_1904
        self._styles = styles
        self.plain: frozenset[str | None] = frozenset(
            str(index) for index, style in enumerate(styles) if not style.is_struck_out
        ) | ({None} if styles and not styles[0].is_struck_out else set())
        """The styles that strike nothing out, as cells write them; None is that of cells that name none."""

    def string(self, index: str) -> RichText:
        """The string of that number. Raises MissingError."""
        found = self.strings.get(index) or self.strings.get(str(number(index, -1)))
        if found is None:
            raise MissingError(f"a string that is not there (number {index[:20]})")
        return found

    def style(self, cell: etree._Element) -> CellStyle:
        """The style of a cell. Raises MissingError."""
        said = cell.get("s")
        index = 0 if said is None else number(said, -1)
        if not 0 <= index < len(self._styles):
            raise MissingError(f"a style that is not there (number {(said or '')[:20]})")
        return self._styles[index]


def read_cell(cell: etree._Element, look: Look) -> RichText:
    """What the cell shows: a string, a number by its format, the last result of a formula.

    A failed formula (#DIV/0!) and one whose result is not in the file show no value. Raises MissingError.
    """
    value: str | None = None
    formula: str | None = None
    inline: etree._Element | None = None
    for child in cell:
        match local_name(child.tag):
            case "v":
                value = child.text or ""
            case "f":
                formula = child.text or ""
            case "is":
                inline = child
    style = look.style(cell)
    if inline is not None:
        shown = rich_text(inline)
    elif value is None or (formula is not None and not value and cell.get("t") != "str"):
        # Written by a program that does not compute: nobody knows what is shown.
        return NOTHING if formula is None else RichText("", (("no_result", f"={formula}"),))
    else:
        shown = _value_shown(value, cell, look, style)
    if style.is_struck_out and shown.text and not shown.has_own_fonts:
        return RichText("", (*shown.left_out, ("struck_out", shown.text)))
    return shown


def _value_shown(value: str, cell: etree._Element, look: Look, style: CellStyle) -> RichText:
    match cell.get("t"):
        case "s":
            return look.string(value.strip())
        case "e":
            return RichText("", (("error", unescaped(value)),))
        case None | "n":
            text = _number_text(value, look, style)
        case "d":
            text = _date_text(value, style)
        case "b":
            text = "TRUE" if is_true(value) else "FALSE"
        case _:
            text = unescaped(value)
    return RichText(text)


def _number_text(value: str, look: Look, style: CellStyle) -> str:
    text = value.strip()
    if not _NUMBER.fullmatch(text):
        return unescaped(value)
    return number_shown(Decimal(text), style.number_format, starts_1904=look.starts_1904)


def _date_text(value: str, style: CellStyle) -> str:
    """A date that is stored as one (`2024-12-25T00:00:00`), not as a number of days."""
    try:
        since = datetime.fromisoformat(value.strip()).replace(tzinfo=None) - _EPOCH
    except ValueError:
        return unescaped(value)
    days = since.days + Decimal(since.seconds) / _DAY
    code = style.number_format
    return number_shown(days, "yyyy/m/d" if code == GENERAL else code)


def rich_text(element: etree._Element) -> RichText:
    """The text of a string in one or more runs; phonetic guides above it are no part of it."""
    if len(element) == 1 and local_name(element[0].tag) == "t":  # nearly all strings
        return RichText(unescaped(element[0].text or ""))
    runs = list(_runs(element))
    if not any(run.is_struck_out or run.is_raised for run in runs):
        return RichText(
            unescaped("".join([run.text for run in runs])), has_own_fonts=any(run.has_font for run in runs)
        )
    struck = unescaped("".join([run.text for run in runs if run.is_struck_out]))
    text, marks = without_marks(
        [(unescaped(run.text, keep_ends=True), run.is_raised) for run in runs if not run.is_struck_out]
    )
    left_out: list[tuple[LeftOutKind, str]] = [("struck_out", struck)] if struck else []
    left_out += [("note_mark", mark) for mark in marks]
    return RichText(text.strip(), tuple(left_out), has_own_fonts=True)


class _Run(NamedTuple):
    text: str
    has_font: bool
    is_struck_out: bool
    is_raised: bool


def _runs(element: etree._Element) -> Iterator[_Run]:
    for child in element:
        match local_name(child.tag):
            case "t":
                yield _Run(child.text or "", has_font=False, is_struck_out=False, is_raised=False)
            case "r":
                font = next((part for part in child if local_name(part.tag) == "rPr"), None)
                text = "".join([part.text or "" for part in child if local_name(part.tag) == "t"])
                yield _Run(
                    text,
                    has_font=font is not None,
                    is_struck_out=font is not None and is_struck_out(font),
                    is_raised=font is not None and _script(font) == "superscript",
                )


def is_struck_out(font: etree._Element) -> bool:
    """Whether a line goes through text of this font."""
    return any(is_true(part.get("val", "1")) for part in font if local_name(part.tag) == "strike")


def _script(font: etree._Element) -> str | None:
    return next((part.get("val") for part in font if local_name(part.tag) == "vertAlign"), None)


def unescaped(text: str, *, keep_ends: bool = False) -> str:
    """Text as it prints; characters that XML cannot hold are written _xHHHH_ (18.4.12)."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), text)
    if keep_ends:
        return text
    return printed_text(text)


def is_true(value: str | None) -> bool:
    """An attribute of type boolean; absent is false."""
    return value is not None and value.strip().lower() in ("1", "true", "on")


@lru_cache(maxsize=256)
def local_name(tag: str) -> str:
    """The name of an element without its namespace, which differs between editions of the standard."""
    return tag.rpartition("}")[2]


def number(text: str | None, otherwise: int) -> int:
    """A whole number that is not negative; `otherwise` if the text is none."""
    return int(text) if text and len(text) < _LONGEST_NUMBER and text.isdecimal() else otherwise


def damaged(what: str) -> UnreadableError:
    """The error of a workbook whose parts do not fit one another: `what` says where."""
    return UnreadableError(f"the workbook is damaged: {what}. {FETCH_AGAIN}")
