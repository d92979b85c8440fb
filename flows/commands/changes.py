"""`jixiao changes YEAR`: what changed since the year before, both years' texts side by side."""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import asdict, dataclass
from decimal import Decimal
from itertools import groupby
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.base.database import objects, reading
from flows.base.errors import NotFoundError
from flows.base.paths import Warehouse
from flows.base.printing import code_and_name, tables, ten_thousands
from flows.warehouse.state import published_file

_TO_BE_LOOKED_AT = ("similarity", "decision")
"""Links that a person may want to confirm; the others are by equal names or codes."""

_COLOURS = {
    "added": "green",
    "dropped": "red",
    "tightened": "cyan",
    "relaxed": "yellow",
    "quantified": "green",
    "unquantified": "yellow",
    "not_comparable": "magenta",
}


@dataclass(frozen=True, slots=True)
class Change:
    """An indicator in two years. Money in yuan; texts as printed; None where a year has none."""

    jurisdiction: str | None
    unit_id: str
    unit_code: str | None
    unit_name: str
    unit_change: str
    previous_unit_budget_yuan: Decimal | None
    unit_budget_yuan: Decimal | None
    project_key: str
    project_name: str
    project_change: str
    project_match_method: str | None
    project_match_score: Decimal | None
    project_matched_on: str | None
    previous_fiscal_year: int
    fiscal_year: int
    previous_budget_yuan: Decimal | None
    budget_yuan: Decimal | None
    indicator_name: str
    change: str
    previous_target_text: str | None
    target_text: str | None
    difference: Decimal | None
    difference_unit: str | None
    follows_budget: bool | None
    not_comparable_because: str | None
    match_method: str | None
    match_score: Decimal | None
    matched_on: str | None
    is_slipped_deadline: bool


_CHANGES = """
    select
        units.jurisdiction, units.unit_id, units.unit_code, units.unit_name,
        coalesce(money.change, 'continued') as unit_change, money.previous_budget_yuan as previous_unit_budget_yuan,
        money.budget_yuan as unit_budget_yuan, projects.project_key, projects.latest_published_name as project_name,
        changes.project_change, budgets.match_method as project_match_method, budgets.match_score as project_match_score,
        budgets.matched_on as project_matched_on, changes.previous_fiscal_year, changes.fiscal_year,
        budgets.previous_budget_yuan, budgets.budget_yuan, indicators.indicator_name, changes.change,
        changes.previous_target_text, changes.target_text, changes.difference, changes.difference_unit,
        changes.follows_budget, changes.not_comparable_because, changes.match_method, changes.match_score,
        changes.matched_on,
        changes.change = 'relaxed' and changes.value is null and changes.difference is not null as is_slipped_deadline
    from marts.indicator_year_over_year as changes
    inner join marts.dim_indicator as indicators using (indicator_key)
    inner join marts.dim_project as projects using (project_key)
    inner join marts.dim_unit as units on projects.unit_id = units.unit_id and units.is_current
    left join marts.project_year_over_year as budgets
        on projects.project_key = budgets.project_key and changes.fiscal_year = budgets.fiscal_year
    left join marts.unit_year_over_year as money
        on projects.unit_id = money.unit_id and changes.fiscal_year = money.fiscal_year
    where
        changes.fiscal_year = $year
        and contains(concat_ws(' ', units.unit_code, units.unit_name), $unit)
        and contains(concat_ws(' ', projects.project_name, projects.latest_published_name), $project)
    order by
        units.jurisdiction nulls first, units.unit_code, units.unit_name, projects.unit_id, budgets.form_no,
        budgets.previous_form_no, projects.project_key, changes.row_no, changes.previous_row_no, changes.indicator_key
"""
_DOUBTS = """
    select concat_ws(' ', jurisdiction, publisher) || ' ' || previous_fiscal_year || ' → ' || fiscal_year || ', '
        || expectation || ': ' || reason || ' (observed ' || observed || ', expected ' || expected || ')'
    from marts.year_comparability
    where fiscal_year = ? and verdict = 'doubtful'
    order by all
"""


