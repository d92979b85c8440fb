"""Which cells of a row are labels, and where their values stand: beside them, or below."""

from __future__ import annotations

from itertools import pairwise

from flows.forms.cells.amounts import is_amount
from flows.forms.cells.inline import bare_pair, inline_pairs, is_note
from flows.forms.open_form import BEGIN_A_FORM, OpenForm
from flows.forms.regions.grid import Row
from flows.labels import Label, find_label, form_kind, is_filler, is_heading, is_level, known_words
from flows.readers import Cell

NAMES = {"project", "unit", "department", "department_named", "purpose"}
# Fields whose labels are never the value of the label before them.
_OF_A_FORM = {*BEGIN_A_FORM, "project_code", "unit_code", "year", "contact", "purpose", "objective", "task"}


_LONGEST_HEAD = 10
_TIERS = {
    frozenset({tier}) for tier in ("central", "province", "city", "county", "town", "upper", "own_level")
}


def label_of(cell: Cell) -> Label | None:
    """The label that a cell is; what a template left (指标2：____) is none."""
    label = find_label(cell.text)
    return None if label is None or is_filler(cell.text) else label


def labels_of(form: OpenForm, items: list[Cell]) -> list[Label | None]:
    """The labels that the cells of a row are; below the form's total 中央 | 500 and 本级 | 300 are sources of money."""
    labels = [label_of(cell) for cell in items]
    if form.money.has_total:
        for place, (cell, value) in enumerate(pairwise(items)):
            if labels[place] is None and is_amount(value.text) and known_words(cell.text) in _TIERS:
                labels[place] = find_label(f"{cell.text}资金")
    return labels


def is_certain(label: Label | None) -> bool:
    """Whether a cell is a label of which all words are known."""
    return label is not None and label.is_certain


def _is_like_a_label(label: Label | None) -> bool:
    """Whether a text is a label, or nearly: a word or two that nobody knows stand before a head."""
    return label is not None and label.is_likely


def values_stand_below(items: list[Cell], labels: list[Label | None], below: Row) -> bool:
    """Whether a row has nothing but labels, and the row below it, cell by cell, nothing that is one."""
    if not _are_heads(items, labels, below):
        return False
    under = {cell.column: cell for cell in below.own}
    values = [under.get(cell.column) for cell in items if cell.text]
    found = [value for value in values if value is not None and value.text]
    return None not in values and bool(found) and _are_values(found, items, labels)


def _are_values(cells: list[Cell], items: list[Cell], heads: list[Label | None]) -> bool:
    """Whether cells below labels are their values: none is a label or says its own.

    One that is like a label is a value below labels that are certain, beside another that is not even like one;
    主管部门业务经费 is the value of 项目名称.
    """
    above = {cell.column: label for cell, label in zip(items, heads, strict=True)}
    found = {cell.column: label_of(cell) for cell in cells}
    if any(says_its_label(cell) or form_kind(cell.text) for cell in cells):
        return False
    for column, label in list(found.items()):
        if label is not None and label.is_certain:
            head = above.get(column)
            if head is None or not head.is_certain or head.field("form") not in NAMES:
                return False
            if label.field("form") is not None or not _may_be_a_value(head, label):
                return False
            found[column] = None
    are_certain = all(label is None or label.is_certain for label in heads)
    likely = [_is_like_a_label(label) for label in found.values()]
    return not (all(likely) if are_certain else any(likely))


def _are_heads(items: list[Cell], labels: list[Label | None], below: Row) -> bool:
    """Whether a row is nothing but labels: not each with an empty cell beside it, and one at least certain."""
    found = [label for cell, label in zip(items, labels, strict=True) if cell.text]
    if _are_sources_over_amounts(items, found, below):
        return True
    if None in found:
        return _are_heads_of_a_row(items, labels, below)
    # 项目名称 over its value in the first column of a workbook without merged cells; a margin may stand before it.
    first = next((cell for cell in items if cell.text), None)
    is_above = (
        len(items) > 1 and first is not None and [cell.column for cell in below.texts] == [first.column]
    )
    is_above = is_above and len(below.own) == len(items) and not _is_other_text(below.texts[0])
    if not found or (len(found) == 1 and len(items) > 1 and not is_above):
        return False
    if len(found) == 1 and is_above:
        return is_certain(found[0])
    is_like_labels = len(found) > 1 and all(_is_like_a_label(label) for label in found)
    if not is_like_labels and not any(is_certain(label) for label in found):
        return False
    has_blanks = all(not items[place + 1].text for place, cell in enumerate(items[:-1]) if cell.text)
    return not (has_blanks and len(found) < len(items))


