"""The table of indicators: columns in some order, levels in some manner, rows that are none between them."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import Any

from tests.forms.layouts import labels
from tests.forms.layouts.content import Indicator, Project
from tests.forms.layouts.grids import Block, Put, block, framed, label, value
from tests.forms.layouts.making import Making
from tests.forms.layouts.targets import printed_target, target_cells, target_columns

NUMERALS = "一二三四五六"
_FRAMES = ("绩效指标", "绩\n效\n指\n标", "年度绩效指标", "项目绩效指标")
_FILLERS = ("……", "指标{n}：", "指标{n}：____", "（三级指标）", "…")


def columns_of(making: Making) -> list[str]:
    """The names of the columns, left to right."""
    levels = {
        "three_levels": ["level1", "level2", "level3"],
        "two_levels": ["level1", "level3"],
        "names_only": ["level3"],
        "one_cell": ["level1", "level2", "level3"],
    }
    found = levels[making.choice("columns")]
    if making.choice("level_cells") == "own_rows" and "level2" in found:
        found = found[1:]
    if making.choice("description") == "yes":
        found.append("description")
    targets = [*(["history"] if making.choice("history") == "yes" else []), *target_columns(making)]
    if making.is_evaluation:
        points = ["points"]
        found += (
            [*points, *targets, "actual"]
            if making.choice("points_before_target") == "yes"
            else [*targets, "actual", *points]
        )
        found += ["score", "deviation"]
    else:
        found += [*targets, *(["points"] if making.choice("points") == "yes" else [])]
    if making.choice("unknown_column") == "yes":
        found.append("unknown")
    return [*found, *(["note"] if making.choice("note") == "yes" else [])]


def indicator_blocks(making: Making, project: Project) -> list[Block]:
    """The block of this year's indicators; above it the long-term one, in some layouts. The truth gets its rows."""
    making.truth["total_score"] = None
    if making.choice("columns") == "one_cell":
        return [_one_cell(making, project)]
    made = []
    if making.choice("periods") == "blocks" and not making.is_evaluation:
        long_term = of_all_years(project)
        scratch = replace(
            making,
            truth={},
            layout={
                **making.layout,
                "periods": "one",
                "fillers": "no",
                "sums": "no",
                "unfilled": "no",
                "ditto_target": "no",
            },
        )
        made.append(
            _block(scratch, long_term, making.rng.choice(("长期绩效指标", "中期绩效指标", "实施期绩效指标")))
        )
        made.append(_block(making, project, "年度绩效指标"))
        for row, mid in zip(making.truth["rows"], scratch.truth["rows"], strict=True):
            row["target_text_mid_term"] = mid["target_text"]
        return made
    frame = making.rng.choice(_FRAMES) if making.choice("indicator_frame") == "yes" else None
    return [_block(making, project, frame)]


def _one_cell(making: Making, project: Project) -> Block:
    """All indicators in one cell, a line each below the name of their level."""
    scratch = replace(making, truth={}, layout={**making.layout, "level_points": "no"})
    body_rows(scratch, columns_of(scratch), project)
    lines: list[str] = []
    for level1, group in groupby(scratch.truth["rows"], key=lambda row: row["level1"]):
        lines.append(level1)
        lines += [f"{row['level2']}：{row['level3']}{row['target_text']}" for row in group]
    for row in scratch.truth["rows"]:
        row.update(dict.fromkeys(("description", "points", "note")))
        whole = row["level3"] + row["target_text"]
        row["accept"] = [*row["accept"], {"level3": whole, "target_text": whole}]
    making.truth["rows"] = scratch.truth["rows"]
    return block([[label(making.rng.choice(("绩效指标", "年度绩效指标"))), Put("\n".join(lines))]])


def of_all_years(project: Project) -> Project:
    """The same project with the numbers of all years as its targets."""
    return replace(project, rows=tuple(replace(row, number=row.mid_number) for row in project.rows))


def _block(making: Making, project: Project, frame: str | None) -> Block:
    columns = columns_of(making)
    rows = [
        *header_rows(making, columns),
        *number_row(making, len(columns)),
        *body_rows(making, columns, project),
    ]
    return framed(label(frame) if frame else None, block(rows))


def number_row(making: Making, count: int) -> list[list[Put]]:
    """The numbers of the columns, as tables that are published have them below their header."""
    if making.choice("column_numbers") == "no":
        return []
    return [[Put(str(number), "empty") for number in range(1, count + 1)]]


