"""Names as they are compared: folded, freed of the years of the budget, without marks and labels."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.names.reading import read_name
from flows.vocabulary.seeds import fold, read_seed


@pytest.mark.parametrize(
    ("printed", "neutral"),
    [
        ("2024年检测工作完成时间", "{Y}年检测工作完成时间"),
        ("参照２０２３年任务", "参照{Y-1}年任务"),
        ("信息化运维2024", "信息化运维{Y}"),
        ("2023年中央食品监管补助资金", "{Y-1}年中央食品监管补助资金"),
        ("2022年度天津市科技计划项目结转资金项目", "{Y-2}年度天津市科技计划项目结转资金项目"),
        ("2025年提前下达资金", "{Y+1}年提前下达资金"),
        ("2023、2024年补助", "{Y-1}、{Y}年补助"),
        ("2024/2024学年", "{Y}/{Y}学年"),
        ("2021、2022、2023、2024年补助", "{Y-3}、{Y-2}、{Y-1}、{Y}年补助"),
        ("二〇二四年度护林", "{Y}年度护林"),
        ("收费系统（2021版）", "收费系统(2021版)"),
        ("教材2021年修订", "教材2021年修订"),
        ("符合津财绩效【2021】7号要求", "符合津财绩效【2021】7号要求"),
        ("落实财预[2021]101号", "落实财预[2021]101号"),
        ("落实2021年第7号公告", "落实2021年第7号公告"),
        ("TSG07-2019规定", "TSG07-2019规定"),
        ("GB/T 19001-2016认证", "GB/T19001-2016认证"),
        ("2021-2025年规划", "2021-2025年规划"),
        ("2021年至2025年规划", "2021年至2025年规划"),
        ("2021-25年规划", "2021-25年规划"),
        ("热线12315和20240101", "热线12315和20240101"),
        ("特种设备检验2024（特检院））", "特种设备检验{Y}(特检院)"),
        ("（（特检院）2024检验", "(特检院){Y}检验"),
        ("）大型 设备　2024（一期", "大型设备{Y}一期"),
        ("法律服务", "法律服务"),
    ],
)  # fmt: skip
def test_years_of_the_budget_become_their_distance_and_other_years_stay(printed: str, neutral: str) -> None:
    assert read_name(printed, 2024).neutral_name == neutral


def test_without_a_fiscal_year_years_stay_as_printed() -> None:
    assert read_name("信息化运维２０２４", None).neutral_name == "信息化运维2024"


@pytest.mark.parametrize(
    ("printed", "is_label", "unmarked", "masked"),
    [
        ("数 量 指 标", True, "数量指标", "数量指标"),
        ("数量指标（50分）", False, "数量指标(50分)", "数量指标(#分)"),
        ("社会效益", False, "社会效益", "社会效益"),
        ("鉴定评审单家成本指标", False, "鉴定评审单家成本指标", "鉴定评审单家成本指标"),
        ("★★★２０２４年硬化道路", False, "{Y}年硬化道路", "★★★{Y}年硬化道路"),
        ("指标1：新建监测点", False, "新建监测点", "指标#:新建监测点"),
        ("为125人换发1.5套", False, "为125人换发1.5套", "为#人换发#套"),
    ],
)  # fmt: skip
def test_labels_of_levels_marks_and_digits_are_no_part_of_a_name(
    printed: str,
    is_label: object,
    unmarked: str,
    masked: str,
) -> None:
    name = read_name(printed, 2024)

    assert (name.is_level_label, name.unmarked_name, name.masked_name) == (is_label, unmarked, masked)


@pytest.mark.parametrize(
    ("printed", "bare"),
    [("配套茶园面积（亩）", "配套茶园面积"), ("客户投诉率。", "客户投诉率"), ("服务对象满意度指标", "服务对象满意度"),
     ("道路补助标准（万元/公里）", "道路补助标准"), ("服务对象（行政许可相对人）满意", "服务对象(行政许可相对人)满意")],
)  # fmt: skip
def test_what_ends_a_name_is_no_part_of_what_it_is_about(printed: str, bare: str) -> None:
    assert read_name(printed, 2024).bare_name == bare


@pytest.mark.parametrize(
    ("printed", "spelling"),
    [("产出指标（50分）", "产出"), ("一、数 量\u3000指 标", "数量"), ("2.质量目标指标3", "质量"),
     ("社会、经济/生态和效益指标", "社会经济生态效益"), ("满意度\u200b指标\u00a0", "满意度"), ("效益指标40", "效益")],
)  # fmt: skip
def test_levels_are_spelt_without_what_frames_them(printed: str, spelling: str) -> None:
    assert read_name(printed, 2024).level_spelling == spelling


def test_every_known_level_is_found_with_and_without_what_ends_its_label() -> None:
    for line in read_seed("indicator_levels"):
        spelling = line["spelling"]
        if not re.search("(指标|目标)$", spelling):
            assert read_name(spelling, 2024).level_spelling == spelling
            assert read_name(f"{spelling}指标", 2024).is_level_label


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ⅱ", "II"), ("㎡", "m2"), ("①", "1"), ("Ⅲ", "III"), ("㎏", "kg"), ("℃", "°C"), ("﹪", "%"), ("（Ａ）", "(A)"),
     ("政务\u2009云", "政务 云"), ("政务\u200b云\ufeff", "政务云")],
)  # fmt: skip
def test_two_spellings_are_one_name(one: str, other: str) -> None:
    assert read_name(f"平台{one}期", 2024) == read_name(f"平台{other}期", 2024)


@given(st.text(max_size=30), st.sampled_from([None, 2024]))
def test_a_name_is_read_alike_in_each_of_its_forms(text: str, year: int | None) -> None:
    """What is folded already stays, and NFKC, NFC and NFD of one text are one name."""
    name = read_name(text, year)

    assert fold(name.folded_name) == name.folded_name
    for form in ("NFC", "NFD", "NFKC"):
        assert read_name(unicodedata.normalize(form, text), year).folded_name == name.folded_name
