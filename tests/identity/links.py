"""What the models say of a landing: who is who across years, and what they ask a person to decide."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

_PROJECTS = """
    select
        earlier.path, earlier.form_no, later.path, later.form_no, links.match_method,
        cast(links.match_score as double)
    from intermediate.int_project_links as links
    inner join intermediate.int_project_members as later
        on links.node_key = later.node_key and later.is_compared
    inner join intermediate.int_project_members as earlier
        on links.previous_node_key = earlier.node_key and earlier.is_compared
    order by all
"""
_INDICATORS = """
    select
        earlier_forms.path, earlier.form_no, earlier.row_no, later_forms.path, later.form_no, later.row_no,
        links.match_method, cast(links.match_score as double)
    from intermediate.int_indicator_links as links
    inner join intermediate.int_indicator_rows as later
        on links.node_key = later.node_key and later.is_compared
    inner join intermediate.int_indicator_rows as earlier
        on links.previous_node_key = earlier.node_key and earlier.is_compared
    inner join intermediate.int_forms as later_forms
        on later.document_id = later_forms.document_id and later.form_no = later_forms.form_no
    inner join intermediate.int_forms as earlier_forms
        on earlier.document_id = earlier_forms.document_id and earlier.form_no = earlier_forms.form_no
    order by all
"""
_CANDIDATES = """
    select thing, reason, path, form_no, row_no, previous_path, previous_form_no, previous_printed_name, seed_line
    from intermediate.int_identity_candidates
    order by all
"""
_UNITS = """
    select jurisdiction, unit_id, unit_code, unit_name, valid_from_year, valid_to_year
    from marts.dim_unit
    order by all
"""
_UNIT_OF_FORMS = """
    select versions.path, unit_forms.form_no, unit_forms.unit_id
    from intermediate.int_unit_forms as unit_forms
    inner join intermediate.int_document_versions as versions
        on unit_forms.document_id = versions.document_id
    order by all
"""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pair that the models do not decide."""

    thing: str
    reason: str
    path: str | None
    form_no: int | None
    row_no: int | None
    previous_path: str | None
    previous_form_no: int | None
    previous_printed_name: str | None
    seed_line: str | None


@dataclass(frozen=True, slots=True)
class Identity:
    """Links by what they join: (path, form) or (path, form, row), earlier then later → (method, score)."""

    projects: dict[tuple[tuple[str, int], tuple[str, int]], tuple[str, float]]
    indicators: dict[tuple[tuple[str, int, int], tuple[str, int, int]], tuple[str, float]]
    candidates: tuple[Candidate, ...]
    units: tuple[tuple[str | None, str, str | None, str, int, int | None], ...]
    unit_of_forms: dict[tuple[str, int], str]


def read_identity(file: Path) -> Identity:
    """Read the models that `file` was built with."""
    with duckdb.connect(str(file), read_only=True) as connection:
        projects = {
            ((earlier, earlier_no), (later, later_no)): (method, score)
            for earlier, earlier_no, later, later_no, method, score in connection.execute(
                _PROJECTS
            ).fetchall()
        }
        indicators = {
            (tuple(line[:3]), tuple(line[3:6])): (line[6], line[7])
            for line in connection.execute(_INDICATORS).fetchall()
        }
        candidates = tuple(Candidate(*line) for line in connection.execute(_CANDIDATES).fetchall())
        units = tuple(connection.execute(_UNITS).fetchall())
        unit_of_forms = {
            (path, form_no): unit_id
            for path, form_no, unit_id in connection.execute(_UNIT_OF_FORMS).fetchall()
        }
    return Identity(projects, indicators, candidates, units, unit_of_forms)
