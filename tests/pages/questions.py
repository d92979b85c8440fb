"""The page of questions: each question's SQL asked, its answer below it."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb

from tests.loading import jixiao
from tests.places import ROOT
from tests.years.example import write_example

PAGE = ROOT / "docs" / "reference" / "questions.md"
OF_ONE_YEAR, OF_TWO_YEARS = "Of one year", "Of two years and what became of them"

_PART = re.compile(r"^## (?P<part>.+)$", re.MULTILINE)
_QUESTION = re.compile(
    r"^### (?P<title>.+?)\n(?P<text>.*?)```sql\n(?P<sql>.*?)```\n(?P<answer>\n\|.*?\n(?=\n|\Z))?",
    re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it stands on the page: the part it belongs to, its SQL and the answer below."""

    part: str
    title: str
    sql: str
    answer: str
    end_of_sql: int
    end: int


def questions(text: str) -> Iterator[Question]:
    """The questions of the page, in order."""
    parts = [(part.start(), part["part"]) for part in _PART.finditer(text)]
    for found in _QUESTION.finditer(text):
        part = [name for start, name in parts if start < found.start()][-1]
        end_of_sql = found.start("answer") if found["answer"] else found.end()
        yield Question(
            part, found["title"], found["sql"], (found["answer"] or "").strip(), end_of_sql, found.end()
        )


def answer(database: Path, sql: str) -> str:
    """What the database answers, as a Markdown table."""
    with duckdb.connect(str(database), read_only=True) as connection:
        asked = connection.execute(sql)
        names = [column[0] for column in asked.description or []]
        types = [str(column[1]) for column in asked.description or []]
        rows = asked.fetchall()
    marks = [
        "---:" if re.match("(HUGE|BIG|U)?INT|DECIMAL|DOUBLE|NUMBER", type_) else "---" for type_ in types
    ]
    lines = [names, marks, *([_text(value) for value in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, (Decimal, float, int)) and not isinstance(value, bool):
        text = f"{Decimal(str(value)):,f}" if abs(value) >= 10_000 else f"{Decimal(str(value)):f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(value).replace("|", "\\|").replace("\n", " ")


def page() -> str:
    """The page with every question asked anew; loads the documents of both parts for it."""
    text = PAGE.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        databases = {}
        for part in (OF_ONE_YEAR, OF_TWO_YEARS):
            raw = ROOT / "raw"
            if part == OF_TWO_YEARS:
                raw = Path(folder) / "raw"
                write_example(raw)
            warehouse = Path(folder) / part
            called = jixiao("load", "--raw", raw, "--warehouse", warehouse)
            assert called.status == 0, called.err
            databases[part] = warehouse / "jixiao.duckdb"
        for question in reversed(list(questions(text))):
            new = f"\n{answer(databases[question.part], question.sql)}\n"
            text = text[: question.end_of_sql] + new + text[question.end :]
    return text
