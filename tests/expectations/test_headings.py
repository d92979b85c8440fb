"""Gate 1, headings: where headings number the forms, nothing may be missing between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from expectations.documents import DOCUMENTS
from expectations.headings import HEADING_NUMBERS_HAVE_NO_GAP

if TYPE_CHECKING:
    from tests.expectations.conftest import JudgeExpectation, Landing


def add_headings(
    landing: Landing, numbers: list[int | None], *, forms: list[int | None] | None = None
) -> None:
    """Headings with these numbers (None: none), each with a form below it unless `forms` says otherwise."""
    landing.document()
    for order, number in enumerate(numbers, 1):
        form_no = order if forms is None else forms[order - 1]
        text = f"{number}.项目{order}" if number else f"项目{order}"
        locator = f"line {order * 10}"
        landing.add(
            "heading",
            heading_order=order,
            heading_no=number,
            heading_text=text,
            form_no=form_no,
            locator=locator,
        )
        if form_no is not None:
            landing.add(
                "form",
                form_no=form_no,
                heading_no=number,
                heading_text=text,
                project_name=f"项目{order}",
                content_sha256=str(form_no),
                locator=locator,
            )


def add_form_without_heading(landing: Landing, form_no: int, locator: str) -> None:
    landing.add(
        "form", form_no=form_no, project_name="失落的项目", content_sha256=str(form_no), locator=locator
    )


@pytest.mark.parametrize(
    "numbers",
    [
        [1, 2, 3],
        [None, None],  # no numbers at all
        [None, 1, 2],  # the document's title
        [1, 2, None],  # a form under a heading that has no number
        [1, 2, 1, 2, 3],  # a second part begins again
        [],
    ],
)
def test_numbers_without_a_gap(landing: Landing, judge: JudgeExpectation, numbers: list[int | None]) -> None:
    add_headings(landing, numbers)
    assert judge(DOCUMENTS, HEADING_NUMBERS_HAVE_NO_GAP) == []


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        ([1, 3], "Heading 2 is missing between «1.项目1» (line 10) and «3.项目2» (line 20)."),
        ([1, 5], "Headings 2 to 4 are missing between «1.项目1» (line 10) and «5.项目2» (line 20)."),
        ([3, 4], "Headings 1 to 2 are missing before «3.项目1» (line 10)."),
        ([1, 2, 1, 3], "Heading 2 is missing between «1.项目3» (line 30) and «3.项目4» (line 40)."),
        (
            [1, 2, 2, 3],
            "Heading «2.项目3» (line 30) follows «2.项目2» (line 20), so its number stands twice.",
        ),
        ([1, 2, 3, 2], "Heading «2.项目4» (line 40) follows «3.项目3» (line 30), so the numbers go back."),
        ([1, 1, 2], "Heading «1.项目2» (line 20) follows «1.项目1» (line 10), so its number stands twice."),
    ],
)
def test_a_gap_names_its_neighbours(
    landing: Landing, judge: JudgeExpectation, numbers: list[int | None], sentence: str
) -> None:
    add_headings(landing, numbers)
    [found] = judge(DOCUMENTS, HEADING_NUMBERS_HAVE_NO_GAP)
    assert found.reason.startswith(sentence)
    assert "fetch the file again" in found.reason


def test_a_copy_of_the_first_form_at_the_end_is_no_second_part(
    landing: Landing, judge: JudgeExpectation
) -> None:
    add_headings(landing, [1, 2])
    landing.add(
        "heading", heading_order=3, heading_no=1, heading_text="1.项目1", form_no=3, locator="line 30"
    )
    landing.add("form", form_no=3, heading_no=1, heading_text="1.项目1", content_sha256="3")
    [found] = judge(DOCUMENTS, HEADING_NUMBERS_HAVE_NO_GAP)
    assert "so the numbers go back" in found.reason


def test_a_lost_heading_names_the_form_that_stands_there(landing: Landing, judge: JudgeExpectation) -> None:
    add_headings(landing, [1, 3], forms=[1, 3])
    add_form_without_heading(landing, 2, "line 15")
    [found] = judge(DOCUMENTS, HEADING_NUMBERS_HAVE_NO_GAP)
    assert "Without a heading stands there Form 2 «失落的项目» (line 15)." in found.reason


def test_the_last_heading_lost(landing: Landing, judge: JudgeExpectation) -> None:
    add_headings(landing, [1, 2])
    add_form_without_heading(landing, 3, "line 25")
    [found] = judge(DOCUMENTS, HEADING_NUMBERS_HAVE_NO_GAP)
    assert found.reason.startswith("Form 3 «失落的项目» (line 25) has no heading")


def test_one_heading_over_several_forms_numbers_no_forms(landing: Landing, judge: JudgeExpectation) -> None:
    add_headings(landing, [1, 2], forms=[1, 3])
    for form_no in (2, 4):
        add_form_without_heading(landing, form_no, f"line {form_no}")
    assert judge(DOCUMENTS, HEADING_NUMBERS_HAVE_NO_GAP) == []


def test_a_heading_without_a_form(landing: Landing, judge: JudgeExpectation) -> None:
    add_headings(landing, [1, 2, 3], forms=[1, None, 2])
    [found] = judge(DOCUMENTS, HEADING_NUMBERS_HAVE_NO_GAP)
    assert found.reason.startswith("Heading «2.项目2» (line 20) has no form below it.")
    assert (found.form_no, found.locator) == (None, "line 20")


def test_a_table_of_contents_repeats_the_headings(landing: Landing, judge: JudgeExpectation) -> None:
    add_headings(landing, [1, 2], forms=[None, None])
    for order, number in ((3, 1), (4, 2)):
        text = f"{number}.项目{number}"
        landing.add("heading", heading_order=order, heading_no=number, heading_text=text, form_no=number)
        landing.add("form", form_no=number, heading_no=number, heading_text=text, content_sha256=text)
    assert judge(DOCUMENTS, HEADING_NUMBERS_HAVE_NO_GAP) == []


def test_a_rejected_text_with_the_missing_number_fills_no_gap(
    landing: Landing, judge: JudgeExpectation
) -> None:
    add_headings(landing, [1, 3])
    landing.add("rejected", form_no=None, area="document", text="2.标准管理绩效运行监控表", locator="line 15")
    assert len(judge(DOCUMENTS, HEADING_NUMBERS_HAVE_NO_GAP)) == 1


def test_each_document_has_its_own_numbers(landing: Landing, judge: JudgeExpectation) -> None:
    add_headings(landing, [1, 2])
    landing.document(document_id="d2", path="2024/b.txt", sha256="s2")
    landing.add("heading", document_id="d2", heading_order=1, heading_no=2, heading_text="2.乙", form_no=1)
    landing.add("form", document_id="d2", heading_no=2, heading_text="2.乙")
    [found] = judge(DOCUMENTS, HEADING_NUMBERS_HAVE_NO_GAP)
    assert (found.path, found.reason[:20]) == ("2024/b.txt", "Heading 1 is missing")
