"""What a line above forms is: a table of contents, a label that holds for all forms, a name with the unit of money."""

from __future__ import annotations

import re

from flows.forms.cells.inline import Inline
from flows.labels import form_kind, is_other_title, money_unit_of

_CONTENTS = re.compile(r"(?:\s*(?:[一二三四五六七八九十]{1,3}、|[0-9]{1,2}[.、])[^\n。]{2,40}(?:\n|$)){3,}")
DEPARTMENTS = ("department", "department_named")
"""Fields of the labels that name a department."""
_NAMES_ABOVE = {"unit", "unit_filing", *DEPARTMENTS}


def is_contents(text: str) -> bool:
    """Whether a paragraph is a table of contents: numbered lines, and titles of forms or of other tables among them."""
    return _CONTENTS.fullmatch(text) is not None and any(
        form_kind(line) is not None or is_other_title(line) for line in text.splitlines()
    )


def field_above(pair: Inline) -> str | None:
    """The field of a label printed above forms; a word that nobody knows before 单位 or 部门 changes nothing."""
    guess = pair.label.guess("form")
    return pair.label.field("form") or (guess if guess in _NAMES_ABOVE else None)


def without_money_unit(text: str) -> tuple[str, str | None]:
    """`305001某中心　单位：万元` is the unit's name, and the unit of money."""
    for part in re.split(r"[\s　]+", text):
        if unit := money_unit_of(part):
            return text.replace(part, "").strip(), unit
    return text, None