def header_rows(making: Making, columns: list[str]) -> list[list[Put]]:
    """One row of labels, or two: the target over its parts, or 绩效指标 over the levels."""
    if making.choice("columns") == "two_levels":  # 一级指标 | 二级指标, and below the second the names
        columns = ["level2" if name == "level3" else name for name in columns]
    if making.choice("header") == "one_row":
        return [[making.label(name) for name in columns]]
    parts = [name for name in columns if name in ("operator", "number", "measure_unit")]
    group, name = (parts, making.spell("target")) if len(parts) > 1 and _together(columns, parts) else (
        [name for name in columns if name.startswith("level")], "绩效指标"
    )  # fmt: skip
    if len(group) < 2:
        return [[making.label(name) for name in columns]]
    top: list[Put] = []
    for column in columns:
        if column not in group:
            top.append(making.label(column, rows=2))
        elif column == group[0]:
            top.append(label(name, columns=len(group)))
    return [top, [making.label(column) for column in group]]


def _together(columns: list[str], parts: list[str]) -> bool:
    first = columns.index(parts[0])
    return columns[first : first + len(parts)] == parts


def body_rows(making: Making, columns: list[str], project: Project) -> list[list[Put]]:
    """The rows below the header; the truth gets one for each indicator."""
    truth_rows: list[dict[str, Any]] = []
    rows: list[list[Put]] = []
    indicators = [_with_level(making, row) for row in project.rows]
    names = _level_names(making, indicators)
    unfilled = making.rng.randrange(len(indicators)) if making.choice("unfilled") == "yes" else None
    ditto = _ditto_place(making, indicators, unfilled)
    if ditto is not None:
        above = indicators[ditto - 1]
        numbers = {
            name: getattr(above, name)
            for name in ("operator", "number", "unit", "mid_number", "initial_number")
        }
        indicators[ditto] = replace(indicators[ditto], **numbers)
    seen = 0
    for place, (level1, group) in enumerate(groupby(indicators, key=lambda row: row.level1)):
        members = list(group)
        points = sum(int(member.points) for member in members)
        name1 = names[level1] + (f"（{points}分）" if making.choice("level_points") == "yes" else "")
        accepted = _own_row(making, name1, place)
        body: list[list[Put]] = []
        for level2, smaller in groupby(members, key=lambda row: row.level2):
            part = list(smaller)
            for number, indicator in enumerate(part, 1):
                printed, cells = _cells(
                    making, columns, indicator, number, is_unfilled=seen == unfilled, is_ditto=seen == ditto
                )
                printed["accept"] = [*printed.get("accept", []), *accepted]
                truth_rows.append(_truth_row(making, name1, names[level2], printed))
                body.append(
                    [*_level_cell(making, columns, "level2", names[level2], number, len(part)), *cells]
                )
                seen += 1
        inner = [*body, *_between(making, columns, members)]
        if place and making.choice("header_again") == "yes":
            rows += header_rows(making, columns)
        rows += _with_level1(making, columns, name1, place, inner)
    making.truth["rows"] = truth_rows
    return [*rows, *total_row(making, columns, project)]


def _ditto_place(making: Making, indicators: list[Indicator], unfilled: int | None) -> int | None:
    """A row whose target is that of the row above, in the same level 1."""
    if (
        making.choice("ditto_target") == "no"
        or making.choice("target") != "joined"
        or making.choice("names") == "unit_in_name"
    ):
        return None
    for place in range(1, len(indicators)):
        above, row = indicators[place - 1], indicators[place]
        if (
            above.level1 == row.level1
            and not (above.is_words or row.is_words)
            and unfilled not in (place - 1, place)
        ):
            return place
    return None


def _with_level(making: Making, row: Indicator) -> Indicator:
    if row.level2 == "成本" and making.choice("cost") == "level1":
        return replace(row, level1="成本", level2="经济成本")
    return row


def _level_names(making: Making, rows: list[Indicator]) -> dict[str, str]:
    """One spelling of a level in a form; 成本 under 产出 is spelt like the level 1."""
    tier = making.choice("level_names")
    names = sorted({row.level1 for row in rows} | {row.level2 for row in rows})
    return {name: labels.level(making.rng, name, tier) for name in names}


def _own_row(making: Making, name: str, place: int) -> list[dict[str, Any]]:
    """A level in a row of its own is as good with its number."""
    has_row = making.choice("level_cells") == "own_rows" and making.choice("columns") == "three_levels"
    return [{"level1": f"{NUMERALS[place]}、{name}"}] if has_row else []


def _with_level1(
    making: Making, columns: list[str], name: str, place: int, inner: list[list[Put]]
) -> list[list[Put]]:
    if making.choice("level_cells") == "own_rows" and making.choice("columns") == "three_levels":
        return [[Put(f"{NUMERALS[place]}、{name}", "level", len(columns))], *inner]
    if "level1" not in columns:
        return inner
    return [
        [*_level_cell(making, columns, "level1", name, number, len(inner)), *row]
        for number, row in enumerate(inner, 1)
    ]


def _level_cell(
    making: Making, columns: list[str], column: str, name: str, number: int, count: int
) -> list[Put]:
    """The cell of a level in the row `number` of the `count` rows that it holds for."""
    if column not in columns:
        return []
    manner = making.choice("level_cells")
    if manner == "own_rows":
        manner = "merged"
    if number == 1:
        return [Put(name, "level", rows=count if manner == "merged" else 1)]
    if manner == "merged":
        return []
    if manner == "ditto":
        return [Put(making.rng.choice(("同上", "〃")), "empty")]
    return [Put(name, "level")] if manner == "repeated" else [Put("", "empty")]


