"""Labelled pairs of projects and indicators: who is the same as whom, as a person who knows the forms would say.

pairs.csv: one line says of two printed things whether they are the same. Lines of one `case` stand in one unit
(projects) or in one project (indicators), so that near-twins compete as they do in a document. What no line joins is
not the same. A side that is blank was not printed in that year.

`content` is the number of the real 2024 form whose texts and indicators the project has (blank: none), with what the
year changed after a colon (see `_CHANGES`); of an indicator it is its description.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

from flows.forms import read_forms
from tests.identity.links import Identity, read_identity
from tests.identity.made import Document, Project, Row, build, land
from tests.places import REAL_DOCUMENT

PAIRS = Path(__file__).resolve().parent / "pairs.csv"
YEARS = (2024, 2025)
_NAIVE_RATIO = 0.8
_LEVEL1 = {
    "经济效益": "效益指标",
    "社会效益": "效益指标",
    "可持续影响": "效益指标",
    "服务对象满意度": "满意度指标",
}


@dataclass(frozen=True, slots=True)
class Thing:
    """A project or an indicator as one year prints it: the number of its case, and what is compared."""

    name: str
    level2: str
    content: str
    target: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A line of pairs.csv."""

    case: str
    kind: str
    category: str
    previous: Thing | None
    later: Thing | None
    is_same: bool


@dataclass(frozen=True, slots=True)
class Count:
    """What came of the pairs: `wrong` is a link between things that are not the same, whether or not a line names them."""

    same: int = 0
    linked: int = 0
    not_same: int = 0
    wrong: int = 0


def read_pairs() -> tuple[Pair, ...]:
    """All lines of pairs.csv."""
    with PAIRS.open(encoding="utf-8", newline="") as file:
        return tuple(_pair(line) for line in csv.DictReader(file))


def _pair(line: dict[str, str]) -> Pair:
    def thing(prefix: str) -> Thing | None:
        if not line[f"{prefix}name"]:
            return None
        return Thing(
            line[f"{prefix}name"],
            line["previous_level2"] if prefix and line["previous_level2"] else line["level2"],
            line[f"{prefix}content"],
            line[f"{prefix}target"],
        )

    return Pair(
        line["case"], line["kind"], line["category"], thing("previous_"), thing(""), line["answer"] == "same"
    )


@dataclass(frozen=True, slots=True)
class Case:
    """The things of one unit or one project in both years, and which of them are the same, by their places."""

    kind: str
    category: str
    earlier: tuple[Thing, ...]
    later: tuple[Thing, ...]
    same: frozenset[tuple[int, int]]
    not_same: frozenset[tuple[int, int]]


def cases(pairs: Sequence[Pair]) -> dict[str, Case]:
    """The pairs by their case, each thing once."""
    return {
        case: _case([pair for pair in pairs if pair.case == case])
        for case in dict.fromkeys(pair.case for pair in pairs)
    }


def _case(pairs: Sequence[Pair]) -> Case:
    earlier = tuple(dict.fromkeys(pair.previous for pair in pairs if pair.previous))
    later = tuple(dict.fromkeys(pair.later for pair in pairs if pair.later))
    places = {
        (earlier.index(pair.previous), later.index(pair.later)): pair.is_same
        for pair in pairs
        if pair.previous and pair.later
    }
    return Case(
        pairs[0].kind,
        pairs[0].category,
        earlier,
        later,
        frozenset(place for place, is_same in places.items() if is_same),
        frozenset(place for place, is_same in places.items() if not is_same),
    )


def linked_by_models(all_cases: dict[str, Case], folder: Path) -> dict[str, frozenset[tuple[int, int]]]:
    """The pairs that the models link, case by case; the working file goes into `folder`."""
    file = folder / "pairs.duckdb"
    land(file, [_document(all_cases, year) for year in YEARS])
    build(file, folder)
    return _links_of_cases(all_cases, read_identity(file))


def _document(all_cases: dict[str, Case], year: int) -> Document:
    projects: list[Project] = []
    for number, case in enumerate(all_cases.values()):
        things = case.earlier if year == YEARS[0] else case.later
        unit = {"unit_code": f"{100000 + number}", "unit_name": f"第{number}单位"}
        if case.kind == "project":
            projects += [replace(_project(thing, year), **unit) for thing in things]
        else:
            projects.append(Project("某专项", tuple(map(_row, things)), **unit))
    return Document(year, projects)


