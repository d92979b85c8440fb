"""Characters that steer a terminal or turn the direction of a line: none of them is printed, or kept in a mart, as it is.

Any room may import it.
"""

from __future__ import annotations

import re

# C0, DEL and C1 (among them ESC, and U+009B, which is ESC and [ in one), line and paragraph separators, and all that sets
# the direction of text (Unicode Standard Annex 9).
_CONTROLS = "\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
_ANY = re.compile(f"[{_CONTROLS}]")
_BUT_LINES_AND_TABS = re.compile(f"(?![\n\t])[{_CONTROLS}]")
_BREAKS = re.compile("[\t\n\x0b\x0c\r\x1c-\x1e\x85\u2028\u2029]+")


def escaped(text: str, *, keeps_lines: bool = False) -> str:
    r"""The text with each such character written out, ESC as `\u001b`; with `keeps_lines` line ends and tabs stay.

    The escapes are those of JSON, so that JSON stays what it was.
    """
    controls = _BUT_LINES_AND_TABS if keeps_lines else _ANY
    return controls.sub(_written_out, text)


def without_controls(text: str) -> str:
    """The text in one line: line breaks and tabs are spaces, the other such characters are left out."""
    return _ANY.sub("", _BREAKS.sub(" ", text)).strip()


def has_controls(text: str) -> bool:
    """Whether the text has any such character."""
    return _ANY.search(text) is not None


def _written_out(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
