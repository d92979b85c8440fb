"""What names that are not equal are compared by: their wording, and what tells them apart."""

from __future__ import annotations

import re

import pytest

from flows.names.reading import read_name
from flows.vocabulary.seeds import read_seed
from tests.places import ROOT


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("完成设备购置数量", "设备采购"),
        ("组织开展水效标识检查", "水效标识检查"),
        ("社会公众满意程度", "群众满意度"),
        ("2024年办案经费", "办案成本费用"),
        ("使用人", "使用人员"),
        ("仪器设备（维修、保养）", "设备维护"),
    ],
)
def test_two_wordings_of_one_thing_are_one(one: str, other: str) -> None:
    assert read_name(one, 2024).wording == read_name(other, 2024).wording


def test_a_pattern_at_an_end_counts_only_there() -> None:
    assert read_name("检查完成率", 2024).wording == "检查完成率"
    assert read_name("数字化设备", 2024).wording == "数字化设备"


def test_a_masked_wording_has_no_numbers() -> None:
    name = read_name("为125人换发1.5套单裤", 2024)

    assert (name.wording, name.masked_wording) == ("为125人换发15套单裤", "为人换发套单裤")


def test_what_tells_names_apart_is_read_once() -> None:
    name = read_name("★2024年第二批3号、12号楼A座河东区食品安全（2023年结转）", 2024)

    assert name.plain_name == "第二批3号12号楼A座河东区食品安全结转"
    assert (name.other_years, name.numbers, name.ordinals, name.places) == (
        ("{Y-1}",),
        ("12", "3"),
        ("A", "第二"),
        ("河东区",),
    )
    assert {"word_group": "regulated", "word": "食品", "tells_alone": False, "narrows": True} in (
        name.contrasting_words
    )


def test_contrasting_words_are_those_of_the_wording() -> None:
    assert read_name("公众满意度", 2024).contrasting_words == read_name("群众满意度", 2024).contrasting_words


def test_every_line_of_rewordings_changes_a_name_that_is_its_pattern() -> None:
    for line in read_seed("rewordings"):
        pattern = line["pattern"].strip("^$")
        assert read_name(pattern, None).wording != pattern, line


def test_no_model_reads_the_vocabulary_of_names_again() -> None:
    """Matching compares columns of the dictionary: no seed of names and no pattern stands in its SQL."""
    project = ROOT / "dbt_project"
    matching = [
        project / "macros" / "similarity.sql",
        project / "macros" / "matching.sql",
        *project.rglob("int_*similarities.sql"),
        *project.rglob("int_evaluat*.sql"),
    ]
    seeds = re.compile(r"ref\('(?:rewordings|contrasting_words)'\)")

    assert [file.name for file in matching if "regexp" in file.read_text("utf-8")] == []
    assert [file.name for file in project.rglob("*.sql") if seeds.search(file.read_text("utf-8"))] == []
