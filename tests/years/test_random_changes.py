"""Many publishers with changes drawn at random: each comes back or a candidate is named, and no link is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.loading import query
from tests.years.publications import Form, Row
from tests.years.random_changes import Publisher, publishers

pytestmark = pytest.mark.slow

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Found:
    """What the warehouse says of one publisher: its links with their change, and the candidates it names."""

    projects: dict[tuple[int, int], str]
    indicators: dict[tuple[Place, Place], tuple[str, str | None]]
    project_candidates: set[tuple[int, int]]
    indicator_candidates: set[tuple[int, str, Place]]


@pytest.fixture(scope="module")
def found(corpus: Callable[[str], Path]) -> dict[str, Found]:
    """What the warehouse says of each jurisdiction."""
    database = corpus("random_changes")
    working = database.with_name("working.duckdb")
    answer = {one.jurisdiction: Found({}, {}, set(), set()) for one in publishers()}
    for scope, previous, form_no, change in query(
        database,
        """
        select jurisdiction, previous_form_no, form_no, change
        from marts.project_year_over_year inner join marts.dim_document using (document_id)
        where previous_form_no is not null
        """,
    ):
        answer[scope].projects[(previous, form_no)] = change
    for scope, *places, change, because in query(
        database,
        """
        select jurisdiction, previous_form_no, previous_row_no, form_no, row_no, change, not_comparable_because
        from marts.indicator_year_over_year inner join marts.dim_document using (document_id)
        where previous_row_no is not null
        """,
    ):
        earlier_form, earlier_row, form_no, row_no = places
        answer[scope].indicators[((earlier_form, earlier_row), (form_no, row_no))] = (change, because)
    for scope, thing, previous, previous_name, form_no, row_no in query(
        working,
        """
        select jurisdiction, thing, previous_form_no, previous_printed_name, form_no, row_no
        from intermediate.int_identity_candidates as candidates
        inner join marts.dim_document using (document_id)
        where dim_document.path like '%/random_changes/%'
        """,
    ):
        if thing == "project":
            answer[scope].project_candidates.add((previous, form_no))
        else:
            answer[scope].indicator_candidates.add((previous, previous_name, (form_no, row_no)))
    return answer


def test_no_project_is_linked_to_another(found: dict[str, Found]) -> None:
    wrong = [
        f"{one.jurisdiction}: {one.earlier[previous - 1].name} → {one.later[form_no - 1].name}"
        for one in publishers()
        for previous, form_no in found[one.jurisdiction].projects
        if one.later[form_no - 1].origin != previous
    ]
    assert wrong == []


def test_no_indicator_is_linked_to_another(found: dict[str, Found]) -> None:
    wrong = [
        f"{one.jurisdiction}: {told(row_at(one.earlier, previous))} → {told(row_at(one.later, later))}"
        for one in publishers()
        for previous, later in found[one.jurisdiction].indicators
        if row_at(one.later, later).origin != previous
    ]
    assert wrong == []


def test_each_project_goes_on_or_is_named_as_a_candidate(found: dict[str, Found]) -> None:
    lost = []
    for one in publishers():
        links, named = found[one.jurisdiction].projects, found[one.jurisdiction].project_candidates
        for form_no, form in enumerate(one.later, 1):
            if form.origin is None or links.get((form.origin, form_no)) == "continued":
                continue
            attributes = attributes_of(form, one.earlier[form.origin - 1])
            if len(attributes) < 2 or (form.origin, form_no) not in named:
                lost.append(
                    f"{one.jurisdiction}: {one.earlier[form.origin - 1].name} → {form.name} {attributes}"
                )
    assert lost == []


def test_each_indicator_goes_on_or_is_named_as_a_candidate(found: dict[str, Found]) -> None:
    # Not yet named: a row of a shared name whose name and description, all that told it apart, are both reworded.
    lost = [
        told_both(one, (previous, place))
        for one, (previous, place) in lost_indicators(found)
        if not is_named(one, (previous, place), found)
        and not (
            shares_its_name(row_at(one.earlier, previous), one.earlier)
            and {"name", "description"} <= set(row_at(one.later, place).edits)
        )
    ]
    assert lost == []


@pytest.mark.xfail(
    reason="half of a short name reworded (完成时间 → 实现时间) beside a short description is left to a person"
)
def test_each_indicator_goes_on_where_one_attribute_changed(found: dict[str, Found]) -> None:
    lost = [
        told_both(one, (previous, place))
        for one, (previous, place) in lost_indicators(found)
        if len(row_at(one.later, place).edits) < 2
        and not shares_its_name(row_at(one.earlier, previous), one.earlier)
    ]
    assert lost == []


def lost_indicators(found: dict[str, Found]) -> Iterator[tuple[Publisher, tuple[Place, Place]]]:
    """Rows that go on and are not linked, in projects that are."""
    for one in publishers():
        for pair in rows_that_go_on(one, found[one.jurisdiction]):
            if pair not in found[one.jurisdiction].indicators:
                yield one, pair


def is_named(one: Publisher, pair: tuple[Place, Place], found: dict[str, Found]) -> bool:
    previous, place = pair
    before = row_at(one.earlier, previous)
    called = {(previous[0], name, place) for name in (before.level3, before.description)}
    return bool(called & found[one.jurisdiction].indicator_candidates)


def told_both(one: Publisher, pair: tuple[Place, Place]) -> str:
    row = row_at(one.later, pair[1])
    return f"{one.jurisdiction}: {told(row_at(one.earlier, pair[0]))} → {told(row)} {row.edits}"


def test_each_change_is_rightly_named(found: dict[str, Found]) -> None:
    wrong = []
    for one in publishers():
        links = found[one.jurisdiction].indicators
        for previous, place in rows_that_go_on(one, found[one.jurisdiction]):
            row = row_at(one.later, place)
            if (previous, place) not in links:
                continue
            change, because = links[(previous, place)]
            if change not in row.change.split("|") or because != row.because:
                before = row_at(one.earlier, previous)
                wrong.append(
                    f"{one.jurisdiction}: {told(before)} → {told(row)}: {change} {because}, not {row.change}"
                )
    assert wrong == []


def rows_that_go_on(one: Publisher, known: Found) -> Iterator[tuple[Place, Place]]:
    """Where rows of the later document stood in the earlier one and stand now, in projects that are linked."""
    for form_no, form in enumerate(one.later, 1):
        if form.origin and (form.origin, form_no) in known.projects:
            for row_no, row in enumerate(form.rows, 1):
                if row.origin:
                    yield row.origin, (form_no, row_no)


def attributes_of(form: Form, earlier: Form) -> set[str]:
    """Which attributes of a project changed: its own, the name of its unit, and its rows as one."""
    rows = {"rows"} if any(row.edits for row in form.rows) else set()
    return {*form.edits, *rows, *({"unit"} if form.unit != earlier.unit else set())}


def shares_its_name(row: Row, forms: tuple[Form, ...]) -> bool:
    """Whether its description alone tells it from another row of its form: reworded with the other's, they compete."""
    own_form = next(form for form in forms if row in form.rows)
    return sum(other.level3 == row.level3 for other in own_form.rows) > 1


def row_at(forms: tuple[Form, ...], place: Place) -> Row:
    return forms[place[0] - 1].rows[place[1] - 1]


def told(row: Row) -> str:
    return f"{row.level3} ({row.description}) {row.target}"
