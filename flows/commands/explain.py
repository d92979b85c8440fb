"""`jixiao explain`: from an indicator back to its cells, year by year: what is printed where, and how it was read."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from flows.base.database import objects, reading
from flows.base.errors import NotFoundError
from flows.base.paths import Warehouse
from flows.base.printing import lines, plain
from flows.warehouse.state import published_file

_MOST_CANDIDATES = 20


@dataclass(frozen=True, slots=True)
class Candidate:
    """An indicator that the words of the call may mean."""

    indicator_key: str
    unit_name: str
    project_name: str
    indicator_name: str
    years: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One indicator in one document: what is printed, where, and what was read from it."""

    fiscal_year: int
    path: str
    locator: str
    form_no: int
    row_no: int
    unit_name: str
    published_name: str
    level1_text: str | None
    level2_text: str | None
    level3_text: str | None
    description: str | None
    target_text: str | None
    target_kind: str
    comparator: str | None
    target_value: str | None
    measure_unit: str | None
    measure_unit_source: str
    canonical_value: str | None
    base_unit: str | None
    starts_on: str | None
    due_on: str | None
    polarity: str | None
    polarity_source: str | None
    budget_yuan: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """What became of an indicator from one year to another, and by what it was known again."""

    previous_fiscal_year: int
    fiscal_year: int
    change: str
    difference: str | None
    difference_unit: str | None
    not_comparable_because: str | None
    match_method: str | None
    match_score: str | None
    matched_on: str | None


@dataclass(frozen=True, slots=True)
class Evaluated:
    """What the self-evaluation of a year says of an indicator, and where."""

    fiscal_year: int
    path: str
    locator: str
    evaluated_target_text: str | None
    target_change: str | None
    actual_text: str | None
    outcome: str
    outcome_basis: str | None
    distance: str | None
    points: str | None
    score: str | None
    recomputed_score: str | None
    deviation_reason: str | None


def find_indicators(database: Path, words: str) -> list[Candidate]:
    """The indicators whose key begins with `words`, or whose unit, project or indicator name hold all of the words."""
    parts = words.split()
    if not parts:
        raise NotFoundError(
            "there is no word to look for; give words of unit, project or indicator, or a key"
        )
    names = "concat_ws(' ', unit_code, unit_name, project_name, published_name, indicator_name, level3_text)"
    holds = " and ".join([f"contains({names}, ?)"] * len(parts))
    with reading(database) as connection:
        found = objects(
            connection,
            Candidate,
            f"""
            select
                indicator_key,
                max_by(unit_name, fiscal_year) as unit_name,
                max_by(published_name, fiscal_year) as project_name,
                max_by(indicator_name, fiscal_year) as indicator_name,
                string_agg(distinct cast(fiscal_year as varchar), ', ' order by cast(fiscal_year as varchar)) as years
            from marts.wide_indicator
            where starts_with(indicator_key, ?) or ({holds})
            group by indicator_key
            order by 2, 3, 4, 1
            """,
            [words, *parts],
        )
    return [*found]


def cells_of(database: Path, indicator_key: str) -> list[Cell]:
    """Every row of an indicator in the accepted documents, by year."""
    with reading(database) as connection:
        rows = connection.execute(
            """
            select
                fiscal_year, path, locator, form_no, row_no, unit_name, published_name, level1_text, level2_text,
                level3_text, description, target_text, target_kind, comparator, target_value, measure_unit,
                measure_unit_source, canonical_value, base_unit, starts_on, due_on, polarity, polarity_source,
                form_budget_yuan
            from marts.wide_indicator
            where indicator_key = ?
            order by fiscal_year, form_kind, path, form_no, row_no
            """,
            [indicator_key],
        ).fetchall()
    return [Cell(*(_as_json(value) for value in row)) for row in rows]


def steps_of(database: Path, indicator_key: str) -> list[Step]:
    """What changed from year to year; empty where there is nothing to compare with."""
    with reading(database) as connection:
        rows = connection.execute(
            """
            select
                previous_fiscal_year, fiscal_year, change, difference, difference_unit, not_comparable_because,
                match_method, match_score, matched_on
            from marts.indicator_year_over_year
            where indicator_key = ?
            order by fiscal_year
            """,
            [indicator_key],
        ).fetchall()
    return [Step(*(_as_json(value) for value in row)) for row in rows]


def evaluations_of(database: Path, indicator_key: str) -> list[Evaluated]:
    """The outcomes of an indicator by year; empty where no self-evaluation was published."""
    with reading(database) as connection:
        rows = connection.execute(
            """
            select
                outcomes.fiscal_year, path, locator, evaluated_target_text, target_change, actual_text,
                coalesce(outcome, 'in doubt (' || doubt || ')'), outcome_basis, distance,
                points, score, recomputed_score, deviation_reason
            from marts.indicator_outcome as outcomes
            inner join marts.dim_document using (document_id)
            where indicator_key = ? and is_evaluated
            order by outcomes.fiscal_year
            """,
            [indicator_key],
        ).fetchall()
    return [Evaluated(*(_as_json(value) for value in row)) for row in rows]


