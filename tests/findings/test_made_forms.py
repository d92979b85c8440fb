"""Rules that the real document does not break, other publishers' forms, and what looks odd and is right; one load."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.findings.made import CASES
from tests.loading import query
from tests.pages.findings import rules

pytestmark = pytest.mark.slow

# Read form by form; what is not here must not be found.
OF_PUBLISHERS = {
    ("city_objectives_midterm_and_annual_gb18030", "empty_word", 2),
    ("city_web_page_headings_differ", "empty_word", 1),
    ("city_web_page_headings_differ", "filler_row", 1),
    ("city_web_page_headings_differ", "filler_row", 2),
    ("city_web_page_headings_differ", "filler_row", 3),
    ("city_web_page_headings_differ", "heading_differs_from_table", 2),
    ("city_web_page_headings_differ", "heading_differs_from_table", 3),
    ("county_bureau_2023_objectives", "empty_word", 1),
    ("county_bureau_2023_objectives", "empty_word", 2),
    ("county_bureau_2023_objectives", "optional_group_missing", 3),
    ("county_bureau_2024_objectives", "empty_word", 2),
    ("county_bureau_2024_objectives", "optional_group_missing", 4),
    ("county_objectives_funding_lines_unit_in_name", "optional_group_missing", 3),
    ("county_selfevaluation_points", "empty_word", 1),
    ("county_selfevaluation_points", "execution_rate_against_amounts", 2),
    ("county_selfevaluation_points", "money_of_last_year", 2),
    ("county_wide_table_yuan_levels_unsorted", "optional_group_missing", 1),
    ("county_wide_table_yuan_levels_unsorted", "optional_group_missing", 3),
    ("county_wide_table_yuan_levels_unsorted", "required_group_missing", 3),
    ("department_whole_objectives", "empty_word", 1),
    ("district_objectives_operator_words_blocks", "empty_word", 3),
    ("prefecture_wide_table_no_money", "empty_word", 4),
    ("prefecture_wide_table_no_money", "empty_word", 5),
    ("prefecture_wide_table_no_money", "optional_group_missing", 2),
    ("prefecture_wide_table_no_money", "optional_group_missing", 3),
    ("prefecture_wide_table_no_money", "optional_group_missing", 4),
    ("prefecture_wide_table_no_money", "optional_group_missing", 5),
}


@pytest.fixture(scope="module")
def published(corpus: Callable[[str], Path]) -> Path:
    """Publishers' documents, each in a jurisdiction of its own, the made forms, and three years."""
    return corpus("findings")


def found_in(published: Path, path: str) -> dict[int, set[str]]:
    """Form → the rules that find something in it."""
    rows = query(
        published,
        """
        select form_no, list(distinct rule order by rule) from marts.finding
        inner join marts.dim_document using (document_id) where path = ? group by form_no
        """,
        path,
    )
    return {form_no: set(rules) for form_no, rules in rows}


def test_a_made_form_has_the_findings_it_was_made_for_and_no_others(published: Path) -> None:
    found = found_in(published, "2024/made.txt")
    different = {
        (form_no, case.name): (set(case.rules), found.get(form_no, set()) - {"same_form_differs"})
        for form_no, case in enumerate(CASES, 1)
        if found.get(form_no, set()) - {"same_form_differs"} != case.rules
    }

    assert different == {}


def test_the_same_form_with_other_content_is_found_in_the_document_that_counts(published: Path) -> None:
    found = query(
        published,
        """
        select path, form_no, message from marts.finding inner join marts.dim_document using (document_id)
        where rule = 'same_form_differs'
        """,
    )

    assert found == [("2024/made.txt", 1, "「十全十美的项目」在文件 2024/conflict.txt 中内容不同")]


def test_years_show_what_one_form_does_not(published: Path) -> None:
    assert found_in(published, "2024/years.txt") == {}
    assert found_in(published, "2025/years.txt") == {
        1: {"target_relaxed_for_more_money"},
        2: {"hard_target_dropped"},
    }
    assert found_in(published, "2026/years.txt") == {3: {"unchanged_while_money_moved"}}


def test_units_whose_names_and_codes_do_not_agree_are_found_where_their_money_counts(published: Path) -> None:
    found = query(
        published,
        """
        select unit_name, message from marts.finding
        inner join marts.dim_unit using (unit_key)
        where finding.rule = 'identity_not_clear' and dim_unit.jurisdiction = 'units' order by all
        """,
    )

    assert [(unit, message.split("：")[1].split("。")[0]) for unit, message in found] == [
        ("农业科学研究院", "农业科学研究院 ↔ 800001 某局"),
        ("检测中心", "检测中心 ↔ 800002 / 800003"),
    ]


def test_forms_of_other_publishers_have_the_findings_of_a_careful_reading(published: Path) -> None:
    found = query(
        published,
        """
        select distinct jurisdiction, rule, form_no from marts.finding inner join marts.dim_document using (document_id)
        where jurisdiction not in ('made', 'years', 'units', '中央')
        """,
    )

    # What rules say of outcomes is told beside the tests of outcomes.
    of_outcomes = {rule["rule"] for rule in rules() if rule["looks_at"] == "outcomes"}

    assert {line for line in found if line[1] not in of_outcomes} == OF_PUBLISHERS


def test_a_regulation_of_central_departments_is_a_model_for_others_and_for_years_before_it(
    published: Path,
) -> None:
    found = query(
        published,
        """
        select distinct jurisdiction, finding.fiscal_year, basis
        from marts.finding inner join marts.dim_document using (document_id)
        where rule = 'satisfaction_of_everybody'
        """,
    )

    basis = "财预〔2015〕88号：合理可行，经过调查研究和科学论证"
    assert set(found) == {
        ("中央", 2014, f"参照{basis}"),
        ("中央", 2024, basis),
        ("made", 2024, f"参照{basis}"),
    }


def test_every_rule_has_a_verdict_on_forms_of_every_kind(published: Path) -> None:
    counts = query(
        published,
        """
        select count(*) - count(distinct (rule, document_id, form_no)),
            count(*) - (select count(*) from marts.fact_budget) * count(distinct rule)
        from marts.rule_verdict
        """,
    )

    assert counts == [(0, 0)]
