"""Documents of several years with a known truth: the real forms of 2024, changed by name, printed as the real one is.

A row or form of a later year carries where it comes from (`origin`) and what a reader would say happened to it (`change`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache

from flows.forms import Form as ReadForm
from flows.forms import parse_document
from flows.readers import read_document
from tests.places import REAL_DOCUMENT


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator row as printed; `origin` is (form, row) of the first year, None for an added one.

    `change` may name several that are as right, `tightened|changed`; `edits` are the attributes that were changed.
    """

    level1: str
    level2: str
    level3: str
    description: str
    target: str
    origin: tuple[int, int] | None
    change: str = "unchanged"
    because: str | None = None
    edits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """A form as printed, amounts in `money_unit`; `origin` is the form of the first year, None for an added one.

    `edits` are the attributes that were changed, those of its rows aside.
    """

    unit: str
    name: str
    budget: str
    fiscal: str
    other: str
    purpose: str
    objective: str
    rows: tuple[Row, ...]
    origin: int | None
    money_unit: str = "万元"
    edits: tuple[str, ...] = ()


@cache
def first_year() -> tuple[Form, ...]:
    """The 56 forms of the real document of 2024, in its order."""
    forms = parse_document(read_document(REAL_DOCUMENT.read_bytes())).forms
    return tuple(_form(form, form_no) for form_no, form in enumerate(forms, 1))


def _form(form: ReadForm, form_no: int) -> Form:
    amounts = {line.role: line.amount.text if line.amount else " " for line in form.funding}
    rows = tuple(
        Row(
            level1=_text(row.level1),
            level2=_text(row.level2),
            level3=_text(row.level3),
            description=_text(row.description),
            target=_text(row.target),
            origin=(form_no, row_no),
        )
        for row_no, row in enumerate(form.rows, 1)
    )
    return Form(
        unit=_text(form.unit.text if form.unit else None),
        name=_text(form.project.text if form.project else None),
        budget=amounts["total"],
        fiscal=amounts["fiscal"],
        other=amounts["other"],
        purpose=_text(form.purpose),
        objective=_text(form.objective),
        rows=rows,
        origin=form_no,
    )


def _text(printed: str | None) -> str:
    return "".join((printed or "").splitlines()) or " "


def printed(forms: Iterable[Form]) -> str:
    """The forms as the real document prints its own, numbered in their order."""
    return "".join(_printed_form(form, number) for number, form in enumerate(forms, 1))


def _printed_form(form: Form, number: int) -> str:
    head = (
        f" [bookmark: _Toc{number}]{number}.{form.name}绩效目标表\n\t{form.unit}\n\t单位：{form.money_unit}\n\n"
        f"\t项目名称\n\t{form.name}\n\n\t预算规模及资金用途\n\t预算数\n\t{form.budget}\n"
        f"\t其中：财政    资金\n\t{form.fiscal}\n\t其他资金\n\t{form.other}\n\n\t\n\t{form.purpose}\n\n"
        f"\t绩效目标\n\t{form.objective}\n\n\n \n\t一级指标\n\t二级指标\n\t三级指标\n\t绩效指标描述\n\t指标值\n\n"
    )
    lines = [
        f"\t{row.level1}\n\t{row.level2}\n\t{row.level3}\n\t{row.description}\n\t{row.target}\n\n"
        for row in form.rows
    ]
    return head + "".join(lines) + "\n\n \n"


def moved_on(text: str) -> str:
    """A text a year later: the years around the fiscal year move on; those of standards and editions stay."""
    return re.sub(r"(?<![0-9])202[2-9](?![0-9版】])", lambda year: str(int(year[0]) + 1), text)


def next_year(forms: Iterable[Form]) -> tuple[Form, ...]:
    """The forms a year later where nothing changed but the year."""
    return tuple(
        replace(
            form,
            name=moved_on(form.name),
            purpose=moved_on(form.purpose),
            objective=moved_on(form.objective),
            rows=tuple(_next_year(row) for row in form.rows),
        )
        for form in forms
    )


# In 2024 至2025年3月底前: a day of the next year that moves on by exactly a year may recur, or have slipped.
_DUE_NEXT_YEAR = re.compile("至20[0-9]{2}年3月底前")


def _next_year(row: Row) -> Row:
    moved = replace(
        row, level3=moved_on(row.level3), description=moved_on(row.description), target=moved_on(row.target)
    )
    return (
        replace(moved, change="not_comparable", because="date")
        if _DUE_NEXT_YEAR.fullmatch(row.target)
        else moved
    )


def with_row(forms: tuple[Form, ...], origin: tuple[int, int], change: str, **texts: str) -> tuple[Form, ...]:
    """The forms with other texts in the row that was `origin` in the first year, and what a reader calls that.

    `change` is a change of the table of changes; `not_comparable: words` names the reason, too.
    """
    name, _, because = change.partition(": ")

    def edit(row: Row) -> Row:
        return replace(row, change=name, because=because or None, **texts) if row.origin == origin else row

    return with_form(forms, origin[0], lambda form: replace(form, rows=tuple(map(edit, form.rows))))


def with_form(forms: tuple[Form, ...], origin: int, edit: Callable[[Form], Form]) -> tuple[Form, ...]:
    """The forms with the one changed that was `origin` in the first year."""
    if origin not in {form.origin for form in forms}:
        raise ValueError(f"no form comes from form {origin}")
    return tuple(edit(form) if form.origin == origin else form for form in forms)


def without_row(form: Form, row_no: int) -> Form:
    """The form without the row that was `row_no` in the first year."""
    return replace(
        form, rows=tuple(row for row in form.rows if row.origin is None or row.origin[1] != row_no)
    )
