"""A unit with thousands of projects is not compared pair by pair, and renamed ones are found all the same."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.identity.links import read_identity
from tests.identity.made import Document, Project, Row, build, land

_PROJECTS = 1500
_PLACES = "东西南北中上下前后左右高低大小长短新旧红黄蓝白青紫春夏秋冬金木水火土日月星辰"


def _name(number: int) -> str:
    return "".join(_PLACES[number // len(_PLACES) ** place % len(_PLACES)] for place in range(3))


def _project(number: int, name: str) -> Project:
    rows = (
        Row(f"{_name(number)}处置数量", f"≥{number}件"),
        Row(f"{_name(number)}处置合格率", "≥95%", level2="质量指标"),
        Row("总成本", f"≤{number}万元", level2="成本指标"),
    )
    return Project(name, rows, purpose=f"用于{_name(number)}的处置与后续管理")


@pytest.mark.slow
@pytest.mark.operated
def test_renamed_projects_of_a_large_unit_are_found_without_comparing_all(tmp_path: Path) -> None:
    file = tmp_path / "large.duckdb"
    earlier = [_project(number, f"{_name(number)}治理{number}号") for number in range(_PROJECTS)]
    later = [_project(number, f"{_name(number)}治理服务{number}号") for number in range(_PROJECTS)]
    land(file, [Document(2023, earlier), Document(2024, later)])

    build(file, tmp_path)

    links = {(one[1], other[1]) for one, other in read_identity(file).projects}
    wrong = {(one, other) for one, other in links if one != other}
    assert wrong == set()
    assert len(links) >= 0.95 * _PROJECTS
    with duckdb.connect(str(file), read_only=True) as connection:
        (compared,) = connection.execute(
            "select count(*) from intermediate.int_project_open_pairs"
        ).fetchall()[0]
    assert compared < _PROJECTS * _PROJECTS / 4