def _are_heads_of_a_row(items: list[Cell], labels: list[Label | None], below: Row) -> bool:
    """项目名称 | 主管局办 | 用款单位 over a row of texts: labels beside one another, though nobody knows one of them."""
    is_aligned = [cell.column for cell in items] == [cell.column for cell in below.own]
    are_texts = all(cell.text and not is_certain(label_of(cell)) for cell in below.own)
    has_neighbours = any(_is_like_a_label(one) and _is_like_a_label(other) for one, other in pairwise(labels))
    first = labels[0] if labels else None
    return (
        is_aligned
        and are_texts
        and has_neighbours
        and first is not None
        and first.field("form") == "project"
        and all(cell.text and len(cell.text) <= _LONGEST_HEAD for cell in items)
    )


def _are_sources_over_amounts(items: list[Cell], found: list[Label | None], below: Row) -> bool:
    """合计 | 中央衔接资金 | 东西部协作资金 over amounts: a total, and sources of which some may be known to nobody."""
    under = {cell.column: cell.text for cell in below.own}
    first = found[0] if found else None
    return (
        len(found) > 1
        and first is not None
        and first.is_certain
        and first.field("money") == "total"
        and all(is_amount(under.get(cell.column, "")) for cell in items if cell.text)
    )


def _is_other_text(cell: Cell) -> bool:
    """Whether a text alone in its row begins something else: a note, a title, a level."""
    return is_note(cell.text) or is_level(cell.text) or is_heading(cell.text) or is_filler(cell.text)


def place_of_value(items: list[Cell], position: int) -> int:
    """The next cell with a text, if it is no label; a workbook without merged cells has empty ones before it."""
    for place in range(position, len(items)):
        if items[place].text:
            return position if place > position and label_of(items[place]) is not None else place
    return position


def is_of_money(label: Label) -> bool:
    """Whether a label says, or most likely says, whose money or which measure of it stands beside it."""
    return label.field("money", "measure") is not None or label.guess("money", "measure") is not None


def amounts_that_follow(items: list[Cell], labels: list[Label | None], position: int) -> list[Cell]:
    """The amounts right of the value at `position`, up to the next label or other text."""
    found = []
    for cell, label in zip(items[position + 1 :], labels[position + 1 :], strict=True):
        if not cell.text:
            continue
        if label is not None or not is_amount(cell.text) or "%" in cell.text or "％" in cell.text:
            break
        found.append(cell)
    return found


def may_say_a_label(cell: Cell, label: Label) -> bool:
    """Whether a value may begin with a label of its own: 总体目标：… beside 绩效目标, never a name or beside a colon."""
    return label.field("form") not in (None, *NAMES) and not cell.text.rstrip().endswith((":", "："))


def is_label_here(items: list[Cell], labels: list[Label | None], place: int) -> bool:
    """Whether a cell that could be a label is one: it has a value, or is no value of the label before it."""
    label = labels[place]
    if label is None:
        return False
    before = labels[place - 1] if place else None
    following = items[place + 1] if place + 1 < len(items) else None
    has_value = following is not None and bool(following.text) and labels[place + 1] is None
    if label.is_certain:
        return before is None or has_value or not _may_be_a_value(before, label)
    is_value = place > 0 and before is not None and before.is_certain
    if not is_value:
        return has_value or (bool(label.meanings) and len(items) > 1)
    if before is not None and _names_the_same(before, label):
        return True
    # 项目名称 | 省级生态护林员补助资金: the value of the label before it, unless it has a value itself.
    return has_value and label.is_likely


def _may_be_a_value(before: Label, label: Label) -> bool:
    """Whether a text of known words may be the value of the label before it: 项目名称 | 主管部门业务经费."""
    if label.field("form") in _OF_A_FORM or label.field("column", "measure") is not None:
        return False
    names_something = before.field("form") in {*NAMES, "aside"} or not before.meanings
    return (
        names_something
        and before.field("money", "measure", "column") is None
        and not _names_the_same(before, label)
    )


def _names_the_same(before: Label, label: Label) -> bool:
    """Whether a text after a label is a label of the same thing, and so no value of it (绩效目标 | 全周期绩效目标)."""
    field, guess = before.field("form"), label.guess("form")
    return field is not None and guess is not None and field.split("_")[0] == guess.split("_")[0]


def says_its_label(cell: Cell) -> bool:
    """Whether a cell says its own label before its value (项目单位：…, 执行率95%)."""
    return bool(inline_pairs(cell.text)) or bare_pair(cell.text) is not None
