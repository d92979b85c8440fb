"""The header of an indicator table, of one row or two: which grid column holds which field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from flows.forms.regions.columns import CHOICES, IDENTIFY, Columns, Leaf, target_column
from flows.forms.regions.grid import Row, bottom_of, end_of
from flows.forms.regions.money_columns import points_of_the_execution
from flows.forms.regions.naming import TARGETS, column_names
from flows.forms.regions.two_rows import column_field, leaves_of_two_rows, of_three_rows, without_repeats
from flows.labels import Label, find_label
from flows.readers import Cell

_LEVELS = ("level1", "level2", "level3")
_NAMES = {*_LEVELS, "indicator_content", "description"}
_BESIDE_TARGETS = {
    "actual",
    "points",
    "score",
    "deviation",
    "note",
    "comparator_printed",
    "unit_printed",
    "mid_year_actual",
}
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
    if row.label_count < 2:  # noqa: PLR2004
        return None
    below = rows[place + 1] if place + 1 < len(rows) else None
    if below is not None and (spread := without_repeats(row, below)) is not None:
        row, below = spread
    if row.cells is row.own and len(row.texts) == len(row.own) and _spans_nothing(row):
        has_nothing_below = below is not None and bool(below.own) and not below.own[0].text
        return _plain_header(
            tuple((cell.text, cell.column) for cell in row.own),
            has_nothing_below,
            tuple(periods.items()),
            year,
            is_monitoring,
        )
    after = rows[place + 2] if place + 2 < len(rows) else None
    deep = of_three_rows(below, after) if below is not None and after is not None else None
    if below is not None and (two := leaves_of_two_rows(row, deep or below)):
        height = 3 if deep else 2
        columns = _columns(*two, height, periods, year, after, is_monitoring=is_monitoring)
        if columns:
            return columns
    return _of_one_row(row, periods, year, below, is_monitoring=is_monitoring)


def _spans_nothing(row: Row) -> bool:
    return all(cell.column_span == 1 and cell.row_span == 1 for cell in row.own)


@lru_cache(maxsize=1_024)
def _plain_header(
    cells: tuple[tuple[str, int], ...],
    has_nothing_below: bool,  # noqa: FBT001
    periods: tuple[tuple[int, str], ...],
    year: int | None,
    is_monitoring: bool,  # noqa: FBT001
) -> Columns | None:
    """The columns of a header in one row without merged or empty cells: a document prints the same one again and again."""
    own = tuple(Cell(text, 0, column, "") for text, column in cells)
    row = Row(0, own, own)
    below = Cell("" if has_nothing_below else "-", 1, cells[0][1], "")
    return _of_one_row(
        row,
        dict(periods),
        year,
        Row(1, (below,), (below,)),
        is_monitoring=is_monitoring,
    )


def _of_one_row(
    row: Row,
    periods: Mapping[int, str],
    year: int | None,
    below: Row | None,
    *,
    is_monitoring: bool,
) -> Columns | None:
    if not any(label is not None and _may_name(label) for label in row.labels) and not _has_unnamed(row):
        return None
    leaves = [
        Leaf(cell, label, None, "", column_field(label))
        for cell, label in zip(row.own, row.labels, strict=True)
    ]
    return _columns(row, leaves, 1, periods, year, below, is_monitoring=is_monitoring)


def _has_unnamed(row: Row) -> bool:
    """Whether the first text could head the names, though nobody knows it: targets and two columns more stand beside it."""
    fields = {label.meanings.get("column") for label in row.labels if label is not None}
    return bool(fields & TARGETS) and len(fields & _BESIDE_TARGETS) > 1


def _may_name(label: Label) -> bool:
    """Whether a column below a label could hold names or levels: a header has one."""
    return label.meanings.get("column") in _NAMES or label.inferred.get("column") in _NAMES


def _columns(
    row: Row,
    leaves: list[Leaf],
    height: int,
    periods: Mapping[int, str],
    year: int | None,
    below: Row | None = None,
    *,
    is_monitoring: bool,
) -> Columns | None:
    leaves = _with_project(leaves)
    frames = [
        leaf
        for leaf in leaves
        if _is_frame_over_nothing(leaf, leaves, below) or _is_frame(leaf, leaves, row, height)
    ]
    leaves = _inferred(_with_target_of_the_year([leaf for leaf in leaves if leaf not in frames]))
    leaves = _with_graded_targets(leaves)
    frames += [leaf for leaf in leaves if _is_frame(leaf, leaves, row, height)]
    leaves = [leaf for leaf in leaves if leaf not in frames]
    leaves = points_of_the_execution(_with_names(leaves))
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
    return Columns(
        fields=names,
        printed={leaf.cell.column: _printed(leaf) for leaf in leaves},
        form_fields=form_fields,
        first=leaves[0].cell.column,
        end=max(end_of(leaf.cell) for leaf in leaves),
        target=target_column(names),
        is_mid_term=_is_mid_term(row, frames),
        height=height,
        money_unit=_money_unit(leaves),
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


def _with_project(leaves: list[Leaf]) -> list[Leaf]:
    """项目 beside levels and money is 项目名称; so is the first name nobody knows (层级名称), if no other is known."""
    labels = [leaf.label for leaf in leaves if leaf.label is not None]
    if any(label.field("form") in IDENTIFY for label in labels):
        return leaves
    parents = [leaf.parent for leaf in leaves if leaf.parent is not None]
    has_money = any(label.field("money") for label in (*labels, *parents))
    if not has_money or not any(leaf.field in _LEVELS for leaf in leaves):
        return leaves
    word = next((leaf for leaf in leaves if leaf.label and leaf.label.field("form") == "project_word"), None)
    first = next((leaf for leaf in leaves if leaf.cell.text), None)
    if word is not None:
        return [
            replace(leaf, label=find_label("项目名称"), field=None) if leaf is word else leaf
            for leaf in leaves
        ]
    is_name = first is not None and first.label is not None and first.label.concept == "name"
    if not is_name or first is None or first.label is None or first.label.meanings:
        return leaves
    either = replace(first.label, meanings={"form": "unit_or_project"}, unknown="")
    return [replace(leaf, label=either, is_inferred=True) if leaf is first else leaf for leaf in leaves]


def _is_mid_term(row: Row, frames: list[Leaf]) -> bool:
    """Whether a frame beside or above the header says that the block below it is of the mid-term."""
    above = (find_label(cell.text) for cell in row.cells if cell.row < row.number)
    return any(
        label is not None and _is_of_the_mid_term(label)
        for label in (*(leaf.label for leaf in frames), *above)
    )


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
        if guess and (guess in CHOICES or (guess not in known and guesses.count(guess) == 1)):
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


def _with_graded_targets(leaves: list[Leaf]) -> list[Leaf]:
    """绩效目标 beside graded targets (优 | 良) is a sentence."""
    if not any(leaf.is_graded for leaf in leaves):
        return leaves
    return [
        replace(leaf, field="aside") if leaf.field == "target" and not leaf.is_graded else leaf
        for leaf in leaves
    ]


def _money_unit(leaves: list[Leaf]) -> str | None:
    labels = (label for leaf in leaves for label in (leaf.label, leaf.parent))
    return next((label.money_unit for label in labels if label and label.money_unit), None)


def _with_names(leaves: list[Leaf]) -> list[Leaf]:
    """The first column of a header with targets and two columns more that is of nothing known holds the names."""
    fields = {leaf.field for leaf in leaves if leaf.field}
    first = next((leaf for leaf in leaves if leaf.cell.text), None)
    if (
        first is None
        or first.field
        or fields & _NAMES
        or not fields & TARGETS
        or len(fields & _BESIDE_TARGETS) < 2  # noqa: PLR2004
        or (first.label is not None and first.label.is_certain and first.label.meanings)
    ):
        return leaves
    return [replace(leaf, field="level3", is_inferred=True) if leaf is first else leaf for leaf in leaves]


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
    if label.field("form", "money") and any(_identifies(other) for other in leaves):
        return False  # the objective or the money of each project of a wide table
    return any(other.field in ("level1", "level2") and other.cell.column > cell.column for other in leaves)


def _is_frame_over_nothing(leaf: Leaf, leaves: list[Leaf], below: Row | None) -> bool:
    """Whether the first label of a header without merged cells is a frame: beside a column of names, with nothing below."""
    first = next((one for one in leaves if one.cell.text), None)
    if leaf is not first or leaf.label is None or "frame" not in leaf.label.meanings or below is None:
        return False
    under = next((cell for cell in below.own if cell.column == leaf.cell.column), None)
    has_names = any(
        "level3" in (other.field, other.label.guess("column") if other.label else None)
        for other in leaves
        if other is not leaf
    )
    return has_names and under is not None and not under.text and leaf.field in (None, "level3")


def _identifies(leaf: Leaf) -> bool:
    """Whether a column says which project a row is of."""
    return leaf.label is not None and leaf.label.field("form") in IDENTIFY


def _is_of_the_form(leaf: Leaf, leaves: list[Leaf]) -> bool:
    """Whether a column describes the project: its unit, its money, its objective."""
    label = leaf.label
    if label is None or column_field(leaf.parent) == "target":
        return False  # 2025年目标 below 指标值 is a target
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
    if is_wide and (leaf.is_of_money or "execution" in label.classes) and "measure" in label.meanings:
        return True  # 执行得分 of the project beside 得分 of the indicator
    if leaf.field is not None or not is_wide:
        return False
    return of_form is not None or "measure" in label.meanings


def period_columns(row: Row) -> dict[int, str]:
    """Grid column → mid_term or annual, for the columns that a row's labels of the two periods cover."""
    periods: dict[int, str] = {}
    if row.label_count < 2:  # noqa: PLR2004
        return periods
    for cell, label in zip(row.own, row.labels, strict=True):
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
