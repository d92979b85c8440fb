"""The fields of a header's columns, where two columns could have the same: two periods side by side, years, remarks."""

from __future__ import annotations

from collections.abc import Mapping

from flows.forms.regions.columns import CHOICES, Leaf
from flows.labels import Label

TARGETS = {
    "target",
    "target_initial",
    "target_mid_term",
    "actual",
    "mid_year_actual",
    "mid_year_forecast",
}


def column_names(
    leaves: list[Leaf],
    form_fields: Mapping[int, Label],
    periods: Mapping[int, str],
    year: int | None,
    *,
    is_monitoring: bool,
) -> dict[int, str]:
    """Grid column → field, once each; '' for a column that nobody knows, or that could be what another one is."""
    names: dict[int, str] = {}
    years = {leaf.label.year for leaf in leaves if leaf.label and leaf.label.year}
    this_year = year if year is not None else max(years, default=None)
    for leaf in leaves:
        column = leaf.cell.column
        if column in form_fields:
            continue
        name = leaf.field or ""
        if not name and leaf.label and leaf.label.field("form") in ("aside", "contact"):
            name = leaf.label.meanings["form"]
        if leaf.label and leaf.label.year and leaf.label.year != this_year and name in TARGETS:
            name = "aside"
        names[column] = name
    if "target" not in names.values():
        # Where only the initial target is printed, it is the target.
        names = {column: "target" if name == "target_initial" else name for column, name in names.items()}
    if "target" not in names.values() and list(names.values()).count("target_mid_term") == 1:
        names = {column: "target" if name == "target_mid_term" else name for column, name in names.items()}
    _name_mid_year(names, {leaf.cell.column: leaf for leaf in leaves}, is_monitoring=is_monitoring)
    _name_contents(names)
    if list(names.values()).count("target") > 1:
        names = _of_two_targets(names, periods)
    return _once_each(names)


def _name_mid_year(names: dict[int, str], leaves: Mapping[int, Leaf], *, is_monitoring: bool) -> None:
    """1-7月执行情况 | 全年预计完成情况 are of mid-year monitoring, unless the header has the year's actual value, too.

    Under the title of a monitoring form a plain 完成情况 is that of the months, or what is expected beside it.
    预计完成值 alone is an actual value; without a target (前年 | 上年 | 预期当年实现值) it is the target.
    """
    found = set(names.values())
    if is_monitoring:
        plain = "mid_year_forecast" if "mid_year_actual" in found else "mid_year_actual"
        names |= {column: plain for column, name in names.items() if name == "actual"}
    elif "actual" in found:
        names |= {column: "aside" for column, name in names.items() if name.startswith("mid_year_")}
    elif "mid_year_actual" not in found:
        for column, name in names.items():
            if name == "mid_year_forecast":
                label = leaves[column].label
                planned = "actual" if found & {"target", "target_initial"} else "target"
                names[column] = planned if label is not None and label.concept == "actual" else ""


def _name_contents(names: dict[int, str]) -> None:
    """指标内容 is the name where no other column is, else a remark."""
    for column, name in names.items():
        if name == "indicator_content":
            names[column] = "note" if "level3" in names.values() else "level3"


def _of_two_targets(names: dict[int, str], periods: Mapping[int, str]) -> dict[int, str]:
    """Two blocks side by side: the annual block's fields keep their names, the other's target is a second value."""
    targets = [column for column, name in names.items() if name == "target"]
    has_blocks = any(list(names.values()).count(level) > 1 for level in ("level2", "level3"))
    annual = _annual(targets, periods)
    if not has_blocks and annual is None:
        return {column: "" if name == "target" else name for column, name in names.items()}
    annual = targets[-1] if annual is None else annual
    blocks: list[dict[int, str]] = [{}]
    for column, name in sorted(names.items()):
        if name and name != "level1" and name in blocks[-1].values():
            blocks.append({})
        blocks[-1][column] = name
    renamed: dict[int, str] = {}
    for block in blocks:
        is_annual = annual in block
        for column, name in block.items():
            other = name if name in ("level1", "") else f"{name}_mid_term"
            renamed[column] = name if is_annual else other
    return renamed


def _annual(targets: list[int], periods: Mapping[int, str]) -> int | None:
    """The target of the year by the labels of the two periods above: the one below 年度目标, or on its side."""
    below = [column for column in targets if periods.get(column) == "annual"]
    if len(below) < 2:  # noqa: PLR2004
        return next(iter(below), None)
    starts = {
        period: min(column for column, one in periods.items() if one == period) for period in periods.values()
    }
    return targets[-1] if starts["annual"] == max(starts.values()) else targets[0]


def _once_each(names: dict[int, str]) -> dict[int, str]:
    """A field has one column, remarks aside: a second name is a description, anything else is not known."""
    seen: set[str] = set()
    result: dict[int, str] = {}
    for column, name in sorted(names.items()):
        kept = name
        if name in seen and name not in ("", "aside", "note", *CHOICES):
            kept = "description" if name == "level3" and "description" not in names.values() else ""
        seen.add(kept)
        result[column] = kept
    return result