def changes_of(
    database: Path, year: int, unit: str | None, project: str | None
) -> tuple[list[Change], tuple[str, ...]]:
    """The changes of a fiscal year in the order of its documents, and what makes its comparison doubtful.

    `unit` and `project` keep what holds these words. Raises NotFoundError where the year has nothing to compare with.
    """
    with reading(database) as connection:
        years = connection.execute(
            "select distinct fiscal_year from marts.indicator_year_over_year order by fiscal_year"
        ).fetchall()
        if (year,) not in years:
            known = ", ".join(str(known) for (known,) in years) or "none"
            raise NotFoundError(
                f"{year} is compared with no year before; years that are: {known}. "
                "A year needs an accepted document of the same publisher in an earlier year"
            )
        asked = {"year": year, "unit": unit or "", "project": project or ""}
        found = objects(connection, Change, _CHANGES, asked)
        doubts = connection.execute(_DOUBTS, [year]).fetchall()
    return [*found], tuple(doubt for (doubt,) in doubts)


def print_changes(
    warehouse: Warehouse, year: int, unit: str | None, project: str | None, *, as_json: bool
) -> None:
    """Print what changed by unit and project, both years' texts side by side; what stayed the same is counted.

    Raises NotFoundError if nothing is published, or if the year has nothing to compare with.
    """
    database = published_file(warehouse)
    changes, doubts = changes_of(database, year, unit, project)
    if as_json:
        content = {"doubtful": doubts, "changes": [asdict(change) for change in changes]}
        # Numbers as text, so that none is rounded on the way.
        sys.stdout.write(json.dumps(content, ensure_ascii=False, indent=1, default=str) + "\n")
        return
    console = tables()
    for doubt in doubts:
        console.print(Text(f"Doubtful: {doubt}", style="red"))
    for _, of_unit in groupby(changes, lambda change: change.unit_id):
        _print_unit(console, list(of_unit))
    _print_slipped(console, [change for change in changes if change.is_slipped_deadline])
    counts = Counter(change.change for change in changes)
    summary = ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))
    console.print(Text(f"{len(changes)} indicators: {summary or 'none holds these words'}"))


def _print_slipped(console: Console, slipped: list[Change]) -> None:
    if not slipped:
        return
    console.print(Text("Slipped deadlines, the longest first", style="bold"))
    for change in sorted(slipped, key=lambda change: change.difference or 0, reverse=True):
        console.print(
            Text(
                f"  {change.difference:.0f} days later  {change.project_name}: {change.indicator_name}, "
                f"{change.previous_target_text} → {change.target_text}"
            )
        )


def _print_unit(console: Console, changes: list[Change]) -> None:
    unit = changes[0]
    name = code_and_name(unit.jurisdiction, unit.unit_code, unit.unit_name)
    money = _money(unit.previous_unit_budget_yuan, unit.unit_budget_yuan)
    console.print(Text(f"{name} ({unit.unit_change}; {money})", style="bold"))
    for _, of_project in groupby(changes, lambda change: change.project_key):
        _print_project(console, list(of_project))


def _print_project(console: Console, changes: list[Change]) -> None:
    first = changes[0]
    money = _money(first.previous_budget_yuan, first.budget_yuan)
    console.print(Text(f"  {first.project_name} ({first.project_change}; {money})"))
    if first.project_match_method in _TO_BE_LOOKED_AT:
        console.print(
            Text(
                f"    the same by {first.project_match_method} ({first.project_match_score}): {first.project_matched_on}",
                style="yellow",
            )
        )
    shown = [change for change in changes if change.change != "unchanged"]
    unchanged = len(changes) - len(shown)
    if shown:
        table = Table(box=None, padding=(0, 1), pad_edge=False)
        for heading in (
            "   ",
            "change",
            "indicator",
            str(first.previous_fiscal_year),
            str(first.fiscal_year),
            "note",
        ):
            table.add_column(heading, overflow="fold")
        for change in shown:
            table.add_row(
                "",
                Text(change.change, style=_COLOURS.get(change.change, "")),
                Text(change.indicator_name),
                Text(change.previous_target_text or "—"),
                Text(change.target_text or "—"),
                Text(_note(change)),
            )
        console.print(table)
    if unchanged:
        console.print(Text(f"    {unchanged} unchanged"))


def _note(change: Change) -> str:
    notes = [change.not_comparable_because or ""]
    if change.difference is not None and change.change != "unchanged":
        difference = f"{change.difference:+f}".rstrip("0").rstrip(".")
        notes.append(f"{difference} {change.difference_unit or ''}".strip())
    if change.follows_budget:
        notes.append("follows the budget")
    if change.match_method in _TO_BE_LOOKED_AT:
        notes.append(f"the same by {change.match_method} ({change.match_score}): {change.matched_on}")
    return "; ".join(filter(None, notes))


def _money(previous_yuan: Decimal | None, yuan: Decimal | None) -> str:
    return f"{ten_thousands(previous_yuan)} → {ten_thousands(yuan)} 万元"
