"""What a person should look at (needs_review): each doubtful field with its place, why, and the line that settles it."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb

from flows.base.database import reading

NOTHING_PRINTED = "—"
"""What stands for the printed text, in a line of corrections, of a field that has none."""
CONFIRMED = "confirmed"
"""What stands for the corrected text, in a line of corrections, if what was read is right."""

_LONGEST = 40
# In English, and as a Chinese reader of the report sees it.
_MISSING = {
    "project_name": ("no name of the project was read", "未读出项目名称"),
    "objective": ("no objective was read", "未读出绩效目标"),
    "budget": (
        "no amount of the year was read, or several that differ",
        "未读出年度金额，或读出几个互不相同的金额",
    ),
}
_WHY = {
    "budget": (
        "its parts do not add up to it, or a word of its label is not known",
        "各分项之和与其不等，或标签中有未知的词",
    ),
    "execution_rate": ("executed ÷ budget is another rate", "与执行数除以预算数之商不同"),
}
_OF_A_LABEL = (
    "a word of its label is not known, or nothing shows where the text ends",
    "标签中有未知的词，或无从判断文字在何处结束",
)


@dataclass(frozen=True, slots=True)
class Review:
    """One field to look at. `row_no` is None for a field of the form; `correction` is the line for the seed corrections."""

    path: str
    form_no: int
    row_no: int | None
    field: str
    project_name: str | None
    text: str | None
    locator: str
    document_id: str
    reason: str
    """Why, in English."""

    @property
    def reason_zh(self) -> str:
        """Why, in Chinese."""
        return _reason(self.field, self.text)[1]

    @property
    def correction(self) -> str:
        """What to type into the seed corrections if what was read is right."""
        line = io.StringIO()
        csv.writer(line, lineterminator="").writerow(
            (
                self.path,
                self.form_no,
                "" if self.row_no is None else self.row_no,
                self.field,
                self._printed,
                CONFIRMED,
                "compared with the document",
                "false",
            )
        )
        return line.getvalue()

    @property
    def _printed(self) -> str:
        """The printed text, whole where a line of corrections must match it."""
        text = " ".join((self.text or NOTHING_PRINTED).split())
        return text if self.field in ("budget", "target_text") else text[:_LONGEST]

    @property
    def place(self) -> str:
        """Form, row and field, for people."""
        row = "" if self.row_no is None else f", row {self.row_no}"
        return f"{self.path}, form {self.form_no}{row}, {self.field}"

    def as_json(self) -> dict[str, Any]:
        """All of it for programs, the line of corrections included."""
        return {**asdict(self), "reason_zh": self.reason_zh, "correction": self.correction}


def read_reviews(file: Path) -> tuple[Review, ...]:
    """The fields of the published forms that nobody has settled yet, ordered by path, form, row and field."""
    with reading(file) as connection:
        return reviews_of(connection)


def reviews_of(connection: duckdb.DuckDBPyConnection) -> tuple[Review, ...]:
    """As `read_reviews`, of a file that is open."""
    rows = connection.execute(_REVIEWS).fetchall()
    return tuple(Review(*row, reason=_reason(row[3], row[5])[0]) for row in rows)


def in_short(reviews: tuple[Review, ...]) -> str:
    """`5 fields of 2 forms need review`."""
    forms = len({(each.path, each.form_no) for each in reviews})
    fields = "1 field" if len(reviews) == 1 else f"{len(reviews)} fields"
    return f"{fields} of {'1 form' if forms == 1 else f'{forms} forms'} {'needs' if len(reviews) == 1 else 'need'} review"


def _reason(field: str, text: str | None) -> tuple[str, str]:
    if text is None and field in _MISSING:
        return _MISSING[field]
    return _WHY.get(field, _OF_A_LABEL)


_REVIEWS = """
with of_forms as (
    select
        fact.document_id, fact.form_no, cast(null as integer) as row_no, fact.published_name, fact.locator,
        unnest(string_split(fact.needs_review, ', ')) as field,
        fact.budget_text, fact.objective, fact.purpose,
        rtrim(rtrim(cast(fact.execution_rate as varchar), '0'), '.') || '%' as execution_rate
    from marts.fact_budget as fact
    where fact.needs_review is not null
),

of_rows as (
    select
        fact.document_id, fact.form_no, fact.row_no, form.published_name, fact.locator,
        unnest(string_split(fact.needs_review, ', ')) as field,
        fact.level1_text, fact.level2_text, fact.level3_text, fact.description, fact.target_text, fact.actual_text,
        cast(fact.points as varchar) as points, cast(fact.score as varchar) as score
    from marts.fact_indicator as fact
    inner join marts.fact_budget as form on form.document_id = fact.document_id and form.form_no = fact.form_no
    where fact.needs_review is not null
),

reviews as (
    select
        document_id, form_no, row_no, field, published_name, locator,
        case field
            when 'budget' then budget_text when 'objective' then objective when 'purpose' then purpose
            when 'project_name' then published_name when 'execution_rate' then execution_rate
        end as text
    from of_forms

    union all

    select
        document_id, form_no, row_no, field, published_name, locator,
        case field
            when 'level1' then level1_text when 'level2' then level2_text when 'level3' then level3_text
            when 'description' then description when 'target_text' then target_text when 'actual_text' then actual_text
            when 'points' then points when 'score' then score
        end as text
    from of_rows
)

select document.path, form_no, row_no, field, published_name, text, locator, document_id
from reviews
inner join marts.dim_document as document using (document_id)
order by path, form_no, row_no nulls first, field
"""
