"""A header of two rows: labels over labels, as cells that are merged or as a workbook without merged cells prints them."""

from __future__ import annotations

from flows.forms.regions.columns import CHOICES, IDENTIFY, Leaf
from flows.forms.regions.grid import Row, covers
from flows.forms.regions.naming import TARGETS
from flows.labels import Label, find_certain_label, find_label, is_best_grade, is_next_grade
from flows.readers import Cell

_LONGEST_HEADING = 12
_OF_MONEY = {"execution", "fund", "budget"}
_OF_COLUMNS = {"target", "indicator", "goal", "number", "actual", "status", "name", "points"}


def column_field(label: Label | None) -> str | None:
    """The field of a column under a label; None if the label names none."""
    return None if label is None else label.field("column")


def leaves_of_two_rows(row: Row, below: Row) -> tuple[Row, list[Leaf]] | None:
    """The first row, as if it were merged, and a leaf for each column; None if the two rows are no such header.

    指标值 over 符号 | 数值 | 单位 beside cells that are merged down, or that stand over empty ones.
    """
    if below.number != row.number + 1 or len(below.texts) < 2:  # noqa: PLR2004
        return None
    groups = [cell for cell in row.own if cell.column_span > 1 and cell.row_span == 1]
    if not groups:
        spread = _merged(row, below)
        if spread is None:
            return None
        row, below = spread
    leaves = []
    known = sum(_is_known(cell, row) for cell in below.texts)
    for cell in below.own:
        parent = next((one for one in row.own if covers(one, cell.column)), None)
        if (
            parent is None
            or parent.row_span > 1
            or (parent.column_span > 1 and not (_heads_columns(parent) or _heads_names(parent, row, below)))
        ):
            return None
        if parent.column_span == 1 and is_no_heading(parent):
            return None
        if not cell.text:
            leaves.append(
                Leaf(parent, find_label(parent.text), None, "", column_field(find_label(parent.text)))
            )
            continue
        leaf = _of_grade(cell, parent, below) or leaf_below(cell, parent)
        if (leaf.label is None or leaf.label.unknown) and known * 2 < len(below.texts):
            return None
        leaves.append(leaf)
    leaves += [
        Leaf(cell, label, None, "", column_field(label))
        for cell in row.own
        if cell.row_span > 1
        for label in [find_label(cell.text)]
    ]
    return row, sorted(leaves, key=lambda leaf: leaf.cell.column)


def _is_known(cell: Cell, row: Row) -> bool:
    """Whether a cell of the second row is a label, or an answer below a choice (确定能 below 完成目标可能性)."""
    if find_certain_label(cell.text) is not None:
        return True
    parents = (find_label(one.text) for one in row.own if covers(one, cell.column))
    return any(column_field(parent) in CHOICES for parent in parents)


def _of_grade(cell: Cell, parent: Cell, below: Row) -> Leaf | None:
    """优 | 良 | 中 | 差 below 评价标准: the best grade is what is promised, the others are remarks; None for other cells.

    部门职责—工作活动绩效目标 of Hebei prints targets so.
    """
    siblings = [one.text for one in below.own if covers(parent, one.column)]
    if not siblings or not is_best_grade(siblings[0]) or not any(map(is_next_grade, siblings)):
        return None
    label = find_label(parent.text)
    return Leaf(
        cell, label, label, parent.text, "target" if is_best_grade(cell.text) else "note", is_graded=True
    )


def of_three_rows(below: Row, third: Row) -> Row | None:
    """The second row of a header of three, with the third's cells for those that they stand below; None without any.

    前年 | 上年 below 近两年指标值, beside 预期当年实现值, below 指标值.
    """
    groups = [cell for cell in below.own if cell.column_span > 1 and cell.row_span == 1]
    if (
        not groups
        or not all(map(_heads_columns, groups))
        or len(third.own) != sum(cell.column_span for cell in groups)
    ):
        return None
    if not all(any(covers(group, cell.column) for group in groups) for cell in third.own):
        return None
    kept = [cell for cell in below.own if cell not in groups]
    lowest = [_of_all(cell, groups) for cell in third.own]
    cells = tuple(sorted((*kept, *lowest), key=lambda cell: cell.column))
    return Row(below.number, cells, cells)