def _links_of_cases(all_cases: dict[str, Case], identity: Identity) -> dict[str, frozenset[tuple[int, int]]]:
    places: list[dict[int, tuple[str, int]]] = []
    for year in (0, 1):
        forms: dict[int, tuple[str, int]] = {}
        for name, case in all_cases.items():
            things = (case.earlier, case.later)[year]
            for number in range(len(things) if case.kind == "project" else 1):
                forms[len(forms) + 1] = (name, number)
        places.append(forms)
    links: dict[str, set[tuple[int, int]]] = {name: set() for name in all_cases}
    for (_, earlier_form), (_, later_form) in identity.projects:
        name, number = places[0][earlier_form]
        later_name, later_number = places[1][later_form]
        if all_cases[name].kind == "project" or name != later_name:
            links[name].add((number, later_number if name == later_name else -1))
    for (_, earlier_form, earlier_row), (_, _, later_row) in identity.indicators:
        name, _ = places[0][earlier_form]
        if all_cases[name].kind == "indicator":
            links[name].add((earlier_row - 1, later_row - 1))
    return {name: frozenset(found) for name, found in links.items()}


def linked_naively(case: Case) -> frozenset[tuple[int, int]]:
    """What equal or nearly equal names would link: the best first, one to one."""
    ratios = sorted(
        (
            (-SequenceMatcher(None, _folded(earlier.name), _folded(later.name)).ratio(), one, other)
            for one, earlier in enumerate(case.earlier)
            for other, later in enumerate(case.later)
        ),
    )
    found: list[tuple[int, int]] = []
    for ratio, one, other in ratios:
        if -ratio >= _NAIVE_RATIO and all(one != left and other != right for left, right in found):
            found.append((one, other))
    return frozenset(found)


def _folded(name: str) -> str:
    return re.sub(r"\s", "", name)


def count(case: Case, linked: frozenset[tuple[int, int]]) -> Count:
    """How many of the case's pairs came out as labelled."""
    return Count(len(case.same), len(case.same & linked), len(case.not_same), len(linked - case.same))


def _row(thing: Thing) -> Row:
    level1 = _LEVEL1.get(thing.level2, "产出指标")
    return Row(thing.name, thing.target or None, thing.content or None, f"{thing.level2}指标", level1)


def _project(thing: Thing, year: int) -> Project:
    number, _, changes = thing.content.partition(":")
    project = real_project(int(number), year) if number else Project(None)
    for change in filter(None, changes.split("+")):
        project = _CHANGES[change](project)
    return replace(project, name=thing.name)


@cache
def real_project(form_no: int, year: int) -> Project:
    """A form of the real 2024 document as the year would print it: without its name, its years moved on."""
    form = read_forms(REAL_DOCUMENT.read_bytes()).forms[form_no - 1]
    rows = tuple(
        Row(
            row.level3,
            row.target_text,
            row.description,
            row.level2,
            row.level1,
        )
        for row in form.rows
    )
    project = Project(None, rows, purpose=form.purpose, objective=form.objective)
    return _with_texts(project, lambda text: text.replace("2024", str(year)).replace("2023", str(year - 1)))


def _with_texts(project: Project, change: Callable[[str], str]) -> Project:
    def changed(text: str | None) -> str | None:
        return None if text is None else change(text)

    return replace(
        project,
        purpose=changed(project.purpose),
        objective=changed(project.objective),
        rows=tuple(
            replace(
                row, name=changed(row.name), target=changed(row.target), description=changed(row.description)
            )
            for row in project.rows
        ),
    )


def _moved(number: re.Match[str]) -> str:
    return number[0] if len(number[0]) == 4 and number[0].startswith("20") else str(int(number[0]) + 7)


def _other_targets(project: Project) -> Project:
    rows = tuple(
        replace(row, target=row.target and re.sub(r"\d+", _moved, row.target)) for row in project.rows
    )
    return replace(project, rows=rows)


def _reworded(project: Project) -> Project:
    """The wishes of a purpose are written anew every year."""
    return replace(
        project,
        purpose=f"保障年度工作任务顺利完成，{project.purpose or ''}",
        objective="按照年度工作要点，保质保量完成各项任务，切实提升服务效能。",
    )


def _without_texts(project: Project) -> Project:
    return replace(project, purpose=None, objective=None)


def _fewer_rows(project: Project) -> Project:
    return replace(project, rows=project.rows[:-2])


def _other_rows(project: Project) -> Project:
    """Half of the indicators are others than the year before."""
    kept = project.rows[::2]
    new = (Row("年度任务按期办结率", "≥95%"), Row("第三方评价得分", "≥85分", level2="质量指标"))
    return replace(project, rows=(*kept, *new))


_CHANGES: dict[str, Callable[[Project], Project]] = {
    "targets": _other_targets,
    "reworded": _reworded,
    "no_texts": _without_texts,
    "fewer": _fewer_rows,
    "half": _other_rows,
}
