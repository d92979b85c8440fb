"""Gate 2, expectation by expectation: marts that hold what landing holds, and marts that do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from expectations import arrival, money, targets
from expectations.expectation import Expectation
from expectations.warehouse import WAREHOUSE
from flows.targets.frames import target_key

if TYPE_CHECKING:
    from tests.expectations.conftest import JudgeExpectation, Landing


@pytest.fixture
def published(landing: Landing) -> Landing:
    """A good document, its marts made of it."""
    return landing.good_document().add("rejected").publish()


@pytest.mark.parametrize("expectation", WAREHOUSE.expectations, ids=lambda expectation: expectation.name)
def test_marts_that_are_made_of_landing_break_no_expectation(
    found_in_good: JudgeExpectation, expectation: Expectation
) -> None:
    assert found_in_good(WAREHOUSE, expectation) == []


@pytest.mark.parametrize("expectation", WAREHOUSE.expectations, ids=lambda expectation: expectation.name)
def test_empty_marts_of_an_empty_landing_break_no_expectation(
    found_in_nothing: JudgeExpectation, expectation: Expectation
) -> None:
    assert found_in_nothing(WAREHOUSE, expectation) == []


def test_a_form_that_is_lost(published: Landing, judge: JudgeExpectation) -> None:
    published.change("delete from marts.fact_budget")
    [found] = judge(WAREHOUSE, arrival.EVERY_ACCEPTED_FORM_ARRIVES)
    assert found.reason.startswith(
        "Form 1 «标准管理» (line 2) is in fact_budget nowhere, and no other document has it. This is an error of the models"
    )
    assert (found.path, found.locator) == ("2024/a.txt", "line 2")


def test_a_form_that_arrives_twice(published: Landing, judge: JudgeExpectation) -> None:
    published.change("insert into marts.fact_budget from marts.fact_budget")
    [found] = judge(WAREHOUSE, arrival.EVERY_ACCEPTED_FORM_ARRIVES)
    assert "is in fact_budget 2 times" in found.reason


def add_second_document(landing: Landing, **form: object) -> Landing:
    """Another document with a form; what it says stands in the first, too, unless `form` says otherwise."""
    landing.document(document_id="d2", path="2024/b.docx", sha256="s2")
    return landing.add("form", document_id="d2", **form)


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"content_sha256": "other", "project_name": "标准 管理"},
        {"content_sha256": "other", "project_name": "标准管理）"},
        {"content_sha256": "other", "unit_code": None},
        {"content_sha256": "other", "unit_name": "旧名"},
        {"content_sha256": "other", "unit_code": None, "unit_name": None},
    ],
)
def test_the_same_form_of_another_document_may_stand_for_it(
    published: Landing, judge: JudgeExpectation, form: dict[str, object]
) -> None:
    add_second_document(published, **form)
    assert judge(WAREHOUSE, arrival.EVERY_ACCEPTED_FORM_ARRIVES) == []


@pytest.mark.parametrize(
    "form",
    [
        {"content_sha256": "other", "project_name": "别的项目"},
        {"content_sha256": "other", "unit_code": "355102", "unit_name": "别的单位"},
        {"form_kind": "self_evaluation"},
    ],
)
def test_another_form_of_another_document_does_not(
    published: Landing, judge: JudgeExpectation, form: dict[str, object]
) -> None:
    add_second_document(published, **form)
    [found] = judge(WAREHOUSE, arrival.EVERY_ACCEPTED_FORM_ARRIVES)
    assert found.path == "2024/b.docx"


def test_a_form_of_another_year_does_not_stand_for_it(published: Landing, judge: JudgeExpectation) -> None:
    add_second_document(published)
    published.change("update landing.raw_file set fiscal_year = 2025 where path = '2024/b.docx'")
    assert len(judge(WAREHOUSE, arrival.EVERY_ACCEPTED_FORM_ARRIVES)) == 1


def test_a_row_that_is_lost(published: Landing, judge: JudgeExpectation) -> None:
    published.change("delete from marts.fact_indicator")
    [found] = judge(WAREHOUSE, arrival.EVERY_ACCEPTED_ROW_ARRIVES)
    assert found.reason.startswith("Form 1 «标准管理», row 1 (line 20) is in fact_indicator nowhere.")


def test_a_row_that_arrives_twice(published: Landing, judge: JudgeExpectation) -> None:
    published.change("insert into marts.fact_indicator from marts.fact_indicator")
    [found] = judge(WAREHOUSE, arrival.EVERY_ACCEPTED_ROW_ARRIVES)
    assert "is in fact_indicator 2 times" in found.reason


def test_rows_of_a_form_that_another_document_stands_for_need_not_arrive(
    published: Landing, judge: JudgeExpectation
) -> None:
    add_second_document(published).add("indicator_row", document_id="d2")
    assert judge(WAREHOUSE, arrival.EVERY_ACCEPTED_ROW_ARRIVES) == []


def test_a_document_that_was_set_aside_must_not_arrive(published: Landing, judge: JudgeExpectation) -> None:
    published.add("gate_finding")
    found = judge(WAREHOUSE, arrival.NOTHING_ELSE_ARRIVES)
    assert len(found) == 2  # a form and a row
    assert all("its document does not count" in offence.reason for offence in found)


def test_a_warning_sets_no_document_aside(published: Landing, judge: JudgeExpectation) -> None:
    published.add("gate_finding", severity="warning")
    assert judge(WAREHOUSE, arrival.NOTHING_ELSE_ARRIVES) == []


def test_a_document_that_was_withdrawn_must_not_arrive(published: Landing, judge: JudgeExpectation) -> None:
    published.change("update marts.dim_document set status = 'withdrawn'")
    assert len(judge(WAREHOUSE, arrival.NOTHING_ELSE_ARRIVES)) == 2
    assert judge(WAREHOUSE, arrival.EVERY_ACCEPTED_FORM_ARRIVES) == []


def test_the_earlier_version_counts_while_the_newest_is_set_aside(
    published: Landing, judge: JudgeExpectation
) -> None:
    published.change("update landing.raw_file set sha256 = 's9'")
    published.add("document", document_id="d9", sha256="s9", read_at="2024-09-01 00:00:00+00").add(
        "form", document_id="d9"
    )
    published.add("gate_finding", document_id="d9")
    assert judge(WAREHOUSE, arrival.NOTHING_ELSE_ARRIVES) == []
    published.change("delete from landing.gate_finding")
    assert len(judge(WAREHOUSE, arrival.NOTHING_ELSE_ARRIVES)) == 2


@pytest.mark.parametrize(
    ("table", "words"), [("fact_budget", "Form 7 is"), ("fact_indicator", "Form 7, row 1 is")]
)
def test_what_no_document_says_must_not_arrive(
    published: Landing, judge: JudgeExpectation, table: str, words: str
) -> None:
    published.change(f"update marts.{table} set form_no = 7")
    [found] = judge(WAREHOUSE, arrival.NOTHING_ELSE_ARRIVES)
    assert found.reason.startswith(f"{words} in {table}, but no such form or row was read")


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        ("budget_yuan = 45", "budget_yuan is 45 yuan, but the document has 450000 yuan."),
        ("budget_yuan = 450000.5", "budget_yuan is 450000.500000 yuan, but the document has 450000 yuan."),
        ("budget_yuan = null", "budget_yuan is no amount, but the document has 450000 yuan."),
        ("fiscal_yuan = 0", "fiscal_yuan is 0 yuan, but the document has 450000 yuan."),
        ("other_yuan = 0", "other_yuan is 0 yuan, but the document has no amount."),
        ("executed_yuan = 1", "executed_yuan is 1 yuan, but the document has no amount."),
    ],
)
def test_an_amount_that_is_not_the_documents(
    published: Landing, judge: JudgeExpectation, damage: str, words: str
) -> None:
    published.change(f"update marts.fact_budget set {damage}")
    [found] = judge(WAREHOUSE, money.BUDGETS_EQUAL_WHAT_LANDING_HOLDS)
    assert found.reason.startswith(f"Form 1 «标准管理» (line 2): {words}")


def test_where_the_total_is_printed_twice_one_of_the_two_counts(
    published: Landing, judge: JudgeExpectation
) -> None:
    published.add("funding_line", line_no=4, amount_text="50", amount=50)
    assert judge(WAREHOUSE, money.BUDGETS_EQUAL_WHAT_LANDING_HOLDS) == []
    published.change("update marts.fact_budget set budget_yuan = 500000")
    assert judge(WAREHOUSE, money.BUDGETS_EQUAL_WHAT_LANDING_HOLDS) == []
    published.change("update marts.fact_budget set budget_yuan = 950000")
    assert len(judge(WAREHOUSE, money.BUDGETS_EQUAL_WHAT_LANDING_HOLDS)) == 1


def test_an_amount_in_an_unknown_unit_of_money_is_null(published: Landing, judge: JudgeExpectation) -> None:
    published.change("update landing.funding_line set money_unit_text = '美元'")
    assert {
        found.reason.split(": ")[1][:11] for found in judge(WAREHOUSE, money.BUDGETS_EQUAL_WHAT_LANDING_HOLDS)
    } == {
        "budget_yuan",
        "fiscal_yuan",
    }
    published.change("update marts.fact_budget set budget_yuan = null, fiscal_yuan = null")
    assert judge(WAREHOUSE, money.BUDGETS_EQUAL_WHAT_LANDING_HOLDS) == []


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (
            "delete from marts.fact_funding",
            "fact_funding has 0 yuan in 0 line(s), but the document has 450000 yuan in 1.",
        ),
        (
            "insert into marts.fact_funding from marts.fact_funding",
            "fact_funding has 900000 yuan in 2 line(s), but",
        ),
        ("update marts.fact_funding set amount_yuan = 45", "fact_funding has 45 yuan in 1 line(s), but"),
    ],
)
def test_funding_that_is_not_the_documents(
    published: Landing, judge: JudgeExpectation, damage: str, words: str
) -> None:
    published.change(damage)
    [found] = judge(WAREHOUSE, money.FUNDING_EQUALS_WHAT_LANDING_HOLDS)
    assert words in found.reason


def test_money_of_all_years_of_a_project_is_no_funding_of_this_year(
    published: Landing, judge: JudgeExpectation
) -> None:
    published.add("funding_line", line_no=4, line_role="project_total", label_text="项目资金总额", amount=90)
    assert judge(WAREHOUSE, money.FUNDING_EQUALS_WHAT_LANDING_HOLDS) == []
    assert judge(WAREHOUSE, money.BUDGETS_EQUAL_WHAT_LANDING_HOLDS) == []


@pytest.mark.parametrize(
    "column", ["level1_text", "level2_text", "level3_text", "description", "target_text", "actual_text"]
)
def test_a_text_that_is_not_the_documents(published: Landing, judge: JudgeExpectation, column: str) -> None:
    published.change(f"update marts.fact_indicator set {column} = '别的'")
    [found] = judge(WAREHOUSE, targets.TARGETS_ARE_THOSE_OF_THE_DOCUMENT)
    assert f"Form 1 «标准管理», row 1 (line 20): {column} is «别的», but the document has" in found.reason


def test_white_space_around_a_text_is_no_part_of_it(published: Landing, judge: JudgeExpectation) -> None:
    published.change("update landing.indicator_row set target_text = '\u3000≥3项\n', description = ' '")
    assert judge(WAREHOUSE, targets.TARGETS_ARE_THOSE_OF_THE_DOCUMENT) == []


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        ("target_value = 4", "target_value is 4.00000000 and there 3.00000000"),
        ("comparator = null", "comparator is empty and there >="),
        (
            "target_kind = 'rate', due_on = '2024-12-31'",
            "target_kind is rate and there number, due_on is 2024-12-31 and",
        ),
    ],
)
def test_a_number_that_is_not_the_dictionarys(
    published: Landing, judge: JudgeExpectation, damage: str, words: str
) -> None:
    published.change(f"update marts.fact_indicator set {damage}")
    [found] = judge(WAREHOUSE, targets.TARGET_NUMBERS_EQUAL_THE_DICTIONARY)
    assert f"row 1 (line 20): the target «≥3项» is read otherwise in the dictionary: {words}" in found.reason


def test_a_target_without_a_reading(published: Landing, judge: JudgeExpectation) -> None:
    published.change("delete from landing.target")
    [found] = judge(WAREHOUSE, targets.TARGET_NUMBERS_EQUAL_THE_DICTIONARY)
    assert "the target «≥3项» has no reading in the dictionary" in found.reason


def test_an_empty_target_has_the_reading_of_the_empty_text(landing: Landing, judge: JudgeExpectation) -> None:
    landing.good_document().add(
        "target",
        target_key=target_key("", "", "", 2024),
        target_text="",
        target_kind="missing",
        comparator=None,
        value=None,
    )
    landing.change("update landing.indicator_row set target_text = null, value_printed = null").publish()
    assert judge(WAREHOUSE, targets.TARGET_NUMBERS_EQUAL_THE_DICTIONARY) == []
    landing.change("update marts.fact_indicator set target_kind = 'number'")
    [found] = judge(WAREHOUSE, targets.TARGET_NUMBERS_EQUAL_THE_DICTIONARY)
    assert "the target that is empty is read otherwise" in found.reason


def test_a_rejected_text_that_is_not_published(published: Landing, judge: JudgeExpectation) -> None:
    published.change("delete from marts.rejected_text")
    [found] = judge(WAREHOUSE, arrival.EVERY_REJECTED_TEXT_IS_PUBLISHED)
    assert "The text «附注» (line 30) is in no field and not in rejected_text either." in found.reason


@pytest.mark.parametrize("table", ["fact_budget", "fact_funding", "fact_indicator"])
@pytest.mark.parametrize("locator", ["null", "' '"])
def test_a_fact_without_a_place(
    published: Landing, judge: JudgeExpectation, table: str, locator: str
) -> None:
    published.change(f"update marts.{table} set locator = {locator}")
    [found] = judge(WAREHOUSE, arrival.EVERY_FACT_HAS_A_PLACE)
    assert found.reason.startswith(f"A row of {table} of form 1 has no locator")
