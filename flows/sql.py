"""Texts in SQL, where a statement takes no parameter (attach, comment, names)."""

from __future__ import annotations


def literal(value: object) -> str:
    """The value as a text literal: `it's` → `'it''s'`."""
    return "'" + str(value).replace("'", "''") + "'"
