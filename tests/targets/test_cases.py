"""Targets as a person who knows the forms reads them: tables of cases, and the places where fields are kept apart."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from flows.targets import Span, Target, TargetPart, read_target
from flows.targets.words import vocabulary

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Case:
    """The arguments of `read_target` and what it must say."""

    text: str
    unit: str
    comparator: str
    fiscal_year: int | None
    kind: str
    reading: tuple[object, ...]
    parts: tuple[tuple[object, ...], ...]
    remainder: str | None
    basis: tuple[str, str, bool] | None
    """Basis, direction and whether it is nearly reached, where the table says them."""
    roles: str
    """A letter for each character of the text: comparator, number, unit, date, remainder or _ for a space."""


def read_cases(name: str) -> list[Case]:
    """The cases of one CSV beside this file."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return [_case(line) for line in csv.DictReader(file)]


def reading_of(target: Target | TargetPart) -> tuple[object, ...]:
    """What the tables compare, in the order of their columns."""
    return (
        target.comparator,
        target.value,
        target.multiplier,
        target.unit_text,
        target.unit_stem,
        target.rate_base,
        target.starts_on,
        target.due_on,
    )


def roles_of(target: Target) -> str:
    """What each character is, as the tables write it below the text."""
    return "".join(
        ("_" if span.role == "space" else span.role[0]) * (span.stop - span.start) for span in target.spans
    )


def part_of(part: TargetPart) -> tuple[object, ...]:
    """A part as the tables write it: its label, then its reading."""
    return (part.label, *reading_of(part))


def _case(line: dict[str, str]) -> Case:
    columns = ("sign", "value", "multiplier", "unit_text", "unit_stem", "rate_base", "starts_on", "due_on")
    return Case(
        text=line["text"],
        unit=line["unit"],
        comparator=line["comparator"],
        fiscal_year=int(line["fiscal_year"]) if line["fiscal_year"] else None,
        kind=line["kind"],
        reading=_reading([line[column] for column in columns]),
        parts=tuple(_part(part.split("|")) for part in line["parts"].split(" ;; ") if part),
        remainder=line["remainder"] or None,
        basis=(line["basis"], line["direction"], line["is_nearly"] == "true") if "basis" in line else None,
        roles=line["roles"],
    )


def _part(fields: list[str]) -> tuple[object, ...]:
    return (fields[0] or None, *_reading(fields[1:]))


def _reading(fields: list[str]) -> tuple[object, ...]:
    sign, value, multiplier, unit_text, unit_stem, rate_base, starts_on, due_on = fields
    return (
        sign or None,
        Decimal(value) if value else None,
        int(multiplier or 1),
        unit_text or None,
        unit_stem or None,
        rate_base or None,
        date.fromisoformat(starts_on) if starts_on else None,
        date.fromisoformat(due_on) if due_on else None,
    )


def read(text: str, year: int | None = 2024, **row: str) -> Target:
    return read_target(text, fiscal_year=year, **row)


TABLES = ["cases_2024.csv", "cases_other_publishers.csv", "cases_adversary.csv", "cases_kinds.csv"]


@pytest.mark.parametrize("name", TABLES)
def test_every_case_reads_as_the_table_says(name: str) -> None:
    wrong = []
    for case in read_cases(name):
        target = read(case.text, case.fiscal_year, unit_text=case.unit, comparator_text=case.comparator)
        parts = tuple(part_of(part) for part in target.parts)
        basis = (target.basis or "", target.direction or "", target.is_nearly) if case.basis else None
        got = (target.kind, reading_of(target), parts, target.remainder, basis, roles_of(target))
        said = (case.kind, case.reading, case.parts, case.remainder, case.basis, case.roles)
        if got != said:
            wrong.append((case.text, got, said))
    assert wrong == []


def test_the_real_document_has_301_distinct_targets() -> None:
    texts = [case.text for case in read_cases("cases_2024.csv")]
    assert len(texts) == len(set(texts)) == 301


EQUAL = [
    ("100百分比", "100%"),
    ("≥１００台（套）", "≥100台(套)"),
    ("≤ 450 元", "≤450元"),
    ("不少于8家", "≥8家"),
    ("大于等于90百分比", ">=90百分比"),
    ("=1,126,400.00平方米", "1126400平方米"),
    ("九成以上", "90%以上"),
    ("百分之九十", "90%"),
    ("三十万元", "30万元"),
    ("2024年年底前完成", "2024年底前"),
    ("2024.12.31", "2024年12月31日前"),
    ("元/人*月", "元/人·月"),
    ("450元/人*月", "450元/人·月"),
    ("2024年3月启动，2024年年底完成", "2024年3月至12月"),
]


@pytest.mark.parametrize(("one", "other"), EQUAL)
def test_what_is_spelt_otherwise_reads_equal(one: str, other: str) -> None:
    def meaning(text: str) -> tuple[object, ...]:
        target = read(text)
        canonical = vocabulary().unit.value.get(target.unit_stem or "")
        return (
            target.kind, target.comparator, target.value, target.multiplier, canonical, target.rate_base,
            target.starts_on, target.due_on,
        )  # fmt: skip

    assert meaning(one) == meaning(other)


