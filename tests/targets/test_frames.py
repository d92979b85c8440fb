"""The dictionary as the landing tables hold it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import polars as pl

from flows.targets.frames import target_frames

LANDING = Path(__file__).resolve().parents[2] / "flows" / "landing" / "schema.sql"

KEYS = [
    ("≥27台套", "", "", 2024),
    ("≥27台套", "", "", 2024),
    ("年底前", "", "", None),
    ("16", "台/套", "≥", 2024),
    ("50%～60%", "", "", 2024),
    ("有所提升", "", "定性", 2024),
]


def test_one_row_a_distinct_key() -> None:
    targets, parts = target_frames(KEYS)
    assert targets.height == 5
    assert targets["fiscal_year"].to_list() == [2024, -1, 2024, 2024, 2024]
    assert targets["target_kind"].to_list() == ["number", "deadline", "number", "composite", "qualitative"]
    assert parts.select("part_no", "comparator", "value").rows() == [
        (1, ">=", Decimal("50.00000000")),
        (2, "<=", Decimal("60.00000000")),
    ]


def test_a_row_says_what_the_text_says_beside_its_unit_its_operator_and_in_its_year() -> None:
    targets, _ = target_frames([*KEYS, ("6月底前", "", "", 2025)])
    rows = targets.select("target_text", "comparator", "value", "unit_stem", "due_on").rows()
    assert rows == [
        ("≥27台套", ">=", Decimal("27.00000000"), "台套", None),
        ("年底前", None, None, None, None),
        ("16", ">=", Decimal("16.00000000"), "台/套", None),
        ("50%～60%", None, None, None, None),
        ("有所提升", None, None, None, None),
        ("6月底前", None, None, None, date(2025, 6, 30)),
    ]


def test_an_unknown_year_may_be_said_by_its_number() -> None:
    targets, _ = target_frames([("年底前", "", "", -1), ("2023年底前", "", "", None)])
    assert targets.select("fiscal_year", "due_on").rows() == [(-1, None), (-1, date(2023, 12, 31))]


def test_no_keys_give_empty_frames_with_their_columns() -> None:
    targets, parts = target_frames([])
    assert (targets.height, parts.height) == (0, 0)
    assert "target_kind" in targets.columns
    assert "part_no" in parts.columns


def test_the_frames_fit_the_landing_tables() -> None:
    targets, parts = target_frames(KEYS)
    with duckdb.connect() as connection:
        connection.execute(LANDING.read_text(encoding="utf-8"))
        for name, frame in (("target", targets), ("target_part", parts)):
            connection.register(f"{name}_frame", frame.with_columns(reader_version=pl.lit("1")))
            connection.execute(f"insert into landing.{name} by name select * from {name}_frame")
            assert connection.execute(f"select count(*) from landing.{name}").fetchall() == [(frame.height,)]