def _as_json(value: Any) -> Any:  # noqa: ANN401 (whatever a column holds)
    """Numbers of money and targets as text without idle zeros; days as ISO dates."""
    if value is None or isinstance(value, int | str):
        return value
    if isinstance(value, Decimal):
        return plain(value)
    text = str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def print_explanation(warehouse: Warehouse, words: str, *, as_json: bool) -> None:
    """Explain the one indicator that the words mean, or list those they may mean.

    Raises NotFoundError where nothing is published, and where the words mean no indicator.
    """
    database = published_file(warehouse)
    candidates = find_indicators(database, words)
    if not candidates:
        raise NotFoundError(
            f"no indicator's unit, project or name holds «{words}». Try fewer words, as they are printed"
        )
    if as_json:
        shown = candidates[:_MOST_CANDIDATES]
        content = [
            asdict(found)
            | {
                "cells": [asdict(cell) for cell in cells_of(database, found.indicator_key)],
                "changes": [asdict(step) for step in steps_of(database, found.indicator_key)],
                "outcomes": [asdict(one) for one in evaluations_of(database, found.indicator_key)],
            }
            for found in shown
        ]
        sys.stdout.write(json.dumps(content, ensure_ascii=False, indent=1) + "\n")
        if len(candidates) > _MOST_CANDIDATES:
            sys.stderr.write(
                f"The first {_MOST_CANDIDATES} of {len(candidates)} indicators; give more words.\n"
            )
        return
    console = lines()
    if len(candidates) > 1:
        _print_candidates(console, candidates)
    else:
        for cell in cells_of(database, candidates[0].indicator_key):
            _print_cell(console, cell)
        for step in steps_of(database, candidates[0].indicator_key):
            _print_step(console, step)
        for evaluated in evaluations_of(database, candidates[0].indicator_key):
            _print_evaluated(console, evaluated)


def _print_candidates(console: Console, candidates: list[Candidate]) -> None:
    console.print(Text(f"{len(candidates)} indicators hold these words; give more of them, or a key:"))
    for found in candidates[:_MOST_CANDIDATES]:
        names = f"{found.unit_name} / {found.project_name} / {found.indicator_name}"
        console.print(Text(f"  {found.indicator_key[:12]}  {found.years}  {names}"))
    if len(candidates) > _MOST_CANDIDATES:
        console.print(Text(f"  … and {len(candidates) - _MOST_CANDIDATES} more"))


def _print_cell(console: Console, cell: Cell) -> None:
    console.print(Text(f"{cell.fiscal_year}  {cell.unit_name} / {cell.published_name}", style="bold"))
    console.print(
        Text(f"  printed at   {cell.path}, {cell.locator} (form {cell.form_no}, row {cell.row_no})")
    )
    levels = " / ".join(text for text in (cell.level1_text, cell.level2_text, cell.level3_text) if text)
    console.print(Text(f"  indicator    {levels}"))
    if cell.description and cell.description != cell.level3_text:
        console.print(Text(f"  described    {cell.description}"))
    console.print(Text(f"  target       {cell.target_text or '(blank)'}"))
    number = " ".join(filter(None, (cell.comparator, cell.target_value, cell.measure_unit)))
    days = " … ".join(filter(None, (cell.starts_on, cell.due_on)))
    console.print(Text(f"  read as      {' '.join(filter(None, (cell.target_kind, number, days)))}"))
    if cell.canonical_value is not None:
        unit = cell.base_unit or "(no unit)"
        console.print(
            Text(f"  canonical    {cell.canonical_value} {unit} (unit: {cell.measure_unit_source})")
        )
    if cell.polarity_source:
        console.print(Text(f"  better       {cell.polarity or 'unknown'} (by {cell.polarity_source})"))
    budget = f"{Decimal(cell.budget_yuan):,} yuan" if cell.budget_yuan else "not printed"
    console.print(Text(f"  budget       {budget}"))


def _print_step(console: Console, step: Step) -> None:
    console.print(
        Text(f"{step.previous_fiscal_year} → {step.fiscal_year}  {step.change}", style="bold"),
        Text(" ".join(filter(None, (step.not_comparable_because, step.difference, step.difference_unit)))),
    )
    if step.match_method:
        console.print(
            Text(f"  the same by  {step.match_method} (score {step.match_score}): {step.matched_on}")
        )


def _print_evaluated(console: Console, evaluated: Evaluated) -> None:
    basis = f" ({evaluated.outcome_basis})" if evaluated.outcome_basis else ""
    console.print(Text(f"{evaluated.fiscal_year} evaluated  {evaluated.outcome}{basis}", style="bold"))
    console.print(Text(f"  printed at   {evaluated.path}, {evaluated.locator}"))
    if evaluated.target_change in ("declared", "undeclared"):
        console.print(
            Text(f"  evaluated as {evaluated.evaluated_target_text} ({evaluated.target_change} change)")
        )
    distance = f" ({Decimal(evaluated.distance):+.1%} of the target)" if evaluated.distance else ""
    console.print(Text(f"  done         {evaluated.actual_text or '(not in the evaluation)'}{distance}"))
    if evaluated.score:
        points = f" of {evaluated.points}" if evaluated.points else ""
        computed = f", {evaluated.recomputed_score} computed" if evaluated.recomputed_score else ""
        console.print(Text(f"  score        {evaluated.score}{points}{computed}"))
    if evaluated.deviation_reason:
        console.print(Text(f"  reason       {evaluated.deviation_reason}"))
