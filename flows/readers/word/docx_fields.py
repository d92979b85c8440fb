"""Fields of a docx: their codes are not shown, their results are; controls of old forms show what was chosen in them.

Rules: ECMA-376 part 1, 17.16 (fields), 17.16.5.14 to 17.16.5.16 (FORMCHECKBOX, FORMDROPDOWN, FORMTEXT).
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from flows.readers.document import UnreadableError
from flows.readers.word.docx_styles import W, children, is_on, number, value


@dataclass(slots=True)
class _Field:
    """A field that is open: whether its code is being read, and what its control shows if it has no result."""

    chosen: str
    in_code: bool = True
    has_result: bool = False


class Fields:
    """The fields that are open at a place of a paragraph.

    A field's code ends with its paragraph at the latest, so that a lost end mark hides no further text.
    """

    def __init__(self) -> None:
        self._open: list[_Field] = []

    def shows_text(self, text: str) -> bool:
        """Whether `text` is shown at this place; a result that is shown is noted."""
        if any(field.in_code for field in self._open):
            return False
        if text:
            for field in self._open:
                field.has_result = True
        return True

    def turn(self, mark: etree._Element) -> str:
        """A field begins, turns from its code to its result, or ends: what its control shows then, '' for others."""
        kind = mark.get(W + "fldCharType")
        if kind == "begin":
            self._open.append(_Field(_chosen(mark)))
        elif kind == "separate" and self._open:
            self._open[-1].in_code = False
        elif kind == "end" and self._open:
            field = self._open.pop()
            return "" if field.has_result else field.chosen
        return ""


def _chosen(mark: etree._Element) -> str:
    """What stands in a drop-down list or a box to tick. Raises UnreadableError for an entry that the list has not."""
    choices = mark.find(f"{W}ffData/{W}ddList")
    if choices is not None:
        entries = [entry.get(W + "val", "") for entry in choices.iterfind(W + "listEntry")]
        said = children(choices)
        index = number(value(said, W + "result") or value(said, W + "default") or "0")
        if not entries:
            return ""
        if index is None or not 0 <= index < len(entries):
            raise UnreadableError(
                f"the document is damaged: a drop-down list of {len(entries)} entries («{entries[0][:20]}» …) shows one "
                "that it does not have. Open it in Word and save it again."
            )
        return entries[index]
    box = mark.find(f"{W}ffData/{W}checkBox")
    if box is None:
        return ""
    said = children(box)
    is_ticked = is_on(said, W + "checked")
    return "☑" if (is_on(said, W + "default") if is_ticked is None else is_ticked) else "☐"