def _of_all(cell: Cell, groups: list[Cell]) -> Cell:
    """小计 below 全年预算数 is all of it, and is called so."""
    label = find_certain_label(cell.text)
    group = next(one for one in groups if covers(one, cell.column))
    above = find_certain_label(group.text)
    is_all = label is not None and (label.concept == "subtotal" or label.field("money") == "total")
    is_total = above is not None and above.field("money") == "total"
    return cell._replace(text=group.text) if is_all and is_total else cell


def _merged(row: Row, below: Row) -> tuple[Row, Row] | None:
    """Two rows of labels of a workbook without merged cells, as if they were merged; None if they are no such rows.

    A label reaches over the empty cells right of it that have labels below them; one with nothing below it reaches down.
    """
    own = {cell.column: cell for cell in row.own}
    under = {cell.column: cell for cell in below.own}
    if own.keys() != under.keys() or any(cell.column_span > 1 or cell.row_span > 1 for cell in row.own):
        return None
    are_known = [find_label(cell.text) is not None for cell in row.texts]
    if not all(are_known) and not (_names_the_project(row, below) and sum(are_known) > 1):
        return None
    if not all(find_certain_label(cell.text) is not None for cell in below.texts):
        return None
    made: list[Cell] = []
    for column in sorted(own):
        cell = own[column]
        if cell.text:
            made.append(cell._replace(row_span=1 if under[column].text else 2))
        elif made and under[column].text and made[-1].row_span == 1:
            made[-1] = made[-1]._replace(column_span=column + 1 - made[-1].column)
        elif not under[column].text:
            made.append(cell._replace(row_span=2))
        else:
            return None
    if not any(cell.column_span > 1 for cell in made):
        return None
    kept = tuple(cell for column, cell in sorted(under.items()) if cell.text)
    return Row(row.number, tuple(made), tuple(made)), Row(below.number, kept, kept)


def without_repeats(row: Row, below: Row) -> tuple[Row, Row] | None:
    """Two rows of the header of a wide table that has the text of a merged cell in each cell that it covered.

    The repeats are emptied, as a workbook without merged cells has them; None for other rows.
    """
    under = {cell.column: cell.text for cell in below.own}
    names = [
        cell
        for cell, label in zip(row.own, row.labels, strict=True)
        if label is not None and label.field("form") in IDENTIFY
    ]
    if not any(under.get(cell.column) == cell.text for cell in names):
        return None
    over = {cell.column: cell.text for cell in row.own}
    upper = tuple(
        cell._replace(text="")
        if over.get(cell.column - 1) == cell.text and under.get(cell.column) != cell.text
        else cell
        for cell in row.own
    )
    if upper == row.own:
        return None
    lower = tuple(
        cell._replace(text="") if over.get(cell.column) == cell.text else cell for cell in below.own
    )
    return Row(row.number, upper, upper), Row(below.number, lower, lower)


def is_no_heading(cell: Cell) -> bool:
    """Whether a cell above a label is itself no part of a header: an amount, a sentence, a label of money."""
    if not cell.text:
        return False
    label = find_label(cell.text)
    if label is None:
        return any(map(str.isdigit, cell.text)) or len(cell.text) > _LONGEST_HEADING
    return label.is_certain and column_field(label) is None and label.field("money", "measure") is not None


def _heads_columns(cell: Cell) -> bool:
    """Whether a cell of the first row heads columns: a label, if only of a word that nobody knows and a known head."""
    label = find_label(cell.text)
    return label is not None and (label.is_certain or (bool(label.inferred) and label.concept in _OF_COLUMNS))


