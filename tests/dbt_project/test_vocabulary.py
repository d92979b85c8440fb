"""The seeds say what a person who knows the forms would say, also of names that stand in no sample."""

from __future__ import annotations

import csv
import re
from functools import cache

import pytest

from tests.dbt_project.project import PROJECT

UP, DOWN = "higher_is_better", "lower_is_better"


@cache
def seed(name: str) -> list[dict[str, str]]:
    with (PROJECT / "seeds" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def by_longest_suffix(name: str, seed_name: str, value: str) -> str | None:
    """What the model int_indicator_names finds: the line whose suffix is the longest that ends the name."""
    lines = [line for line in seed(seed_name) if name.endswith(line["suffix"])]
    return max(lines, key=lambda line: len(line["suffix"]))[value] or None if lines else None


@pytest.mark.parametrize(
    ("name", "polarity"),
    [
        ("抽检不合格食品核查处置率", UP),
        ("不合格通报率", UP),
        ("重大案件查办数", UP),
        ("设备维修验收通过率", UP),
        ("农村饮水水质达标率", UP),
        ("群众对食品安全的满意度", UP),
        ("投诉办结率", UP),
        ("安全隐患整改率", UP),
        ("抽检不合格批次返工率", UP),
        ("节约财政资金", UP),
        ("设备正常使用年限", UP),
        ("农户人均增收", UP),
        ("社会公众投诉率", DOWN),
        ("系统故障率", DOWN),
        ("检验报告严重缺陷率", DOWN),
        ("产品不合格率", DOWN),
        ("辖区内与补助资金相关的重大食品安全监管责任事故发生数", DOWN),
        ("系统故障修复响应时间", DOWN),
        ("行政复议或诉讼败诉案件数", DOWN),
        ("三公经费变动率", DOWN),
        ("刑事案件发案率", DOWN),
        ("人员伤亡", DOWN),
        ("加工期间停止借阅的天数", DOWN),
        ("文字识别校对后差错率", DOWN),
        ("服务时间", None),
        ("培训成果影响时效", None),
        ("对口帮扶静海村的数量", None),
        ("质量调整系数", None),
    ],
)
def test_endings_of_names_tell_which_way_is_better(name: str, polarity: str | None) -> None:
    assert by_longest_suffix(name, "polarity_suffixes", "polarity") == polarity


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("任务完成率", "%"),
        ("新能源公交占比", "%"),
        ("社会服务对象满意度", None),
        ("工作效率", None),
        ("垃圾清运频率", None),
        ("检测数量", None),
        ("第三方评估费用", "元"),
    ],
)
def test_endings_of_names_imply_the_unit_of_a_bare_number(name: str, unit: str | None) -> None:
    assert by_longest_suffix(name, "implied_unit_suffixes", "measure_unit") == unit


def test_money_is_implied_only_with_a_multiplier_word() -> None:
    assert {
        line["suffix"]
        for line in seed("implied_unit_suffixes")
        if line["measure_unit"] == "元" and line["needs_multiplier"] != "true"
    } == set()


def test_polarities_are_the_two_that_the_models_know() -> None:
    assert {line["polarity"] for line in seed("polarity_suffixes")} == {UP, DOWN}


def test_spellings_of_levels_stand_as_the_models_look_for_them() -> None:
    assert [
        line["spelling"]
        for line in seed("indicator_levels")
        if re.search("[()（）、,/和与\\s0-9]|(指标|目标)$", line["spelling"])
    ] == []


def test_money_units_are_whole_yuan() -> None:
    factors = {line["money_unit"]: int(line["factor_to_yuan"]) for line in seed("money_units")}

    assert factors["元"] == 1
    assert factors["万元"] == 10_000
    assert factors["亿元"] == 10**8
