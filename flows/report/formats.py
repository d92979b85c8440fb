"""Numbers as readers of the report expect them; money in 万元 for Chinese readers and in yuan for others."""

from __future__ import annotations

from decimal import Decimal

from markupsafe import Markup

from flows.base.printing import signed_ten_thousands, ten_thousands
from flows.report.wording import both

NOTHING = Markup('<span class="nothing">—</span>')
_COMPARATORS = {">=": "≥", "<=": "≤", "=": "=", ">": ">", "<": "<", "~": "≈"}


def number(value: Decimal | float | None) -> str:
    """A number with thousands separators and no zeros that say nothing; an empty text for None."""
    if value is None:
        return ""
    text = f"{Decimal(str(value)):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def money(yuan: Decimal | None) -> Markup:
    """An amount for a column of money: 万元 in Chinese, yuan in English."""
    return NOTHING if yuan is None else both(ten_thousands(yuan), number(yuan))


def signed_money(yuan: Decimal | None) -> Markup:
    """A difference for a column of money."""
    if yuan is None:
        return NOTHING
    sign = "+" if yuan > 0 else ""
    return both(signed_ten_thousands(yuan), sign + number(yuan))


def share(part: Decimal | float | None, whole: Decimal | float | None = 1) -> str:
    """A share as a percentage with one decimal; an empty text where there is no whole."""
    if part is None or not whole:
        return ""
    return f"{Decimal(str(part)) / Decimal(str(whole)):.1%}"


def signed_share(value: Decimal | None) -> str:
    """A relative change as a percentage with its sign."""
    return "" if value is None else f"{value:+.1%}"


def comparator(code: str | None) -> str:
    """A comparator as it is printed in the forms; an empty text for None."""
    return _COMPARATORS.get(code or "", "")
