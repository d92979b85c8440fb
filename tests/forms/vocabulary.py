"""Texts of a form that are vocabulary: they are known, and no field holds them."""

from __future__ import annotations

from flows.labels import (
    aside_row,
    find_label,
    form_kind,
    inline_values,
    is_blank_amount,
    is_heading,
    money_unit_of,
)


def is_vocabulary(text: str) -> bool:
    """A label, a title, a unit of money, a mark for nothing, the beginning of a row that is no indicator."""
    return bool(
        find_label(text)
        or aside_row(text)
        or form_kind(text)
        or is_heading(text)
        or money_unit_of(text)
        or is_blank_amount(text)
        or list(inline_values(text))
    )
