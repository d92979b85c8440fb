"""A published file whose documents printed what could become markup, script or a broken line."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb

HOSTILE = (
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "\"'><b>&amp;",
    "\u202e右到左\u202c",
    "{{ 7 * 7 }}",
    "甲" * 10_000,
)


def write_hostile(published: Path, destination: Path) -> str:
    """Copy the published file and let rows, a project's name and a document's address be hostile.

    Returns the key of the project whose first indicators are HOSTILE.
    """
    destination.parent.mkdir(parents=True)
    shutil.copyfile(published, destination)
    with duckdb.connect(str(destination)) as connection:
        key, form_no = connection.execute(
            "select project_key, form_no from marts.fact_indicator group by all having count(*) >= ? "
            "order by form_no limit 1",
            [len(HOSTILE)],
        ).fetchall()[0]
        for row_no, text in enumerate(HOSTILE, 1):
            for table in ("fact_indicator", "wide_indicator"):
                connection.execute(
                    f"update marts.{table} set target_text = ?, indicator_name = ? where form_no = ? and row_no = ?",
                    [text, text, form_no, row_no],
                )
        connection.execute(
            "update marts.dim_project set latest_published_name = ? where project_key = ?", [HOSTILE[1], key]
        )
        connection.execute("update marts.dim_document set source_url = 'javascript:alert(1)'")
    return str(key)
