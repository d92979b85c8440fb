"""The page of questions answers its twenty questions as the database does."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pages.questions import OF_ONE_YEAR, OF_TWO_YEARS, PAGE, Question, answer, questions

QUESTIONS = list(questions(PAGE.read_text(encoding="utf-8")))


def test_there_are_twenty_questions_in_order() -> None:
    assert [question.title.split(".")[0] for question in QUESTIONS] == [
        str(number) for number in range(1, 21)
    ]
    assert {question.part for question in QUESTIONS} == {OF_ONE_YEAR, OF_TWO_YEARS}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.title.split(".")[0])
def test_a_question_has_the_answer_that_the_page_gives(
    question: Question, real_load: Path, request: pytest.FixtureRequest
) -> None:
    loaded = real_load if question.part == OF_ONE_YEAR else request.getfixturevalue("example_load")

    found = answer(loaded / "warehouse" / "jixiao.duckdb", question.sql)

    assert found == question.answer, "write the answers anew: .venv/bin/python -m tests.pages questions"
    assert found.count("\n") > 1, "an answer without rows answers nothing"
