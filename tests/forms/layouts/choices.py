"""What a layout is: independent choices, the plainest first. A seed draws them; a failure shrinks towards the plain ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

OPTIONS: dict[str, tuple[str, ...]] = {
    "kind": ("objective", "objective", "self_evaluation", "self_evaluation", "department", "department_evaluation"),
    "format": ("html", "docx", "xlsx", "pdf", "txt"),
    "frame": ("blocks", "blocks", "blocks", "wide"),
    "forms": ("1", "2", "3"),
    "names_like_labels": ("no", "yes"),
    "blanks": ("no", "yes"),
    "spans": ("merged", "merged", "first_cell"),
    "margin": ("no", "yes"),
    "prose": ("no", "yes"),
    "also": ("nothing", "nothing", "department", "self_evaluation"),
    "together": ("tables", "one_table", "sheets"),
    "labels": ("plain", "composed", "free", "free", "invented"),
    "decoration": ("plain", "plain", "mixed", "vertical", "sealed"),
    "level_names": ("plain", "composed", "unusual"),
    "title": ("paragraph", "row", "none"),
    "title_names": ("kind", "department", "table_number"),
    "heading": ("no", "numbered"),
    "cells": ("text", "numbers"),
    "markup": ("clean", "export"),
    "departments": ("one", "two_levels"),
    "project_levels": ("one", "two"),
    "year_in": ("line", "title", "label", "nowhere"),
    "order": ("usual", "money_first", "objective_first", "shuffled", "indicators_first"),
    "pairs": ("left", "left", "above", "inside", "paragraphs", "one_line"),
    "pairs_in_row": ("1", "2", "3"),
    "unknown": ("0", "1", "3"),
    "purpose": ("no", "yes"),
    "person": ("no", "yes"),
    "code": ("no", "own", "before_unit", "before_name"),
    "money": ("pairs", "lines", "one_cell", "sentence", "matrix", "turned", "sources", "two_totals", "cost_table", "none"),
    "evaluated_money": ("matrix", "matrix", "turned", "pairs"),
    "carried_over": ("no", "yes"),
    "total_printed": ("yes", "zero"),
    "department_parts": ("sources", "expenditure"),
    "unknown_amounts": ("no", "yes"),
    "matrix_order": ("usual", "shuffled"),
    "money_frame": ("no", "yes"),
    "money_unit": ("万元", "元"),
    "unit_in": ("label", "frame", "line", "value", "unit_line"),
    "amounts": ("plain", "decimals", "thousands"),
    "amounts_with_unit": ("unit", "wan", "about", "renminbi", "yen", "level", "exactly", "spaced", "bracketed"),
    "zero": ("zero", "blank", "dash"),
    "objective": ("pair", "frame", "two_columns", "mid_below", "numbered", "three_columns"),
    "columns": ("three_levels", "three_levels", "names_only", "two_levels", "one_cell"),
    "level_cells": ("merged", "repeated", "blank", "ditto", "own_rows"),
    "level_points": ("no", "yes"),
    "cost": ("under_output", "level1"),
    "names": ("plain", "numbered", "starred", "unit_in_name"),
    "target": ("joined", "split", "split_words", "split_any_order"),
    "header": ("one_row", "two_rows"),
    "periods": ("one", "side", "blocks", "initial"),
    "points_before_target": ("no", "yes"),
    "points": ("no", "yes"),
    "description": ("no", "yes"),
    "note": ("no", "yes"),
    "unknown_column": ("no", "yes"),
    "history": ("no", "yes"),
    "indicator_frame": ("no", "yes"),
    "goes_on": ("no", "no", "bare", "with_header", "with_title"),
    "below": ("nothing", "signatures", "opinions", "note_below", "everything"),
    "sums": ("no", "total", "subtotals", "above"),
    "fillers": ("no", "yes"),
    "unfilled": ("no", "yes"),
    "ditto_target": ("no", "yes"),
    "between": ("nothing", "management", "schedule"),
    "other_table": ("no", "before", "after"),
    "wide_cells": ("merged", "repeated", "blank"),
    "wide_sums": ("no", "yes", "unit_rows"),
    "header_again": ("no", "yes"),
    "column_numbers": ("no", "yes"),
}  # fmt: skip

Layout = Mapping[str, str]


def plainest() -> dict[str, str]:
    return {name: options[0] for name, options in OPTIONS.items()}


def drawn(seed: int) -> dict[str, str]:
    """The choices of a seed. Half of them are the plainest, so that one oddity does not always hide behind ten others."""
    rng = Random(f"layout {seed}")
    odd = rng.choice((0.15, 0.3, 0.5, 0.8))
    layout = plainest()
    for name, options in OPTIONS.items():
        if name in ("kind", "format", "frame", "forms") or rng.random() < odd:
            layout[name] = rng.choice(options)
    return layout


def shrunk(layout: Layout, fails: Callable[[Layout], bool]) -> dict[str, str]:
    """The failing layout with as many choices as can be set back to the plainest while it still fails."""
    smaller = dict(layout)
    for name, options in OPTIONS.items():
        plainer = {**smaller, name: options[0]}
        if plainer != smaller and fails(plainer):
            smaller = plainer
    return smaller


def in_words(layout: Layout) -> str:
    """Only what is not plain, as `name=value` (the command line takes it back)."""
    plain = plainest()
    return " ".join(f"{name}={value}" for name, value in layout.items() if value != plain[name]) or "plainest"
