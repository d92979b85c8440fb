"""Gate 1, expectation by expectation: a landing schema that holds, and one that does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from expectations import documents
from expectations.documents import DOCUMENTS
from expectations.expectation import Expectation

if TYPE_CHECKING:
    from tests.expectations.conftest import JudgeExpectation, Landing


@pytest.mark.parametrize("expectation", DOCUMENTS.expectations, ids=lambda expectation: expectation.name)
def test_a_good_document_breaks_no_expectation(
    landing: Landing, judge: JudgeExpectation, expectation: Expectation
) -> None:
    landing.good_document()
    assert judge(DOCUMENTS, expectation) == []


@pytest.mark.parametrize("expectation", DOCUMENTS.expectations, ids=lambda expectation: expectation.name)
def test_an_empty_landing_breaks_no_expectation(
    found_in_nothing: JudgeExpectation, expectation: Expectation
) -> None:
    assert found_in_nothing(DOCUMENTS, expectation) == []
    assert found_in_nothing(DOCUMENTS, expectation, beside=True) == []


def test_a_document_that_cannot_be_read_says_why_and_nothing_else(
    landing: Landing, judge: JudgeExpectation
) -> None:
    landing.document(problem="the file is empty. Fetch it again.", format=None)
    [found] = judge(DOCUMENTS, documents.DOCUMENT_IS_READABLE)
    assert (found.path, found.locator, found.reason) == (
        "2024/a.txt",
        None,
        "the file is empty. Fetch it again.",
    )
    others = [
        expectation
        for expectation in DOCUMENTS.expectations
        if expectation is not documents.DOCUMENT_IS_READABLE
    ]
    assert [found for expectation in others for found in judge(DOCUMENTS, expectation)] == []


def test_a_document_without_a_form_says_what_was_seen(landing: Landing, judge: JudgeExpectation) -> None:
    landing.document().add(
        "rejected",
        form_no=None,
        area="document",
        locator="line 1",
        text="填报说明",
        reason="the text stands outside of any form",
    )
    [found] = judge(DOCUMENTS, documents.DOCUMENT_HAS_A_FORM)
    assert "No form was found" in found.reason
    assert "«填报说明» (line 1; the text stands outside of any form)" in found.reason
    assert "seed form_labels" in found.reason


def test_a_document_without_a_form_and_without_any_text(landing: Landing, judge: JudgeExpectation) -> None:
    landing.document()
    [found] = judge(DOCUMENTS, documents.DOCUMENT_HAS_A_FORM)
    assert "No form was found" in found.reason


def test_a_row_that_is_cut_off_names_its_form_and_place(landing: Landing, judge: JudgeExpectation) -> None:
    landing.good_document().add(
        "rejected",
        area="indicator_row",
        locator="line 25",
        text="社会效",
        reason="the file ends here",
        is_cut_off=True,
    )
    [found] = judge(DOCUMENTS, documents.NO_ROW_IS_CUT_OFF)
    assert found.reason == "Form 1 «标准管理» is cut off (line 25, at «社会效»): the file ends here."
    assert (found.form_no, found.unit_text) == (1, "355101天津市市场监督管理委员会")
    assert judge(DOCUMENTS, documents.NO_TEXT_IS_REJECTED_FROM_ROWS_OR_AMOUNTS) == []


def test_a_form_without_rows(landing: Landing, judge: JudgeExpectation) -> None:
    landing.document().add("form", row_count=0)
    [found] = judge(DOCUMENTS, documents.EVERY_FORM_HAS_ROWS)
    assert found.reason.startswith("Form 1 «标准管理» (line 2) has no indicator row")


def test_a_form_without_rows_that_is_cut_off_is_told_once(landing: Landing, judge: JudgeExpectation) -> None:
    landing.document().add("form", row_count=0).add("rejected", area="form", is_cut_off=True)
    assert judge(DOCUMENTS, documents.EVERY_FORM_HAS_ROWS) == []
    assert len(judge(DOCUMENTS, documents.NO_ROW_IS_CUT_OFF)) == 1


def test_a_blank_amount_is_no_offence(landing: Landing, judge: JudgeExpectation) -> None:
    landing.document().add("form").add("funding_line", amount_text=" ", amount=None)
    assert judge(DOCUMENTS, documents.NO_TEXT_IS_REJECTED_FROM_ROWS_OR_AMOUNTS) == []


def test_an_amount_rejected_beside_the_years_total_that_was_read_is_no_offence(
    landing: Landing, judge: JudgeExpectation
) -> None:
    landing.document().add("form").add("funding_line").add("rejected", area="amount")
    assert judge(DOCUMENTS, documents.NO_TEXT_IS_REJECTED_FROM_ROWS_OR_AMOUNTS) == []


def test_a_form_without_a_project(landing: Landing, judge: JudgeExpectation) -> None:
    landing.document().add("form", project_name=None)
    [found] = judge(DOCUMENTS, documents.EVERY_FORM_NAMES_ITS_PROJECT)
    assert "names no project" in found.reason


def test_a_department_needs_no_project(landing: Landing, judge: JudgeExpectation) -> None:
    landing.document().add("form", project_name=None, form_kind="department")
    assert judge(DOCUMENTS, documents.EVERY_FORM_NAMES_ITS_PROJECT) == []


def test_totals_that_differ_and_no_parts_that_choose(landing: Landing, judge: JudgeExpectation) -> None:
    reason = "«预算数» is another total of the year's money: the parts add up to none of them"
    (
        landing.document()
        .add("form")
        .add("rejected", area="amount", text="10", reason=reason, kind="tied_total")
        .add("rejected", area="amount", text="20", reason=reason, kind="tied_total")
    )
    [found] = judge(DOCUMENTS, documents.EVERY_FORM_HAS_ONE_BUDGET)
    assert "2 totals of the year's money differ" in found.reason


def test_a_form_without_an_objective(landing: Landing, judge: JudgeExpectation) -> None:
    landing.document().add("form", objective=None)
    [found] = judge(DOCUMENTS, documents.EVERY_FORM_HAS_AN_OBJECTIVE)
    assert "prints no objective" in found.reason


def test_a_rejected_row_is_an_offence(landing: Landing, judge: JudgeExpectation) -> None:
    landing.good_document().add(
        "rejected",
        area="indicator_row",
        text="≥5\n项",
        reason="the row has no indicator and no target",
        kind="row",
    )
    [found] = judge(DOCUMENTS, documents.NO_TEXT_IS_REJECTED_FROM_ROWS_OR_AMOUNTS)
    assert (
        "Form 1 «标准管理»: «≥5 项» (line 30) belongs to an indicator row but is in no field" in found.reason
    )


def test_text_below_an_unknown_header_is_a_warning_where_name_and_target_were_read(
    landing: Landing, judge: JudgeExpectation
) -> None:
    landing.good_document().add(
        "rejected", area="indicator_row", text="甲乙", reason="the header «任务进展» is not known"
    )
    assert judge(DOCUMENTS, documents.NO_TEXT_IS_REJECTED_FROM_ROWS_OR_AMOUNTS) == []
    [found] = judge(DOCUMENTS, documents.NO_OTHER_TEXT_IS_REJECTED)
    assert "the header «任务进展» is not known" in found.reason


def test_text_below_an_unknown_header_is_an_offence_where_a_row_has_no_target(
    landing: Landing, judge: JudgeExpectation
) -> None:
    landing.document().add("form").add("indicator_row", target_text=None).add(
        "rejected", area="indicator_row", text="≥5项", reason="the header «量化承诺» is not known"
    )
    [found] = judge(DOCUMENTS, documents.NO_TEXT_IS_REJECTED_FROM_ROWS_OR_AMOUNTS)
    assert "«量化承诺»" in found.reason


def test_a_rejected_amount_is_an_offence_where_no_total_was_read(
    landing: Landing, judge: JudgeExpectation
) -> None:
    landing.document().add("form").add("rejected", area="amount", text="四十五")
    [found] = judge(DOCUMENTS, documents.NO_TEXT_IS_REJECTED_FROM_ROWS_OR_AMOUNTS)
    assert "belongs to an amount but is in no field" in found.reason


def test_a_form_without_a_unit(landing: Landing, judge: JudgeExpectation) -> None:
    landing.document().add("form", unit_text=None, unit_code=None, unit_name=None)
    [found] = judge(DOCUMENTS, documents.EVERY_FORM_NAMES_ITS_UNIT)
    assert "names no unit (预算单位, 实施单位)" in found.reason


def test_a_department_is_the_unit_of_its_own_form(landing: Landing, judge: JudgeExpectation) -> None:
    landing.document().add(
        "form",
        form_kind="department",
        unit_code=None,
        unit_name=None,
        department_name="天津市市场监督管理委员会",
    )
    assert judge(DOCUMENTS, documents.EVERY_FORM_NAMES_ITS_UNIT) == []


def test_a_form_without_money(landing: Landing, judge: JudgeExpectation) -> None:
    landing.document().add("form").add("funding_line", amount_text=None, amount=None)
    [found] = judge(DOCUMENTS, documents.EVERY_FORM_PRINTS_MONEY)
    assert found.form_no == 1
    assert "prints no amount of money" in found.reason


def test_an_amount_without_a_unit_of_money(landing: Landing, judge: JudgeExpectation) -> None:
    landing.document().add("form").add("funding_line", money_unit_text=None)
    [found] = judge(DOCUMENTS, documents.EVERY_AMOUNT_NAMES_ITS_MONEY_UNIT)
    assert "no unit of money (金额单位：万元) is printed for «预算数» 45.00 (line 8)" in found.reason


def test_an_amount_in_an_unknown_unit_of_money(landing: Landing, judge: JudgeExpectation) -> None:
    landing.document().add("form").add("funding_line", money_unit_text="美元")
    [found] = judge(DOCUMENTS, documents.EVERY_AMOUNT_NAMES_ITS_MONEY_UNIT)
    assert "the unit of money «美元» is not known" in found.reason


@pytest.mark.parametrize("unit", ["万元", "万 元", "元"])
def test_known_units_of_money(landing: Landing, judge: JudgeExpectation, unit: str) -> None:
    landing.document().add("form").add("funding_line", money_unit_text=unit)
    assert judge(DOCUMENTS, documents.EVERY_AMOUNT_NAMES_ITS_MONEY_UNIT) == []


@pytest.mark.parametrize(
    ("level1", "level2"),
    [
        ("产出指标", "数量指标"),
        ("产出指标(50分)", "数 量 指 标"),
        ("产出指标", "数量目标"),
        ("满意度指标", None),
        ("一、产出指标（50分）", " "),
        (None, None),
        ("不认识", "社会、经济、生态效益指标"),
    ],
)
def test_known_levels(
    landing: Landing, judge: JudgeExpectation, level1: str | None, level2: str | None
) -> None:
    landing.document().add("form").add("indicator_row", level1_text=level1, level2_text=level2)
    assert judge(DOCUMENTS, documents.LEVELS_ARE_KNOWN) == []


def test_an_unknown_level_is_told_once_with_its_first_row(landing: Landing, judge: JudgeExpectation) -> None:
    landing.document().add("form")
    for row_no in (1, 2, 3):
        landing.add("indicator_row", row_no=row_no, level2_text="幸福指标", locator=f"line {20 + row_no}")
    landing.add("indicator_row", row_no=4, level1_text="快乐指标", level2_text=None)
    unknown = judge(DOCUMENTS, documents.LEVELS_ARE_KNOWN)
    assert [found.locator for found in unknown] == ["line 20", "line 21"]
    assert (
        "The level «幸福指标» of 3 rows (the first: form 1, line 21) is no known spelling"
        in unknown[1].reason
    )
    assert "The level «快乐指标» of 1 row (" in unknown[0].reason


def test_other_rejected_text_is_told_once_for_a_form_and_a_reason(
    landing: Landing, judge: JudgeExpectation
) -> None:
    landing.good_document().add("rejected", text="附注一").add("rejected", text="附注二", locator="line 31")
    landing.add(
        "rejected",
        form_no=None,
        area="document",
        text="说明",
        locator="line 99",
        reason="outside of any form",
    )
    outside, inside = judge(DOCUMENTS, documents.NO_OTHER_TEXT_IS_REJECTED)
    assert inside.reason == (
        "Form 1 «标准管理»: «附注一» (line 30) and another text are in no field: no known label stands before this text. "
        "They are kept in rejected_text."
    )
    assert outside.reason.startswith("The document: «说明» (line 99) is in no field: outside of any form.")


def test_long_text_is_quoted_in_part(landing: Landing, judge: JudgeExpectation) -> None:
    landing.good_document().add("rejected", text="长" * 100)
    [found] = judge(DOCUMENTS, documents.NO_OTHER_TEXT_IS_REJECTED)
    assert f"«{'长' * 40}…»" in found.reason


def test_a_form_without_any_name_is_told_by_its_number(landing: Landing, judge: JudgeExpectation) -> None:
    landing.document().add("form", project_name=None, row_count=0)
    [found] = judge(DOCUMENTS, documents.EVERY_FORM_HAS_ROWS)
    assert found.reason.startswith("Form 1 (line 2)")


def test_earlier_versions_are_judged_beside_and_do_not_decide(
    landing: Landing, judge: JudgeExpectation
) -> None:
    landing.good_document()
    landing.add("document", document_id="d0", sha256="s0", problem="the file is empty")
    assert judge(DOCUMENTS, documents.DOCUMENT_IS_READABLE) == []
    [found] = judge(DOCUMENTS, documents.DOCUMENT_IS_READABLE, beside=True)
    assert (found.document_id, found.path) == ("d0", "2024/a.txt")


def test_a_document_that_is_gone_from_raw_is_judged_beside(landing: Landing, judge: JudgeExpectation) -> None:
    landing.add("raw_file", sha256=None).add("document", problem="the file is empty")
    assert judge(DOCUMENTS, documents.DOCUMENT_IS_READABLE) == []
    assert len(judge(DOCUMENTS, documents.DOCUMENT_IS_READABLE, beside=True)) == 1


def test_texts_of_a_document_are_never_sql(landing: Landing, judge: JudgeExpectation) -> None:
    landing.document().add("form", project_name="a'; drop table landing.form; --", row_count=0)
    [found] = judge(DOCUMENTS, documents.EVERY_FORM_HAS_ROWS)
    assert "drop table" in found.reason


def test_doubtful_fields_are_counted_form_by_form_until_a_line_settles_them(
    landing: Landing, judge: JudgeExpectation
) -> None:
    (
        landing.document()
        .add("form", needs_review="budget, objective", objective=None)
        .add("funding_line")
        .add("indicator_row", needs_review="level3, target_text")
    )

    [found] = judge(DOCUMENTS, documents.NO_FIELD_NEEDS_REVIEW)

    # The missing objective has an expectation of its own.
    assert "has 3 fields that need review: budget, level3, target_text" in found.reason
