"""Text of an HTML element as a browser prints it: white space collapsed, lines broken where the page breaks them."""

from __future__ import annotations

import re

from lxml import etree

# Line breaks of the source between two of these are not printed (CSS Text 3, segment break transformation).
_WIDE = "\u1100-\u115f\u2e80-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6"
_BREAK_BETWEEN_WIDE = re.compile(f"(?<=[{_WIDE}])[ \t\f]*\n[ \t\n\f]*(?=[{_WIDE}])")
_SPACES = re.compile("[ \t\n\f]+")
_NO_BREAK_SPACE = "\xa0"
_WITHOUT_TEXT = frozenset(
    ("hidden", "button", "submit", "reset", "image", "file", "password", "color", "range")
)
_UNNUMBERED = re.compile(r"list-style(?:-type)?\s*:[^;]*\b(?:none|disc|circle|square)\b", re.IGNORECASE)
_INTEGER = re.compile(r"\s*-?[0-9]{1,6}\s*")
_LETTERS = 26


class Lines:
    """Collects the lines of one cell or paragraph."""

    def __init__(self) -> None:
        self._pieces: list[str] = []  # of the line that is open
        self._lines: list[str] = []
        self._marker = ""

    def mark(self, marker: str) -> None:
        """What a list prints before the next line that has text (`3. `)."""
        self._marker = marker

    @property
    def open_line(self) -> str:
        """The text of the line that is not ended."""
        return "".join(self._pieces)

    def add(self, text: str) -> None:
        """Text of the source, its white space still as written."""
        if self._pieces or text.strip(" \t\n\f"):
            self._pieces.append(text)

    def add_as_is(self, text: str) -> None:
        """Text whose white space is printed (`pre`)."""
        first, *others = text.split("\n")
        self._pieces.append(_kept(first))
        for line in others:
            self.break_line()
            self._pieces.append(_kept(line))

    def break_line(self) -> None:
        """End the line, be it empty (`<br>`)."""
        self._end(collapsed("".join(self._pieces)))

    def break_block(self) -> None:
        """End the line where a block begins or ends; between two blocks no empty line is printed."""
        if self._pieces:
            line = collapsed("".join(self._pieces))
            if line:
                self._end(line)
            else:
                self._pieces.clear()

    def _end(self, line: str) -> None:
        self._pieces.clear()
        if line and self._marker:
            line, self._marker = self._marker + line, ""
        self._lines.append(line)

    def take(self) -> list[str]:
        """The lines so far, without empty ones at the ends. The next text begins anew."""
        self.break_block()
        self._marker = ""
        if not self._lines:
            return []
        lines = [line.replace(_NO_BREAK_SPACE, " ").rstrip() for line in self._lines]
        self._lines.clear()
        while lines and not lines[-1]:
            lines.pop()
        first = next((index for index, line in enumerate(lines) if line), 0)
        return lines[first:]

    def text(self) -> str:
        """`take` as one text."""
        return "\n".join(self.take()).strip()


def collapsed(text: str) -> str:
    """One line of a page: runs of white space are one space, no-break spaces stay."""
    if "\n" in text:
        text = _BREAK_BETWEEN_WIDE.sub("", text)
    return _SPACES.sub(" ", text).strip(" ")


def _kept(text: str) -> str:
    return text.replace(" ", _NO_BREAK_SPACE).replace("\t", _NO_BREAK_SPACE * 8)


def control_text(control: etree._Element) -> str:
    """What a field of a page's form shows: text typed into it, the option chosen, a box ticked or not."""
    if control.tag == "textarea":
        return control.text or ""
    if control.tag == "select":
        options = list(control.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None] or options[:1]
        return " ".join(collapsed(option.text or "") for option in chosen)
    kind = (control.get("type") or "text").lower()
    if kind in ("checkbox", "radio"):
        return "☐" if control.get("checked") is None else "☑"
    return "" if kind in _WITHOUT_TEXT else control.get("value") or ""


def list_marker(parent: etree._Element, item: etree._Element, number: int) -> str:
    """The number that an ordered list prints before its item: `3. `, `c. `; empty for other lists.

    LibreOffice writes numbered headings so, and headings number the forms.
    """
    style = f"{parent.get('style')} {item.get('style')}"
    if parent.tag != "ol" or _UNNUMBERED.search(style):
        return ""
    own = item.get("value")
    if own and _INTEGER.fullmatch(own):
        number = int(own)
    else:
        start = parent.get("start")
        number += int(start) - 1 if start and _INTEGER.fullmatch(start) else 0
    kind = item.get("type") or parent.get("type")
    if kind in ("a", "A") and 1 <= number <= _LETTERS:
        return f"{chr(ord(kind) + number - 1)}. "
    return f"{number}. "