def _heads_names(cell: Cell, row: Row, below: Row) -> bool:
    """Whether a text that nobody knows (绩效指标自评) heads columns of a wide table.

    Labels are all that stands below it, and of names, or of what no other column below the first row is.
    """
    labels = [find_certain_label(one.text) for one in below.own if covers(cell, one.column)]
    if not _names_the_project(row, below) or is_no_heading(cell) or not all(labels):
        return False
    fields = {column_field(label) for label in labels}
    groups = [one for one in row.own if one is not cell and not is_of_money(find_label(one.text))]
    others = {
        column_field(find_certain_label(one.text))
        for one in below.own
        if any(covers(group, one.column) for group in groups)
    }
    return "level3" in fields or not fields & others - {None}


def _names_the_project(row: Row, below: Row) -> bool:
    """Whether the first row of a header has the label of the project, with nothing below it: it is no pair."""
    under = {cell.column for cell in below.texts}
    return any(
        label is not None and label.field("form") in IDENTIFY and cell.column not in under
        for cell, label in zip(row.own, row.labels, strict=True)
    )


def leaf_below(cell: Cell, parent: Cell) -> Leaf:
    """A cell of the second row: a label by itself, or a word that makes one with the cell above it (上年 below 指标值)."""
    own = find_certain_label(cell.text)
    above = find_label(parent.text)
    if (
        own is not None
        and own.concept == "subtotal"
        and above is not None
        and above.field("money") == "total"
    ):
        own = above  # 小计 below 预算金额 is all of it
    if (name := column_field(above)) in CHOICES:
        return Leaf(cell, own or above, above, parent.text, name)
    if own is None or own.field("column", "form") == "aside":
        own = _completed(cell, above) or own
    name = column_field(own)
    if own is not None and name is None and own.field("measure") and is_of_money(above):
        return Leaf(cell, own, above, parent.text, None)  # 1—8月执行数 below 预算执行情况
    joined = [
        label
        for text in (_core(cell) + _core(parent), _core(parent) + _core(cell))
        if (label := find_certain_label(text)) is not None and label.meanings
    ]
    if name in (None, "aside") and (
        found := next((one for one in joined if column_field(one) not in (None, "aside")), None)
    ):
        return Leaf(cell, found, above, parent.text, column_field(found))
    if own is not None and (name or own.meanings):
        is_bare = own is not None and own.concept == "number" and not own.classes
        if is_bare and name in TARGETS and column_field(above) in TARGETS - {"target"}:
            name = column_field(above)  # 数值 below 实际
        elif (
            above is not None
            and name in TARGETS
            and above.classes & {"long", "previous", "next", "part_year"}
        ):
            name = column_field(find_certain_label(_core(parent) + _core(cell))) or name
        elif above is not None and "long" in above.classes and name in ("level2", "level3"):
            name = f"{name}_mid_term"
        return Leaf(cell, own, above, parent.text, name)
    return Leaf(cell, joined[0] if joined else find_label(cell.text), above, parent.text, None)


def is_of_money(label: Label | None) -> bool:
    """Whether a label heads money or its execution: 预算执行情况, 项目资金, 预算金额."""
    return label is not None and bool(
        label.field("money", "measure") or label.concept == "funds" or label.classes & _OF_MONEY
    )


def _completed(cell: Cell, frame: Label | None) -> Label | None:
    """A word that only the frame above it makes a label: 小计 and 上级 below 资金来源, 类型 below 绩效指标."""
    word = frame.field("frame") if frame is not None else None
    if not word:
        return None
    return next(
        (
            label
            for text in (_core(cell) + word, word + _core(cell))
            if (label := find_certain_label(text)) is not None and label.meanings
        ),
        None,
    )


def _core(cell: Cell) -> str:
    label = find_label(cell.text)
    return label.text if label else "".join(cell.text.split())