def _cells(
    making: Making,
    columns: list[str],
    indicator: Indicator,
    number: int,
    *,
    is_unfilled: bool,
    is_ditto: bool,
) -> tuple[dict[str, Any], list[Put]]:
    """What the row says, and its cells from level 3 on."""
    named = replace(indicator, name=_name(making, indicator, number))
    if making.choice("names") == "unit_in_name":
        named = replace(named, unit="")
    printed = printed_target(making, named, is_unfilled=is_unfilled, is_ditto=is_ditto)
    printed |= {"level3": named.name}
    texts = {
        "level3": value(named.name),
        "description": value(named.description),
        "actual": value(_actual(making, named)),
        "points": value(named.points),
        "score": value(named.score),
        "deviation": value(named.deviation),
        "note": value(named.note),
        "history": Put(_history(named), "other"),
        "unknown": Put(making.rng.choice(("业务台账", "统计年报", "验收单据")), "other"),
    }
    texts |= target_cells(making, named, printed)
    for column in columns:
        if column in texts and column in ("description", "points", "score", "deviation", "note"):
            printed[column] = texts[column].text or None
    if "actual" in columns:
        printed["actual_text"] = texts["actual"].text
    return printed, [texts[column] for column in columns if column in texts]


def _history(indicator: Indicator) -> str:
    """What an earlier year reached: another number than any of this year's."""
    return "情况平稳" if indicator.is_words else f"{float(indicator.number) * 7 + 0.3:g}{indicator.unit}"


def _actual(making: Making, indicator: Indicator) -> str:
    bare = indicator.is_words or making.choice("target") != "joined"
    return indicator.actual if bare else indicator.actual + indicator.unit


def _name(making: Making, indicator: Indicator, number: int) -> str:
    manner = making.choice("names")
    if manner == "numbered":
        return f"指标{number}：{indicator.name}"
    if manner == "starred":
        return f"★{indicator.name}"
    if manner == "unit_in_name" and indicator.unit:
        return f"{indicator.name}（{indicator.unit}）"
    return indicator.name


def _truth_row(making: Making, level1: str, level2: str, printed: dict[str, Any]) -> dict[str, Any]:
    row = {"level1": level1, "level2": level2, **printed}
    for name in (
        "description",
        "points",
        "score",
        "deviation",
        "note",
        "actual_text",
        "target_text_mid_term",
        "target_text_initial",
    ):
        row.setdefault(name, None)
    if making.choice("columns") == "names_only":
        row.update(level1=None, level2=None)
    elif making.choice("columns") == "two_levels":
        row["level2"] = None
        row["accept"] = [
            *row["accept"],
            {"level2": row["level3"], "level3": None},
            {"level1": None, "level2": level1},
        ]
    return row


def _between(making: Making, columns: list[str], members: list[Indicator]) -> list[list[Put]]:
    """Rows of the template that were left, and the sum of a level, as rows inside of it."""
    rows = []
    rest = [name for name in columns if name not in ("level1", "level2", "level3")]
    if making.choice("fillers") == "yes" and making.rng.random() < 0.7:
        text = making.rng.choice(_FILLERS).format(n=len(members) + 1)
        level2 = [Put(making.rng.choice(("", "……")), "empty")] if "level2" in columns else []
        rows.append([*level2, Put(text, "filler"), *(Put("", "empty") for _ in rest)])
    if making.choice("sums") == "subtotals" and "points" in columns and "level1" in columns:
        points = str(sum(int(member.points) for member in members))
        score = f"{sum(float(member.score) for member in members):g}"
        cells = {"points": Put(points, "aside"), "score": Put(score, "aside")}
        level2 = [Put("小计", "aside")] if "level2" in columns else []
        third = [Put("" if level2 else "小计", "empty" if level2 else "aside")]
        rows.append([*level2, *third, *(cells.get(name, Put("", "empty")) for name in rest)])
    return rows


def total_row(making: Making, columns: list[str], project: Project) -> list[list[Put]]:
    """The sum of the points below all rows; in evaluations the total score of the form."""
    if making.choice("sums") not in ("total", "subtotals") or "points" not in columns:
        return []
    first = columns.index("points")
    name = making.rng.choice(("合计", "总分", "总计", "分值合计"))
    cells: list[Put] = []
    for column in columns[first:]:
        if column == "points":
            cells.append(Put("100" if making.is_evaluation else "90", "aside"))
        elif column == "score":
            making.truth["total_score"] = project.total_score
            cells.append(value(project.total_score))
        else:
            cells.append(Put("", "empty"))
    return [[Put(name, "label", first), *cells]]
