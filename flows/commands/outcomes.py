"""`jixiao outcomes YEAR`: what was promised, what was done, and whether that is what was promised."""

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
from flows.base.printing import code_and_name, plain, tables, ten_thousands
from flows.warehouse.state import published_file

_COLOURS = {"met": "green", "partly_met": "yellow", "not_met": "red", "later": "cyan"}
_OUTCOMES = """
    select
        units.jurisdiction, units.unit_id, units.unit_code, units.unit_name, outcomes.project_key,
        projects.latest_published_name as project_name,
        projects_judged.budget_yuan, projects_judged.executed_yuan, projects_judged.execution_rate,
        projects_judged.recomputed_execution_rate, projects_judged.total_score, projects_judged.recomputed_total_score,
        projects_judged.objective_document_id is not null as has_objective, indicators.indicator_name,
        outcomes.promised_target_text, outcomes.evaluated_target_text, outcomes.target_change, outcomes.actual_text,
        outcomes.outcome, outcomes.outcome_basis, outcomes.doubt, outcomes.is_met, outcomes.is_met_as_evaluated,
        outcomes.distance, outcomes.points, outcomes.score, outcomes.recomputed_score, outcomes.deviation_reason
    from marts.indicator_outcome as outcomes
    inner join marts.project_outcome as projects_judged using (project_key, fiscal_year)
    inner join marts.dim_indicator as indicators using (indicator_key)
    inner join marts.dim_project as projects on outcomes.project_key = projects.project_key
    inner join marts.dim_unit as units using (unit_key)
    where
        outcomes.fiscal_year = $year and outcomes.is_evaluated
        and contains(concat_ws(' ', units.unit_code, units.unit_name), $unit)
        and contains(concat_ws(' ', projects.project_name, projects.latest_published_name), $project)
    order by
        units.jurisdiction nulls first, units.unit_code, units.unit_name, units.unit_id, projects_judged.document_id,
        projects_judged.form_no, outcomes.row_no, outcomes.promised_row_no, outcomes.indicator_key
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """An indicator of an evaluated project. Money in yuan, rates in percent; None where a document has none."""

    jurisdiction: str | None
    unit_id: str
    unit_code: str | None
    unit_name: str
    project_key: str
    project_name: str
    budget_yuan: Decimal | None
    executed_yuan: Decimal | None
    execution_rate: Decimal | None
    recomputed_execution_rate: Decimal | None
    total_score: Decimal | None
    recomputed_total_score: Decimal | None
    has_objective: bool
    indicator_name: str
    promised_target_text: str | None
    evaluated_target_text: str | None
    target_change: str | None
    actual_text: str | None
    outcome: str | None
    outcome_basis: str | None
    doubt: str | None
    is_met: bool | None
    is_met_as_evaluated: bool | None
    distance: Decimal | None
    points: Decimal | None
    score: Decimal | None
    recomputed_score: Decimal | None
    deviation_reason: str | None


def outcomes_of(database: Path, year: int, unit: str | None, project: str | None) -> list[Outcome]:
    """The outcomes of a fiscal year in the order of its self-evaluations.

    `unit` and `project` keep what holds these words. Raises NotFoundError where the year has no self-evaluation.
    """
    with reading(database) as connection:
        years = connection.execute(
            "select distinct fiscal_year from marts.project_outcome order by fiscal_year"
        ).fetchall()
        if (year,) not in years:
            known = ", ".join(str(known) for (known,) in years) or "none"
            raise NotFoundError(
                f"{year} has no self-evaluation (绩效自评表); years that have: {known}. "
                "A self-evaluation stands in the folder of the year that it evaluates"
            )
        asked = {"year": year, "unit": unit or "", "project": project or ""}
        return [*objects(connection, Outcome, _OUTCOMES, asked)]


def print_outcomes(
    warehouse: Warehouse, year: int, unit: str | None, project: str | None, *, as_json: bool
) -> None:
    """Print what was promised and what was done, by unit and project.

    Raises NotFoundError if nothing is published, or if the year has no self-evaluation.
    """
    database = published_file(warehouse)
    outcomes = outcomes_of(database, year, unit, project)
    if as_json:
        # Numbers as text, so that none is rounded on the way.
        content = [asdict(outcome) for outcome in outcomes]
        sys.stdout.write(json.dumps(content, ensure_ascii=False, indent=1, default=str) + "\n")
        return
    console = tables()
    for _, of_unit in groupby(outcomes, lambda outcome: outcome.unit_id):
        _print_unit(console, list(of_unit))
    counts = Counter(outcome.outcome or "in doubt" for outcome in outcomes)
    summary = ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))
    console.print(Text(f"{len(outcomes)} indicators: {summary or 'none holds these words'}"))


def _print_unit(console: Console, outcomes: list[Outcome]) -> None:
    unit = outcomes[0]
    console.print(Text(code_and_name(unit.jurisdiction, unit.unit_code, unit.unit_name), style="bold"))
    for _, of_project in groupby(outcomes, lambda outcome: outcome.project_key):
        _print_project(console, list(of_project))


def _print_project(console: Console, outcomes: list[Outcome]) -> None:
    console.print(Text(f"  {outcomes[0].project_name} ({_project_note(outcomes[0])})"))
    table = Table(box=None, padding=(0, 1), pad_edge=False)
    for heading in ("   ", "outcome", "indicator", "promised", "done", "distance", "score", "note"):
        table.add_column(heading, overflow="fold")
    for outcome in outcomes:
        table.add_row(
            "",
            Text(
                outcome.outcome or f"in doubt ({outcome.doubt})",
                style=_COLOURS.get(outcome.outcome or "", ""),
            ),
            Text(outcome.indicator_name),
            Text(outcome.promised_target_text or outcome.evaluated_target_text or "—"),
            Text(outcome.actual_text or "—"),
            Text("" if outcome.distance is None else f"{outcome.distance:+.1%}"),
            Text(_score(outcome)),
            Text(_note(outcome)),
        )
    console.print(table)


def _project_note(project: Outcome) -> str:
    money = f"{ten_thousands(project.executed_yuan)} of {ten_thousands(project.budget_yuan)}"
    notes = [f"{money} 万元 spent"]
    if project.execution_rate is not None:
        notes.append(f"{plain(project.execution_rate)} % printed")
    if project.recomputed_execution_rate is not None:
        notes.append(f"{plain(round(project.recomputed_execution_rate, 2))} % computed")
    if project.total_score is not None:
        notes.append(f"total score {plain(project.total_score)}")
    if project.recomputed_total_score not in (None, project.total_score):
        notes.append(f"sum of scores {plain(project.recomputed_total_score)}")
    if not project.has_objective:
        notes.append("no objective was published")
    return "; ".join(notes)


def _score(outcome: Outcome) -> str:
    if outcome.score is None:
        return ""
    points = "" if outcome.points is None else f" of {plain(outcome.points)}"
    computed = (
        ""
        if outcome.recomputed_score in (None, outcome.score)
        else f", computed {plain(outcome.recomputed_score)}"
    )
    return f"{plain(outcome.score)}{points}{computed}"


def _note(outcome: Outcome) -> str:
    notes = []
    if outcome.evaluated_target_text is None and outcome.doubt is None:
        notes.append("not in the evaluation")
    elif outcome.promised_target_text is None and outcome.has_objective:
        notes.append("not in the objectives")
    elif outcome.target_change in ("declared", "undeclared"):
        met = {True: ", met", False: ", not met", None: ""}[outcome.is_met_as_evaluated]
        notes.append(f"evaluated as {outcome.evaluated_target_text} ({outcome.target_change} change{met})")
    if outcome.outcome_basis == "declared":
        notes.append("declared")
    if outcome.deviation_reason:
        notes.append(outcome.deviation_reason)
    return "; ".join(notes)
