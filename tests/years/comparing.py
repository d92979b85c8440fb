"""What a warehouse says of two years against what is known of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.loading import query
from tests.years.publications import Form


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that the warehouse says otherwise than the truth."""

    where: str
    expected: object
    found: object


def differences(
    database: Path, paths: tuple[str, str], earlier: tuple[Form, ...], later: tuple[Form, ...]
) -> list[Difference]:
    """Where the comparison of two documents (their paths below raw/) says anything else than what is known of them."""
    return [
        *_different(_projects_found(database, paths), _projects_expected(earlier, later), later),
        *_different(_indicators_found(database, paths), _indicators_expected(earlier, later), later),
    ]


Place = tuple[int | None, ...]


def _different(
    found: dict[Place, tuple[str | None, ...]],
    expected: dict[Place, tuple[str | None, ...]],
    later: tuple[Form, ...],
) -> Iterator[Difference]:
    for place in sorted(expected.keys() | found.keys(), key=str):
        if expected.get(place) != found.get(place):
            yield Difference(_named(place, later), expected.get(place), found.get(place))


def _named(place: Place, later: tuple[Form, ...]) -> str:
    half = len(place) // 2
    form_no, *row_no = place[half:]
    name = later[form_no - 1].name if form_no else ""
    if form_no and row_no and row_no[0]:
        name += f" / {later[form_no - 1].rows[row_no[0] - 1].level3}"
    return f"{place[:half]} → {place[half:]} {name}"


def _projects_expected(
    earlier: tuple[Form, ...], later: tuple[Form, ...]
) -> dict[Place, tuple[str | None, ...]]:
    kept = {form.origin for form in later}
    present = {
        (form.origin, number): ("continued" if form.origin else "added",)
        for number, form in enumerate(later, 1)
    }
    missing = {(number, None): ("dropped",) for number in range(1, len(earlier) + 1) if number not in kept}
    return {**present, **missing}


def _indicators_expected(
    earlier: tuple[Form, ...], later: tuple[Form, ...]
) -> dict[Place, tuple[str | None, ...]]:
    expected: dict[Place, tuple[str | None, ...]] = {}
    places = {
        (form_no, row_no)
        for form_no, form in enumerate(earlier, 1)
        for row_no in range(1, len(form.rows) + 1)
    }
    for form_no, form in enumerate(later, 1):
        for row_no, row in enumerate(form.rows, 1):
            if row.origin is None:
                expected[(None, None, form_no, row_no)] = ("added", None)
            else:
                expected[(*row.origin, form_no, row_no)] = (row.change, row.because)
                places.discard(row.origin)
    return expected | {(*place, None, None): ("dropped", None) for place in places}


def _projects_found(database: Path, paths: tuple[str, str]) -> dict[Place, tuple[str | None, ...]]:
    rows = _compared(database, "project", "previous_form_no, form_no, change", paths)
    return {(row[0], row[1]): (row[2],) for row in rows}


def _indicators_found(database: Path, paths: tuple[str, str]) -> dict[Place, tuple[str | None, ...]]:
    columns = "previous_form_no, previous_row_no, form_no, row_no, change, not_comparable_because"
    rows = _compared(database, "indicator", columns, paths)
    return {row[:4]: row[4:] for row in rows}


def _compared(database: Path, thing: str, columns: str, paths: tuple[str, str]) -> list[tuple[Any, ...]]:
    """The rows of a mart that compare two documents; an added or dropped thing has only one of them."""
    return query(
        database,
        f"""
        with earlier as (select document_id as previous_document_id, path as previous_path from marts.dim_document),
            later as (select document_id, path from marts.dim_document)
        select {columns}
        from marts.{thing}_year_over_year
        left join earlier using (previous_document_id)
        left join later using (document_id)
        where coalesce(previous_path, $earlier) = $earlier and coalesce(path, $later) = $later
        """,
        earlier=paths[0],
        later=paths[1],
    )
