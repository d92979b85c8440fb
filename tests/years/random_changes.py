"""Publishers whose second year differs from the first by changes drawn at random, with the truth of each.

A publisher takes some of the real forms for its first year, so that near-twins of one unit meet; a drawn change says what a
reader would call it, and which attribute of the thing it touches. The draw depends on the seed alone.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from random import Random

from tests.years.publications import Form, Row, first_year, next_year

PUBLISHERS = int(os.environ.get("JIXIAO_TEST_PUBLISHERS", "24"))
SEED = int(os.environ.get("JIXIAO_TEST_SEED", "2025"))
"""Another seed draws other changes; the failures name the publisher and what was changed."""

TWINS = {11, 12}
"""The two projects of one name in one unit: only their content tells them apart."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """Two documents of a publisher; `origin` of the later forms and rows counts in the earlier document."""

    jurisdiction: str
    earlier: tuple[Form, ...]
    later: tuple[Form, ...]


RowEdit = Callable[[Row, Random], Row | None]
FormEdit = Callable[[Form, Random], Form | None]


@cache
def publishers() -> tuple[Publisher, ...]:
    """All publishers of the draw."""
    draw = Random(SEED)
    return tuple(publisher(number, draw) for number in range(1, PUBLISHERS + 1))


def publisher(number: int, draw: Random) -> Publisher:
    """One publisher: 6 to 9 forms, of which some are edited, dropped or new in the second year."""
    real = {form.origin: _with_levels(form) for form in first_year()}
    chosen = draw.sample(sorted(real, key=str), draw.randint(6, 9))
    earlier = tuple(_numbered(real[origin], form_no) for form_no, origin in enumerate(chosen, 1))
    dropped = draw.sample(range(1, len(earlier) + 1), draw.choice((0, 0, 1, 2)))
    gone = {chosen[form_no - 1] for form_no in dropped}
    forms = [_edited(form, draw) for form in next_year(earlier) if form.origin not in dropped]
    # Where one twin goes and the other comes, nobody could tell.
    others = [origin for origin in real if origin not in chosen and not (origin in TWINS and gone & TWINS)]
    for origin in draw.sample(others, draw.choice((0, 1, 2))):
        [new] = next_year([real[origin]])
        forms.append(replace(new, origin=None, rows=tuple(replace(row, origin=None) for row in new.rows)))
    if draw.random() < 0.3:
        forms = _with_renamed_unit(forms, draw)
    if draw.random() < 0.5:
        draw.shuffle(forms)
    return Publisher(f"第{number}区", earlier, tuple(forms))


def _with_levels(form: Form) -> Form:
    """The form with level 1 in each row, so that rows can move."""
    rows: list[Row] = []
    for row in form.rows:
        rows.append(replace(row, level1=row.level1 if row.level1.strip() else rows[-1].level1))
    return replace(form, rows=tuple(rows))


def _numbered(form: Form, form_no: int) -> Form:
    rows = tuple(replace(row, origin=(form_no, row_no)) for row_no, row in enumerate(form.rows, 1))
    return replace(form, origin=form_no, rows=rows)


def _edited(form: Form, draw: Random) -> Form:
    """The form with none, one or several of its attributes and rows changed."""
    for _ in range(draw.choice((0, 0, 0, 1, 1, 2, 3))):
        form = draw.choice(FORM_EDITS)(form, draw) or form
    busy = draw.choice((0.0, 0.2, 0.4, 0.8))
    return replace(
        form, rows=tuple(_edited_row(row, draw) if draw.random() < busy else row for row in form.rows)
    )


def _edited_row(row: Row, draw: Random) -> Row:
    if row.origin is None:
        return row
    wanted = draw.choice((1, 1, 1, 1, 2, 3))
    for edit in draw.sample(ROW_EDITS, len(ROW_EDITS)):
        attribute = ATTRIBUTES[edit]
        if len(row.edits) < wanted and attribute not in row.edits:
            changed = edit(row, draw)
            row = replace(changed, edits=(*row.edits, attribute)) if changed else row
    return row


def _with_renamed_unit(forms: list[Form], draw: Random) -> list[Form]:
    unit = draw.choice(forms).unit
    renamed = unit.replace("天津市", "市", 1) if "天津市" in unit else unit + "（筹）"
    return [replace(form, unit=renamed) if form.unit == unit else form for form in forms]


# Changes of a row.


def another_number(row: Row, draw: Random) -> Row | None:
    found = re.fullmatch("([≥≤])([0-9]{1,6})([^0-9]{0,3})", row.target)
    if not found or int(found[2]) < 2:
        return None
    percentage = "%" in found[3] or "百分" in found[3]
    number = int(found[2])
    grows = draw.random() < 0.5 and not (percentage and number >= 100)
    moved = min(number + draw.randint(1, 9), 100) if percentage and grows else number
    if not percentage and grows:
        moved = number + draw.randint(1, number)
    if not grows:
        moved = number - draw.randint(1, max(1, number // 2))
    if moved == number:
        return None
    change = "tightened" if grows == (found[1] == "≥") else "relaxed"
    return replace(row, target=f"{found[1]}{moved}{found[3]}", change=f"{change}|changed")


def another_spelling(row: Row, _: Random) -> Row | None:
    money = re.fullmatch("([≥≤<]?)([0-9.]+)万元", row.target)
    if money:
        yuan = (Decimal(money[2]) * 10_000).quantize(Decimal(1))
        return replace(row, target=f"{money[1]}{yuan}元")
    for printed, other in (("百分比", "%"), ("%", "百分比"), ("≥", ">="), ("≤", "≦")):
        if re.fullmatch(f"[≥≤]?[0-9.]*{printed}[0-9.]*[^0-9]{{0,3}}", row.target):
            return replace(row, target=row.target.replace(printed, other))
    return None


def other_words(row: Row, draw: Random) -> Row | None:
    if not _is_words(row.target):
        return None
    target = draw.choice(("达到预期效果要求", "稳步推进", "群众普遍认可"))
    if target == row.target:
        return None
    return replace(row, target=target, change="not_comparable", because="words")


def a_number_for_words(row: Row, _: Random) -> Row | None:
    return replace(row, target="≥95%", change="quantified") if _is_words(row.target) else None


def words_for_a_number(row: Row, draw: Random) -> Row | None:
    if not re.fullmatch("[≥≤][0-9]+[^0-9]{1,3}", row.target):
        return None
    return replace(row, target=draw.choice(("持续有效提升", "满足工作需要")), change="unquantified")


def an_earlier_date(row: Row, _: Random) -> Row | None:
    if not re.match("2025年(12月|年?底)", row.target):
        return None
    return replace(row, target="2025年10月底前完成", change="tightened")


def _is_words(target: str) -> bool:
    return bool(
        re.fullmatch(
            "(有效|持续|显著|明显|有所|长期|不断|逐步|良好|优良|较好|提升|提高|促进|保障)[^0-9%]{1,8}", target
        )
    )


def another_name(row: Row, draw: Random) -> Row | None:
    """Reworded by a word that says nothing more; of a row without a name of its own, its description."""
    if re.search("指标$", row.level3):
        return None
    return replace(row, level3=_reworded(row.level3, draw))


def another_description(row: Row, draw: Random) -> Row | None:
    if len(row.description) < 8:
        return None
    return replace(row, description=_reworded(row.description, draw))


def _reworded(text: str, draw: Random) -> str:
    words = [
        ("完成", "实现"),
        ("开展", "组织"),
        ("使用人员", "使用者"),
        ("及时", "按时"),
        ("数量", "总数"),
        ("保障", "保证"),
    ]
    able = [(word, other) for word, other in words if word in text]
    if able and draw.random() < 0.6:
        word, other = draw.choice(able)
        return text.replace(word, other, 1)
    return draw.choice((f"{text}情况", f"本年{text}", f"相关{text}"))


def another_level(row: Row, _: Random) -> Row | None:
    if "成本" in row.level2 and row.level1 != "成本指标":
        return replace(row, level1="成本指标", level2="经济成本指标")
    if row.level2.endswith("指标") and not row.level3.endswith("指标"):
        return replace(row, level2=row.level2.removesuffix("指标"))
    return None


ATTRIBUTES: dict[RowEdit, str] = {
    another_number: "target",
    another_spelling: "target",
    other_words: "target",
    a_number_for_words: "target",
    words_for_a_number: "target",
    an_earlier_date: "target",
    another_name: "name",
    another_description: "description",
    another_level: "level",
}
ROW_EDITS = tuple(ATTRIBUTES)


# Changes of a form.


def renamed(form: Form, draw: Random) -> Form | None:
    if "name" in form.edits:
        return None
    stem = form.name.removesuffix("2025").removesuffix("项目")
    name = draw.choice((f"{stem}专项2025", f"开展{form.name}", f"{stem}经费", f"{stem}工作项目"))
    return _changed(form, "name", name=name)


def purpose_reworded(form: Form, draw: Random) -> Form | None:
    return (
        _changed(form, "purpose", purpose=_reworded(form.purpose, draw))
        if "purpose" not in form.edits
        else None
    )


def objective_reworded(form: Form, draw: Random) -> Form | None:
    if "objective" in form.edits:
        return None
    return _changed(
        form, "objective", objective=f"{_reworded(form.objective, draw)}进一步提高财政资金使用效益。"
    )


def more_or_less_money(form: Form, draw: Random) -> Form | None:
    if "money" in form.edits:
        return None
    factor = Decimal(draw.choice(("0.8", "0.9", "1.2", "1.5")))
    return _changed(
        form,
        "money",
        **{name: _times(getattr(form, name), factor) for name in ("budget", "fiscal", "other")},
    )


def money_in_yuan(form: Form, _: Random) -> Form | None:
    if "money" in form.edits:
        return None
    amounts = {name: _times(getattr(form, name), Decimal(10_000)) for name in ("budget", "fiscal", "other")}
    return _changed(form, "money", money_unit="元", **amounts)


def _times(amount: str, factor: Decimal) -> str:
    return f"{Decimal(amount.replace(',', '')) * factor:.2f}" if amount.strip() else amount


def rows_in_another_order(form: Form, draw: Random) -> Form | None:
    return replace(form, rows=tuple(draw.sample(form.rows, len(form.rows))))


def a_row_less(form: Form, draw: Random) -> Form | None:
    if len(form.rows) < 4:
        return None
    gone = draw.choice(form.rows)
    return _changed(form, "rows", rows=tuple(row for row in form.rows if row is not gone))


def a_row_more(form: Form, draw: Random) -> Form | None:
    """A row of another real project, where the form has none of that name."""
    [new] = next_year([_with_levels(draw.choice(first_year()))])
    row = replace(draw.choice(new.rows), origin=None)
    told = {text for own in form.rows for text in (own.level3, own.description)}
    if row.level3.endswith("指标") or {row.level3, row.description} & told:
        return None
    return _changed(form, "rows", rows=(*form.rows, row))


def _changed(form: Form, attribute: str, **fields: object) -> Form:
    return replace(form, edits=(*form.edits, attribute), **fields)


FORM_EDITS: tuple[FormEdit, ...] = (
    renamed,
    purpose_reworded,
    objective_reworded,
    more_or_less_money,
    money_in_yuan,
    rows_in_another_order,
    a_row_less,
    a_row_less,
    a_row_more,
    a_row_more,
)