DIFFERENT = [
    ("≥3次", ">3次"),
    ("100%", "≥100%"),
    ("5%", "5‰"),
    ("12月", "12个月"),
    ("≤12月", "≤12个月"),
    ("26万件", "26件"),
    ("2500元/批次", "2500元"),
    ("10天", "10个工作日"),
    ("2024年", "2024年底"),
    ("零投诉", "零容忍"),
    ("7×24小时", "24小时内"),
    ("第3条", "3条"),
    ("2024版", "24版"),
]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_what_means_something_else_reads_otherwise(one: str, other: str) -> None:
    assert reading_of(read(one)) != reading_of(read(other))


REMAINDERS = [
    ("≥3执法行动不少于3次", "执法行动不少于3次"),
    ("≤102严格控制成本", "严格控制成本"),
    ("≥平均2版/月", "平均"),
    ("1212月25日前完成", "12"),
    ("零投诉", "投诉"),
    ("动态信息12小时内发布", "动态信息 发布"),
    ("每月25日之前进行网站监测结果反馈", "进行网站监测结果反馈"),
    ("90%(计划标准)", "(计划标准)"),
    ("3月1日18时前", None),
    ("3月1日18:00前完成", None),
    ("截至2024年底合格率达到95%", "合格率"),
    ("设备良好，截至2024年6月合格率达到95%", "设备良好 合格率"),
    ("较2024年6月底提高5%", "较2024年6月底提高"),
    ("≥27台套", None),
    ("2024年底前完成", None),
    ("有所提升", "有所提升"),
    ("不涉及", "不涉及"),
    ("", None),
]


@pytest.mark.parametrize(("text", "remainder"), REMAINDERS)
def test_text_that_is_in_no_other_field_is_remainder(text: str, remainder: str | None) -> None:
    assert read(text).remainder == remainder


def test_spans_say_what_each_character_is() -> None:
    assert read("≤450 元").spans == (
        Span("comparator", 0, 1),
        Span("number", 1, 4),
        Span("space", 4, 5),
        Span("unit", 5, 6),
    )
    assert read("1130余户").spans == (
        Span("number", 0, 4),
        Span("comparator", 4, 5),
        Span("unit", 5, 6),
    )
    assert read("至2025年3月底前").spans == (Span("date", 0, 10),)


@pytest.mark.parametrize(
    ("text", "unit", "measure"),
    [
        ("12.5", "万枝", (10_000, "万枝", "枝", None)),
        ("12.5万", "枝", (10_000, "万枝", "枝", None)),
        ("68万", "万元", (10_000, "万元", "元", None)),
        ("700", "万人次/年", (10_000, "万人次/年", "人次", "年")),
        ("16", "台/套", (1, "台/套", "台/套", None)),
        ("30", "新单位", (1, "新单位", "新单位", None)),
        ("5", "未知的计量单位/户", (1, "未知的计量单位/户", "未知的计量单位", "户")),
        ("100%", "百分比", (1, "%", "%", None)),
        ("8", "—", (1, None, None, None)),
    ],
)
def test_a_unit_column_fills_in_what_the_text_lacks(
    text: str, unit: str, measure: tuple[object, ...]
) -> None:
    target = read(text, unit_text=unit)
    assert (target.multiplier, target.unit_text, target.unit_stem, target.rate_base) == measure


def test_the_texts_own_comparator_counts_before_the_column() -> None:
    assert read("不超过5天", comparator_text="≥").comparator == "<="
    assert read("5天", comparator_text="≥").comparator == ">="
    assert read("5天", comparator_text="正向").comparator == "="


def test_qualitative_rows_keep_their_words_and_their_dates() -> None:
    assert read("100%", comparator_text="定性").kind == "qualitative"
    assert read("2024年底前", comparator_text="定性").due_on == date(2024, 12, 31)


@pytest.mark.parametrize(
    "text", ["9" * 200, "0." + "1" * 40, "百分之" + "9" * 50, "1e999", "0.123456789", "九" * 60]
)
def test_numbers_that_do_not_fit_are_words(text: str) -> None:
    target = read(text)
    assert (target.kind, target.remainder) == ("qualitative", text)


def test_the_widest_number_that_fits_is_read() -> None:
    assert read("99999999999999999999.99999999元").value == Decimal("99999999999999999999.99999999")


@pytest.mark.parametrize("text", ["2月30日", "2024年13月", "13月", "2024年2月30日前", "4月31日前"])
def test_days_that_do_not_exist_are_deadlines_without_a_day(text: str) -> None:
    target = read(text)
    assert (target.kind, target.due_on) == ("deadline", None)


def test_relative_dates_need_a_fiscal_year() -> None:
    assert (read("年底前", None).kind, read("年底前", None).due_on) == ("deadline", None)
    assert read("2023年底前", None).due_on == date(2023, 12, 31)
    assert read("2月底", 2024).due_on == date(2024, 2, 29)
    assert read("2月底", 2023).due_on == date(2023, 2, 28)
