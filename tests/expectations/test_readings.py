"""Gate 1, second round: a document beside its publisher's of the year before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from expectations.expectation import Expectation
from expectations.readings import NUMBERS, READINGS, ROWS, TOTAL
from expectations.wording import target_key

if TYPE_CHECKING:
    from tests.expectations.conftest import JudgeExpectation, Landing

EXPECTATIONS = {expectation.name: expectation for expectation in READINGS.expectations}


def add_year(
    landing: Landing, year: int, amount: int = 45, rows: int = 20, typed: int = 20, path: str = "a"
) -> None:
    """A document of a publisher with one form, its money and its rows."""
    document_id, place = f"{path}{year}", f"{year}/{path}.txt"
    landing.add("raw_file", path=place, sha256=document_id, fiscal_year=year, publisher="市监委")
    landing.add("document", document_id=document_id, path=place, sha256=document_id)
    landing.add("form", document_id=document_id, row_count=rows)
    landing.add("funding_line", document_id=document_id, amount=amount, amount_text=str(amount))
    for row_no in range(1, rows + 1):
        value = "≥3项" if row_no <= typed else "有所提升"
        landing.add("indicator_row", document_id=document_id, row_no=row_no, value_printed=value)
    landing.change(
        f"""
        insert into landing.target (
            target_key, target_text, unit_printed, comparator_printed, fiscal_year, target_kind, is_unit_elsewhere,
            reader_version
        )
        select
            {target_key("read.target_text", "null", "null", str(year))}, read.target_text, '', '', {year},
            read.target_kind, false, 'r'
        from (values ('≥3项', 'number'), ('有所提升', 'qualitative')) as read (target_text, target_kind)
        cross join (select {year} as fiscal_year)
        anti join landing.target using (target_text, fiscal_year)
        """
    )


@pytest.fixture
def years(landing: Landing) -> Landing:
    return landing


@pytest.mark.parametrize("expectation", READINGS.expectations, ids=lambda expectation: expectation.name)
def test_years_that_are_alike_break_no_expectation(
    years: Landing, judge: JudgeExpectation, expectation: Expectation
) -> None:
    for year in (2023, 2024, 2025):
        add_year(years, year)
    assert judge(READINGS, expectation) == []


def test_a_total_a_thousand_times_larger(years: Landing, judge: JudgeExpectation) -> None:
    add_year(years, 2024)
    add_year(years, 2025, amount=450_000)
    [found] = judge(READINGS, EXPECTATIONS[TOTAL])
    assert found.path == "2025/a.txt"
    assert found.reason.startswith(
        "Its forms have 4,500,000,000 yuan together, those of 2024 had 450,000 (2024/a.txt). Compare the document with"
    )
    assert "accepted_breaks: ,市监委,2025,total_is_of_the_same_order,reason" in found.reason


def test_a_total_that_is_large_but_possible(years: Landing, judge: JudgeExpectation) -> None:
    add_year(years, 2024)
    add_year(years, 2025, amount=45_000)
    assert judge(READINGS, EXPECTATIONS[TOTAL]) == []


def test_half_of_the_rows_gone(years: Landing, judge: JudgeExpectation) -> None:
    add_year(years, 2024, rows=20)
    add_year(years, 2025, rows=9, typed=9)
    [found] = judge(READINGS, EXPECTATIONS[ROWS])
    assert "Its 1 forms have 9 indicator rows, the 1 of 2024 had 20" in found.reason


def test_half_of_the_numbers_gone(years: Landing, judge: JudgeExpectation) -> None:
    add_year(years, 2024)
    add_year(years, 2025, typed=9)
    [found] = judge(READINGS, EXPECTATIONS[NUMBERS])
    assert "Of its 20 targets 9 have a number or a date, in 2024 20 of 20" in found.reason


def test_a_suspect_is_no_measure_for_the_next_year(years: Landing, judge: JudgeExpectation) -> None:
    add_year(years, 2023)
    add_year(years, 2024, amount=450_000)
    add_year(years, 2025)
    assert [found.path for found in judge(READINGS, EXPECTATIONS[TOTAL])] == ["2024/a.txt"]


def test_a_document_that_other_expectation_set_aside_is_no_measure(
    years: Landing, judge: JudgeExpectation
) -> None:
    add_year(years, 2024, amount=450_000)
    add_year(years, 2025)
    years.add("gate_finding", document_id="a2024")
    assert judge(READINGS, EXPECTATIONS[TOTAL]) == []


def test_one_document_of_the_year_before_that_agrees_is_enough(
    years: Landing, judge: JudgeExpectation
) -> None:
    add_year(years, 2024, amount=450_000, path="a")
    add_year(years, 2024, path="b")
    add_year(years, 2025)
    assert judge(READINGS, EXPECTATIONS[TOTAL]) == []


def test_an_accepted_break_lets_a_document_in(years: Landing, judge: JudgeExpectation) -> None:
    add_year(years, 2024)
    add_year(years, 2025, amount=450_000)
    years.change(
        "insert into seeds.accepted_breaks values (null, '市监委', 2025, 'total_is_of_the_same_order', 'a new fund')"
    )
    assert judge(READINGS, EXPECTATIONS[TOTAL]) == []


def test_several_accepted_breaks_of_a_year_leave_its_numbers_as_they_are(
    years: Landing, judge: JudgeExpectation
) -> None:
    add_year(years, 2024)
    add_year(years, 2025, rows=9)
    years.change(
        """
        insert into seeds.accepted_breaks values
            (null, '市监委', 2025, 'total_is_of_the_same_order', 'a new fund'),
            (null, '市监委', 2025, 'targets_are_as_often_numbers', 'a new form'),
            (null, '市监委', 2025, 'projects_continue', 'a new list')
        """
    )
    assert len(judge(READINGS, EXPECTATIONS[ROWS])) == 1


def test_a_publisher_of_another_jurisdiction_is_another_publisher(
    years: Landing, judge: JudgeExpectation
) -> None:
    add_year(years, 2024)
    add_year(years, 2025, amount=450_000)
    years.change("update landing.raw_file set jurisdiction = '天津市' where fiscal_year = 2025")
    assert judge(READINGS, EXPECTATIONS[TOTAL]) == []
