"""The header of an indicator table, of one row or two: which grid column holds which field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flows.forms.regions.columns import CHOICES, IDENTIFY, Columns, Leaf
from flows.forms.regions.grid import Row, bottom_of, covers, end_of
from flows.forms.regions.naming import TARGETS, column_names
from flows.labels import Label, find_certain_label, find_label
from flows.readers import Cell

_OF_COLUMNS = {"target", "indicator", "goal", "number", "actual", "status", "name", "points"}
_LEVELS = ("level1", "level2", "level3")
_NAMES = {*_LEVELS, "indicator_content", "description"}
_DECIDES_PERIOD = {"objective_mid_term": "mid_term", "objective": "annual"}
# Fields of the form that a wide table of many projects prints beside the indicators.
_OF_THE_FORM = ("form", "money")


def find_header(
    rows: list[Row],
    place: int,
    periods: Mapping[int, str],
    year: int | None,
    *,
    is_monitoring: bool = False,
) -> Columns | None:
    """The columns of the header that begins at `place`; None if the row begins none.

    A header has the label of a name or a level, and of a target or an actual value; or two levels. `periods` says which
    grid columns stand below a mid-term label and which below an annual one (中期目标 | 年度目标). In a form of mid-year
    monitoring (`is_monitoring`) 完成情况 is what was reached until then. A label that nobody knows has the field '': what
    stands below it is rejected, never dropped.
    """
    row = rows[place]
    labels = [find_label(cell.text) for cell in row.own]
    if sum(1 for label in labels if label is not None) < 2:  # noqa: PLR2004
        return None
    below = rows[place + 1] if place + 1 < len(rows) else None
    leaves = _of_two_rows(row, below) if below is not None else None
    if leaves and (columns := _columns(row, leaves, 2, periods, year, is_monitoring=is_monitoring)):
        return columns
    leaves = [
        Leaf(cell, label, None, "", _column_field(label)) for cell, label in zip(row.own, labels, strict=True)
    ]
    return _columns(row, leaves, 1, periods, year, is_monitoring=is_monitoring)


def _of_two_rows(row: Row, below: Row) -> list[Leaf] | None:
    """指标值 over 符号 | 数值 | 单位 beside cells that are merged down, or that stand over empty ones."""
    if below.number != row.number + 1 or len(below.texts) < 2:  # noqa: PLR2004
        return None
    groups = [cell for cell in row.own if cell.column_span > 1 and cell.row_span == 1]
    if not groups:
        return None
    leaves = []
    known = sum(1 for cell in below.texts if find_certain_label(cell.text) is not None)
    for cell in below.own:
        parent = next((one for one in row.own if covers(one, cell.column)), None)
        if parent is None or parent.row_span > 1 or (parent.column_span > 1 and not _heads_columns(parent)):
            return None
        if not cell.text:
            leaves.append(
                Leaf(parent, find_label(parent.text), None, "", _column_field(find_label(parent.text)))
            )
            continue
        leaf = _below(cell, parent)
        if leaf is None or (leaf.label is not None and leaf.label.unknown and known * 2 < len(below.texts)):
            return None
        leaves.append(leaf)
    leaves += [
        Leaf(cell, label, None, "", _column_field(label))
        for cell in row.own
        if cell.row_span > 1
        for label in [find_label(cell.text)]
    ]
    return sorted(leaves, key=lambda leaf: leaf.cell.column)


def _heads_columns(cell: Cell) -> bool:
    """Whether a cell of the first row heads columns: a label, if only of a word that nobody knows and a known head."""
    label = find_label(cell.text)
    return label is not None and (label.is_certain or (bool(label.inferred) and label.concept in _OF_COLUMNS))


def _below(cell: Cell, parent: Cell) -> Leaf | None:
    """A cell of the second row: a label by itself, or a word that makes one with the cell above it (上年 below 指标值)."""
    own = find_certain_label(cell.text)
    above = find_label(parent.text)
    if (name := _column_field(above)) in CHOICES:
        return Leaf(cell, own or above, above, parent.text, name)
    name = _column_field(own)
    if own is not None and (name or own.meanings):
        if (
            above is not None
            and name in TARGETS
            and above.classes & {"long", "previous", "next", "part_year"}
        ):
            joined = find_certain_label(_core(parent) + _core(cell))
            name = _column_field(joined) or name
        elif above is not None and "long" in above.classes and name in ("level2", "level3"):
            name = f"{name}_mid_term"
        return Leaf(cell, own, above, parent.text, name)
    for text in (_core(cell) + _core(parent), _core(parent) + _core(cell)):
        label = find_certain_label(text)
        if label is not None and label.meanings:
            return Leaf(cell, label, above, parent.text, _column_field(label))
    label = find_label(cell.text)
    return None if label is None else Leaf(cell, label, above, parent.text, None)


def _core(cell: Cell) -> str:
    label = find_label(cell.text)
    return label.text if label else "".join(cell.text.split())


def _column_field(label: Label | None) -> str | None:
    return None if label is None else label.field("column")


def _columns(
    row: Row,
    leaves: list[Leaf],
    height: int,
    periods: Mapping[int, str],
    year: int | None,
    *,
    is_monitoring: bool,
) -> Columns | None:
    leaves = _inferred(_with_target_of_the_year(leaves))
    frames = [leaf for leaf in leaves if _is_frame(leaf, leaves, row, height)]
    leaves = [leaf for leaf in leaves if leaf not in frames]
    found = {leaf.field for leaf in leaves if leaf.field}
    found |= {
        name
        for leaf in leaves
        if leaf.label is not None and (name := leaf.label.field("form")) is not None and name in IDENTIFY
    }
    levels = found & set(_LEVELS)
    if not (found & _NAMES and found & TARGETS) and len(levels) < 2:  # noqa: PLR2004
        return None
    if len([leaf for leaf in leaves if leaf.cell.text]) < 2:  # noqa: PLR2004
        return None
    form_fields = {
        leaf.cell.column: leaf.label for leaf in leaves if leaf.label and _is_of_the_form(leaf, leaves)
    }
    names = column_names(leaves, form_fields, periods, year, is_monitoring=is_monitoring)
    mid_term = [
        label
        for label in (
            *(leaf.label for leaf in frames),
            *(find_label(cell.text) for cell in row.cells if cell.row < row.number),
        )
        if label is not None and _is_of_the_mid_term(label)
    ]
    return Columns(
        fields=names,
        printed={leaf.cell.column: _printed(leaf) for leaf in leaves},
        form_fields=form_fields,
        first=leaves[0].cell.column,
        end=max(end_of(leaf.cell) for leaf in leaves),
        target=_target_of(names),
        is_mid_term=bool(mid_term),
        height=height,
        money_unit=next(
            (leaf.label.money_unit for leaf in leaves if leaf.label and leaf.label.money_unit), None
        ),
        is_monitoring="mid_year_actual" in names.values(),
        through=next((leaf.label.through for leaf in leaves if leaf.label and leaf.label.through), None),
        inferred=frozenset(leaf.field for leaf in leaves if leaf.is_inferred and leaf.field) - {"", "aside"},
        inferred_of_form=frozenset(
            leaf.label.field(*_OF_THE_FORM, "measure") or ""
            for leaf in leaves
            if leaf.is_inferred and leaf.label and leaf.cell.column in form_fields
        ),
        starts=tuple(leaf.cell.column for leaf in leaves),
        answered=frozenset(name for name in CHOICES if list(names.values()).count(name) > 1),
    )


def _target_of(names: Mapping[int, str]) -> int | None:
    """The column of the target, else of what was or will be reached."""
    found = {name: column for column, name in reversed(list(names.items()))}
    of_rows = ("target", "target_initial", "actual", "mid_year_actual", "mid_year_forecast")
    return next((found[name] for name in of_rows if name in found), None)


def _with_target_of_the_year(leaves: list[Leaf]) -> list[Leaf]:
    """本年绩效指标 beside 三级指标 and no other target is the target: exports of the integrated budget system."""
    fields = [
        leaf.field for leaf in leaves if not (leaf.label and leaf.label.concept in ("goal", "overall_goal"))
    ]
    if "level3" not in fields or "target" in fields:
        return leaves
    of_the_year = [
        leaf
        for leaf in leaves
        if leaf.label is not None and leaf.label.concept == "indicator" and "annual" in leaf.label.classes
    ]
    if len(of_the_year) != 1 or of_the_year[0].cell.row_span > 2:  # noqa: PLR2004
        return leaves
    return [replace(leaf, field="target") if leaf is of_the_year[0] else leaf for leaf in leaves]


def _inferred(leaves: list[Leaf]) -> list[Leaf]:
    """The columns of which the head is known and a word before it is not, if no other column is of that field."""
    known = {leaf.field for leaf in leaves if leaf.field}
    has_target = any(leaf.label is not None and leaf.label.concept in ("target", "number") for leaf in leaves)
    guesses = [
        leaf.label.inferred.get("column")
        if leaf.label is not None
        and not leaf.field
        and not (
            has_target and leaf.label.concept in ("goal", "overall_goal")
        )  # an objective beside a target
        else None
        for leaf in leaves
    ]
    result = []
    for leaf, guess in zip(leaves, guesses, strict=True):
        if guess and guess not in known and guesses.count(guess) == 1:
            result.append(replace(leaf, field=guess, is_inferred=True))
        elif (
            leaf.label is not None and not leaf.label.meanings and leaf.label.guess(*_OF_THE_FORM, "measure")
        ):
            result.append(
                replace(leaf, label=replace(leaf.label, meanings=leaf.label.inferred), is_inferred=True)
            )
        else:
            result.append(leaf)
    return result


def _printed(leaf: Leaf) -> str:
    text = leaf.cell.text or leaf.parent_text
    return "".join(text.split())


def _is_of_the_mid_term(label: Label) -> bool:
    return label.field("frame") == "mid_term" or label.field("form") == "objective_mid_term"


def _is_frame(leaf: Leaf, leaves: list[Leaf], row: Row, height: int) -> bool:
    """A label merged down beside the rows below the header (绩效指标) is no column of it, nor one left of level 1."""
    cell, label = leaf.cell, leaf.label
    if cell.column_span == row.own[-1].column + row.own[-1].column_span:
        return False
    if bottom_of(cell) > row.number + height and label is not None and leaf.field not in _LEVELS[:2]:
        is_column = label.field("form") in IDENTIFY or any(
            other is not leaf and bottom_of(other.cell) == bottom_of(cell) for other in leaves
        )
        return not is_column
    if label is None or "frame" not in label.meanings or leaf.field not in (None, "level3"):
        return False
    return any(other.field in ("level1", "level2") and other.cell.column > cell.column for other in leaves)


def _is_of_the_form(leaf: Leaf, leaves: list[Leaf]) -> bool:
    """Whether a column describes the project: its unit, its money, its objective."""
    label = leaf.label
    if label is None:
        return False
    of_form = label.field(*_OF_THE_FORM)
    is_wide = any(other.label and other.label.field("form") in IDENTIFY for other in leaves)
    if leaf.field == "unit_printed" and of_form == "unit":
        # In a wide table 单位 left of the project or of the levels is the unit that spends, not the unit of measure.
        return is_wide and any(
            other.field in ("level1", "level3") or (other.label and other.label.field("form") == "project")
            for other in leaves
            if other.cell.column > leaf.cell.column
        )
    if label.concept in ("goal", "overall_goal") and of_form is not None:
        return is_wide or any(
            other.field == "target" and other is not leaf and other.label and other.label.concept != "goal"
            for other in leaves
        )
    if leaf.field is not None or not is_wide:
        return False
    return of_form is not None or "measure" in label.meanings


def period_columns(row: Row) -> dict[int, str]:
    """Grid column → mid_term or annual, for the columns that a row's labels of the two periods cover."""
    periods: dict[int, str] = {}
    for cell in row.own:
        label = find_label(cell.text)
        period = (
            _DECIDES_PERIOD.get(
                (label.field("form") or "").replace("objective_overall", "objective_mid_term")
            )
            if label
            else None
        )
        if period:
            for column in range(cell.column, end_of(cell)):
                periods[column] = period
    return periods if len(set(periods.values())) > 1 else {}
