"""The ladder of identity, rung by rung: each case is a jurisdiction of its own, all are built at once.

A project is named by its year and form number: (2023, 1) is the first form of the document of 2023.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest

from tests.dbt_project.project import PROJECT
from tests.identity.links import Candidate, Identity, read_identity
from tests.identity.made import Document, Project, Row, build, land

Place = tuple[int, int]

_EQUIPMENT = (
    Row("设备维保合同数量", "5个"),
    Row("设备维保完成率", "100%", level2="质量指标"),
    Row("设备维保及时性", "≤48小时", level2="时效指标"),
    Row("设备维保费用", "≤151万元", level2="成本指标"),
)
_LAW = (
    Row("代理诉讼案件", "≥12件"),
    Row("法律顾问资质达标率", "100%", level2="质量指标"),
    Row("服务时间", "1年", level2="时效指标"),
    Row("律师费", "≤50万元", level2="成本指标"),
)
_TRAINING = (
    Row("培训人数", "≥200人"),
    Row("培训合格率", "≥95%", level2="质量指标"),
    Row("培训完成时间", "年底前", level2="时效指标"),
    Row("场地租用费", "≤5万元", level2="成本指标"),
)
EQUIPMENT = Project("设备运维", _EQUIPMENT, purpose="大型检测设备的维修保养", objective="保证设备完好")
LAW = Project("法律服务", _LAW, purpose="聘请律师代理诉讼", objective="依法行政")
TRAINING = Project("业务培训", _TRAINING, purpose="组织业务培训班", objective="提升人员能力")


def _year(year: int, *projects: Project, path: str = "a.docx") -> tuple[int, str, tuple[Project, ...]]:
    return year, f"{year}/{path}", projects


@dataclass(frozen=True, slots=True)
class Case:
    """Documents by year, and how each project is linked to which earlier one."""

    years: Sequence[tuple[int, str, tuple[Project, ...]]]
    links: dict[tuple[Place, Place], str]
    decisions: Sequence[tuple[Place, Place, str]] = ()
    successions: Sequence[tuple[int, str, str, str]] = ()


CASES = {
    "one name": Case(
        [
            _year(2023, replace(LAW, name="法律服务2023"), replace(EQUIPMENT, name="2023年设备运维")),
            _year(2024, replace(EQUIPMENT, name="2024年设备运维"), replace(LAW, name="法律服务（2024）")),
        ],
        # A year in brackets is spelt otherwise.
        {((2023, 2), (2024, 1)): "name", ((2023, 1), (2024, 2)): "similarity"},
    ),
    "a code is stronger than a name": Case(
        [
            _year(2023, replace(LAW, code="510023T1"), replace(TRAINING, name="会议")),
            _year(2024, replace(LAW, name="法律顾问", code="510023T1")),
        ],
        {((2023, 1), (2024, 1)): "code"},
    ),
    "code and name point to two": Case(
        [
            _year(2023, replace(LAW, code="510023T1"), replace(TRAINING, code="510023T2")),
            _year(2024, replace(TRAINING, code="510023T1", name="法务"), replace(LAW, code="510023T9")),
        ],
        {((2023, 1), (2024, 1)): "code"},
    ),
    "a code that two projects have is none": Case(
        [
            _year(2023, replace(LAW, code="510023T1"), replace(TRAINING, code="510023T1")),
            _year(2024, replace(LAW, code="510023T1"), replace(TRAINING, code="510023T1")),
        ],
        {((2023, 1), (2024, 1)): "name", ((2023, 2), (2024, 2)): "name"},
    ),
    "twins change places": Case(
        [
            _year(2023, replace(LAW, name="补助"), replace(TRAINING, name="补助")),
            _year(2024, replace(TRAINING, name="补助"), replace(LAW, name="补助")),
        ],
        {((2023, 1), (2024, 2)): "name_and_content", ((2023, 2), (2024, 1)): "name_and_content"},
    ),
    "of twins one stays": Case(
        [
            _year(2023, replace(LAW, name="补助"), replace(TRAINING, name="补助")),
            _year(2024, replace(TRAINING, name="补助")),
        ],
        {((2023, 2), (2024, 1)): "name_and_content"},
    ),
    "one of a name becomes two": Case(
        [
            _year(2023, replace(LAW, name="补助")),
            _year(
                2024,
                replace(TRAINING, name="补助"),
                replace(LAW, name="补助", objective="依法行政，依法决策"),
            ),
        ],
        {((2023, 1), (2024, 2)): "similarity"},
    ),
    "renamed": Case(
        [
            _year(2023, replace(EQUIPMENT, name="大型设备运行维护"), LAW),
            _year(2024, LAW, replace(EQUIPMENT, name="大型仪器设备运维")),
        ],
        {((2023, 1), (2024, 2)): "similarity", ((2023, 2), (2024, 1)): "name"},
    ),
    "two that are equally alike": Case(
        [
            _year(2023, replace(EQUIPMENT, name="设备运维")),
            _year(2024, replace(EQUIPMENT, name="设备运维一"), replace(EQUIPMENT, name="设备运维二")),
        ],
        {},
    ),
    "decided to be the same": Case(
        [_year(2023, LAW, EQUIPMENT), _year(2024, TRAINING, LAW)],
        {((2023, 2), (2024, 1)): "decision", ((2023, 1), (2024, 2)): "name"},
        decisions=[((2023, 2), (2024, 1), "same")],
    ),
    "decided to be the same against name and code": Case(
        [
            _year(2023, replace(LAW, code="510023T1"), EQUIPMENT),
            _year(2024, replace(TRAINING, name="讲座"), replace(LAW, code="510023T1")),
        ],
        {((2023, 1), (2024, 1)): "decision"},
        decisions=[((2023, 1), (2024, 1), "same")],
    ),
    "decided to be the same years later": Case(
        [_year(2022, LAW), _year(2023, LAW), _year(2024, TRAINING)],
        {((2022, 1), (2023, 1)): "similarity", ((2023, 1), (2024, 1)): "decision"},
        decisions=[((2022, 1), (2024, 1), "same")],
    ),
    "decided not to be the same": Case(
        [_year(2023, LAW), _year(2024, LAW)],
        {},
        decisions=[((2023, 1), (2024, 1), "not_same")],
    ),
    "decided not to be the same though alike": Case(
        [
            _year(2023, replace(EQUIPMENT, name="大型设备运维")),
            _year(2024, replace(EQUIPMENT, name="大型设备运维费")),
        ],
        {},
        decisions=[((2023, 1), (2024, 1), "not_same")],
    ),
    "a pause": Case(
        [_year(2022, LAW, TRAINING), _year(2023, TRAINING), _year(2024, LAW, TRAINING)],
        {
            ((2022, 1), (2024, 1)): "name",
            ((2022, 2), (2023, 1)): "name",
            ((2023, 1), (2024, 2)): "name",
        },
    ),
    "a name taken up again": Case(
        [
            _year(2022, replace(EQUIPMENT, name="大型设备运维")),
            _year(2023, replace(EQUIPMENT, name="大型仪器设备运维")),
            _year(2024, replace(EQUIPMENT, name="大型设备运维")),
        ],
        {((2022, 1), (2023, 1)): "similarity", ((2023, 1), (2024, 1)): "name"},
    ),
    "a code that is not printed for a year": Case(
        [
            _year(2022, replace(LAW, code="510022T1")),
            _year(2023, LAW),
            _year(2024, replace(LAW, name="诉讼代理", code="510022T1", purpose="其他", rows=_TRAINING)),
        ],
        {((2022, 1), (2023, 1)): "name", ((2023, 1), (2024, 1)): "code"},
    ),
    "carried-over money": Case(
        [
            _year(2023, replace(LAW, name="2022年中央补助"), replace(LAW, name="2023年中央补助")),
            _year(2024, replace(LAW, name="2023年中央补助"), replace(LAW, name="2024年中央补助")),
        ],
        {((2023, 1), (2024, 1)): "name", ((2023, 2), (2024, 2)): "name"},
    ),
    "one name in two units": Case(
        [
            _year(2023, LAW, replace(TRAINING, unit_code="100102", unit_name="某所")),
            _year(2024, TRAINING, replace(LAW, unit_code="100102", unit_name="某所")),
        ],
        {},
    ),
    "a unit is renamed": Case(
        [_year(2023, LAW), _year(2024, replace(LAW, unit_name="某市某委员会"))],
        {((2023, 1), (2024, 1)): "name"},
    ),
    "a code for the unit in the second year": Case(
        [_year(2023, replace(LAW, unit_code=None)), _year(2024, LAW)],
        {((2023, 1), (2024, 1)): "name"},
    ),
    "a new code for the unit, in the seed": Case(
        [_year(2023, LAW), _year(2024, replace(LAW, unit_code="200201"))],
        {((2023, 1), (2024, 1)): "name"},
        successions=[(2024, "continues", "100101", "200201")],
    ),
    "a new code for the unit, by its old name": Case(
        [_year(2023, replace(LAW, unit_name="某市老局")), _year(2024, replace(LAW, unit_code="200201"))],
        {((2023, 1), (2024, 1)): "name"},
        successions=[(2024, "continues", "某市老局", "200201")],
    ),
    "a new code for the unit, not in the seed": Case(
        [_year(2023, LAW), _year(2024, replace(LAW, unit_code="200201"))],
        {},
    ),
    "two units merge": Case(
        [
            _year(2023, LAW, replace(TRAINING, unit_code="100102", unit_name="某所")),
            _year(
                2024,
                replace(TRAINING, unit_code="100109", unit_name="某中心"),
                replace(LAW, unit_code="100109", unit_name="某中心"),
            ),
        ],
        {((2023, 1), (2024, 2)): "name", ((2023, 2), (2024, 1)): "name"},
        successions=[(2024, "merges", "100101", "100109"), (2024, "merges", "100102", "100109")],
    ),
    "two units of one project name merge": Case(
        [
            _year(2023, LAW, replace(TRAINING, name="法律服务", unit_code="100102", unit_name="某所")),
            _year(
                2024,
                replace(LAW, name="法律服务", unit_code="100109", unit_name="某中心", objective="其他目标"),
            ),
        ],
        {((2023, 1), (2024, 1)): "similarity"},
        successions=[(2024, "merges", "100101", "100109"), (2024, "merges", "100102", "100109")],
    ),
    "a unit splits": Case(
        [
            _year(2023, LAW, TRAINING),
            _year(
                2024,
                replace(LAW, unit_code="100103", unit_name="甲所"),
                replace(TRAINING, unit_code="100104", unit_name="乙所"),
            ),
        ],
        {((2023, 1), (2024, 1)): "name", ((2023, 2), (2024, 2)): "name"},
        successions=[(2024, "splits", "100101", "100103"), (2024, "splits", "100101", "100104")],
    ),
    "a name of two codes": Case(
        [
            _year(2023, LAW, replace(TRAINING, unit_code="100102")),
            _year(2024, replace(LAW, unit_code=None)),
        ],
        {},
    ),
    "two names of a code": Case(
        [_year(2023, LAW, replace(TRAINING, unit_name="幼儿园")), _year(2024, LAW)],
        {((2023, 1), (2024, 1)): "name"},
    ),
}


@pytest.fixture(scope="module")
def identity(tmp_path_factory: pytest.TempPathFactory) -> Identity:
    """The models built on all cases at once, decisions and successions as lines of their seeds."""
    folder = tmp_path_factory.mktemp("ladder")
    file = folder / "ladder.duckdb"
    land(file, [document for name, case in CASES.items() for document in _documents(name, case)])
    seeds = {
        "identity_decisions": [line for name, case in CASES.items() for line in _decision_lines(name, case)],
        "unit_successions": [
            (name, *succession, "合成") for name, case in CASES.items() for succession in case.successions
        ],
    }
    build(file, folder, seeds=seeds)
    return read_identity(file)


def _documents(name: str, case: Case) -> list[Document]:
    return [
        Document(year, projects, path=f"{name}/{path}", publisher=name, jurisdiction=name)
        for year, path, projects in case.years
    ]


def _decision_lines(name: str, case: Case) -> list[tuple[object, ...]]:
    documents = {year: (f"{name}/{path}", projects) for year, path, projects in case.years}
    lines: list[tuple[object, ...]] = []
    for earlier, later, decision in case.decisions:
        lines.append(
            (
                "project",
                *(documents[later[0]][0], later[1], documents[later[0]][1][later[1] - 1].name),
                *(documents[earlier[0]][0], earlier[1], documents[earlier[0]][1][earlier[1] - 1].name),
                *(decision, "合成"),
            )
        )
    return lines


def _place(path: str, form_no: int) -> Place:
    return int(path.split("/")[1]), form_no


def _of(identity: Identity, name: str) -> list[Candidate]:
    return [one for one in identity.candidates if (one.path or "").startswith(f"{name}/")]


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_each_is_linked_by_its_rung_and_nothing_else_is(identity: Identity, name: str) -> None:
    found = {
        (_place(*earlier), _place(*later)): method
        for (earlier, later), (method, _) in identity.projects.items()
        if later[0].startswith(f"{name}/")
    }

    assert found == CASES[name].links


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "reason"),
    [("code and name point to two", "contradiction"), ("two that are equally alike", "not_clear")],
)
def test_what_is_not_clear_names_its_candidates_and_the_line_that_decides(
    identity: Identity, name: str, reason: str
) -> None:
    candidates = _of(identity, name)

    assert {one.reason for one in candidates if one.thing == "project"} == {reason}
    with (PROJECT / "seeds" / "identity_decisions.csv").open(encoding="utf-8") as file:
        header = next(csv.reader(file))
    for one in candidates:
        assert one.seed_line
        line = dict(zip(header, next(csv.reader([one.seed_line])), strict=True))
        assert line["path"] == one.path
        assert line["previous_printed_name"] == one.previous_printed_name


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    ["one name", "renamed", "decided to be the same against name and code", "decided not to be the same"],
)
def test_what_is_clear_or_decided_has_no_candidates(identity: Identity, name: str) -> None:
    assert [one for one in _of(identity, name) if one.thing == "project"] == []


@pytest.mark.slow
def test_units_survive_names_and_codes(identity: Identity) -> None:
    def ids(name: str) -> list[str]:
        return [unit for (path, _), unit in identity.unit_of_forms.items() if path.startswith(f"{name}/")]

    for name in (
        "a unit is renamed",
        "a code for the unit in the second year",
        "a new code for the unit, in the seed",
        "a new code for the unit, by its old name",
    ):
        assert len(set(ids(name))) == 1, name
    assert len(set(ids("a new code for the unit, not in the seed"))) == 2
    assert len(set(ids("two units merge"))) == 3
    assert len(set(ids("a unit splits"))) == 3
    assert len(set(ids("a name of two codes"))) == 3


@pytest.mark.slow
def test_a_renamed_unit_has_a_version_for_each_name(identity: Identity) -> None:
    versions = [unit[3:] for unit in identity.units if unit[0] == "a unit is renamed"]

    assert versions == [("某市某委员会", 2024, None), ("某市某局", 2023, 2023)]


@pytest.mark.slow
def test_names_and_codes_of_units_that_do_not_agree_are_findings(identity: Identity) -> None:
    reasons = {(one.thing, one.reason) for one in identity.candidates if one.thing == "unit"}

    assert reasons == {("unit", "name_of_two_codes"), ("unit", "two_names_of_a_code")}
