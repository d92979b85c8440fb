"""Gate 1, the fiscal year: a document must be of the year under which it is filed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from expectations.documents import DOCUMENTS
from expectations.fiscal_year import FISCAL_YEAR_IS_KNOWN, OWN_YEAR_IS_THE_FOLDERS_YEAR

if TYPE_CHECKING:
    from tests.expectations.conftest import JudgeExpectation, Landing


def add_projects(landing: Landing, names: list[str | None]) -> None:
    for form_no, name in enumerate(names, 1):
        landing.add(
            "form", form_no=form_no, project_name=name, content_sha256=str(form_no), locator=f"line {form_no}"
        )


def test_the_printed_year_decides(landing: Landing, judge: JudgeExpectation) -> None:
    landing.document(printed_year=2023, printed_year_locator="line 1")
    add_projects(landing, ["运维2024"] * 6)
    [found] = judge(DOCUMENTS, OWN_YEAR_IS_THE_FOLDERS_YEAR)
    assert found.reason == (
        "It prints 2023 as its year (line 1), but it is filed under 2024. Move it to raw/2023/; if it really plans or "
        "evaluates 2024, ask the publisher for a corrected document."
    )
    assert found.locator == "line 1"


def test_the_printed_year_agrees(landing: Landing, judge: JudgeExpectation) -> None:
    landing.document(printed_year=2024)
    add_projects(landing, ["运维2023"] * 6)
    assert judge(DOCUMENTS, OWN_YEAR_IS_THE_FOLDERS_YEAR) == []


def test_most_names_of_another_year(landing: Landing, judge: JudgeExpectation) -> None:
    landing.document()
    add_projects(landing, ["运维", "运维2023", "运维2023年", "2023年宣传", "检测（2023）", "2024年检测"])
    [found] = judge(DOCUMENTS, OWN_YEAR_IS_THE_FOLDERS_YEAR)
    assert found.reason.startswith(
        "Of 5 project names with a year, 4 carry 2023 (the first: «运维2023», line 2), but it is filed under 2024."
    )
    assert (found.form_no, found.locator) == (2, "line 2")


@pytest.mark.parametrize(
    "names",
    [
        ["运维2023"] * 4,  # too few
        ["运维2024"] * 4 + ["2023年中央资金"] * 3,  # most are of this year
        ["运维2024"] * 3 + ["运维2023"] * 3,  # a tie
        ["运维2023"] * 3 + ["运维2022"] * 2 + ["运维2021"] * 2,  # no majority
        ["2023年结转2022年资金"] * 6,  # two years each, a tie
        ["检验能力（2021版）"] * 6,
        ["津财【2021】7号资金"] * 6,
        ["财预〔2021〕101号"] * 6,
        [
            "TSG07-2019评审",
            "GB/T 19001-2016认证",
            "TSG 07－2019评审",
            "ISO9001：2015认证",
            "GB5009.1-2016",
            "TSG07—2019",
        ],
        ["规划2021-2025"] * 3 + ["2021—2025年规划"] * 3 + ["2021年至2025年规划"] * 3,
        ["编号20231"] * 6,
        [None] * 6,
    ],
)
def test_names_that_say_nothing_against_the_year(
    landing: Landing, judge: JudgeExpectation, names: list[str | None]
) -> None:
    landing.document()
    add_projects(landing, names)
    assert judge(DOCUMENTS, OWN_YEAR_IS_THE_FOLDERS_YEAR) == []


def test_full_width_digits_are_digits(landing: Landing, judge: JudgeExpectation) -> None:
    landing.document()
    add_projects(landing, ["运维２０２３"] * 5)
    assert len(judge(DOCUMENTS, OWN_YEAR_IS_THE_FOLDERS_YEAR)) == 1


def test_a_listed_document_moves_with_its_line(landing: Landing, judge: JudgeExpectation) -> None:
    landing.add("raw_file", is_listed=True).add("document", printed_year=2023)
    [found] = judge(DOCUMENTS, OWN_YEAR_IS_THE_FOLDERS_YEAR)
    assert "Move it to raw/2023/, and its line in raw/documents.csv with it;" in found.reason


def test_a_year_given_in_the_list_is_corrected_there(landing: Landing, judge: JudgeExpectation) -> None:
    landing.add("raw_file", path="old/a.txt", is_listed=True).add(
        "document", path="old/a.txt", printed_year=2023
    )
    [found] = judge(DOCUMENTS, OWN_YEAR_IS_THE_FOLDERS_YEAR)
    assert "Correct its fiscal_year in raw/documents.csv;" in found.reason


def test_a_document_without_a_fiscal_year(landing: Landing, judge: JudgeExpectation) -> None:
    landing.add("raw_file", path="a.txt", fiscal_year=None).add("document", path="a.txt", printed_year=2023)
    [found] = judge(DOCUMENTS, FISCAL_YEAR_IS_KNOWN)
    assert (
        "It prints 2023: move it to raw/2023/, or give its fiscal_year in raw/documents.csv." in found.reason
    )
    assert judge(DOCUMENTS, OWN_YEAR_IS_THE_FOLDERS_YEAR) == []


def test_a_document_without_a_fiscal_year_that_prints_none(landing: Landing, judge: JudgeExpectation) -> None:
    landing.add("raw_file", path="a.txt", fiscal_year=None).add("document", path="a.txt")
    [found] = judge(DOCUMENTS, FISCAL_YEAR_IS_KNOWN)
    assert "Move it to the folder of the year that it plans or evaluates" in found.reason
