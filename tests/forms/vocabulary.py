"""Texts of a form that are vocabulary: they are known, and no field holds them."""

from __future__ import annotations

from flows.forms.cells.inline import inline_pairs
from flows.labels import (
    find_label,
    form_kind,
    is_blank_amount,
    is_heading,
    is_level,
    money_unit_of,
    numbers_a_table,
)


def is_vocabulary(text: str) -> bool:
    """A label, a title, a level, a unit of money, a mark for nothing."""
    return bool(
        find_label(text)
        or form_kind(text)
        or is_heading(text)
        or is_level(text)
        or money_unit_of(text)
        or is_blank_amount(text)
        or numbers_a_table(text)
        or inline_pairs(text)
    )
