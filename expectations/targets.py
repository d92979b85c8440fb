"""Gate 2, targets: what the facts say of a target is the document's text and the dictionary's reading of it."""

from __future__ import annotations

from expectations.expectation import BATCH, Expectation
from expectations.wording import REPORT, form_label, name_key, quoted, target_key, trimmed

_FACT_AND_ROW = f"""
        from {BATCH} as document
        join marts.fact_indicator as fact using (document_id)
        join landing.indicator_row as row
            on row.document_id = fact.document_id and row.form_no = fact.form_no and row.row_no = fact.row_no"""

# Columns that fact_indicator takes from the document as they are.
_TEXTS = ("level1_text", "level2_text", "level3_text", "description", "target_text", "actual_text")

# Columns of fact_indicator → columns of landing.target.
_READINGS = {
    "target_kind": "target_kind",
    "comparator": "comparator",
    "target_value": "value",
    "starts_on": "starts_on",
    "due_on": "due_on",
}


def _text(name: str) -> str:
    return f"""
        select fact.document_id, fact.form_no, fact.row_no, row.locator, '{name}' as field,
            fact.{name} as published, row.{name} as printed{_FACT_AND_ROW}
"""


TARGETS_ARE_THOSE_OF_THE_DOCUMENT = Expectation(
    name="targets_are_those_of_the_document",
    severity="critical",
    meaning="The levels, the description, the target and the actual value of every row in fact_indicator are the document's "
    "texts, row by row.",
    query=f"""
with
    text as ({"        union all".join(_text(name) for name in _TEXTS)}    )
select
    text.document_id,
    text.form_no,
    text.locator,
    {form_label()} || ', row ' || text.row_no || ' (' || text.locator || '): ' || text.field || ' is '
    || coalesce({quoted("text.published")}, 'empty') || ', but the document has '
    || coalesce({quoted("text.printed")}, 'nothing there') || '. {REPORT}' as reason
from text
left join landing.form as form on form.document_id = text.document_id and form.form_no = text.form_no
where {trimmed("text.published")} <> {trimmed("text.printed")}
""",
)


def _difference(published: str) -> str:
    return f"""
            case when reading.{published} is distinct from reading.read_{published} then
                '{published} is ' || coalesce(cast(reading.{published} as varchar), 'empty')
                || ' and there ' || coalesce(cast(reading.read_{published} as varchar), 'empty')
            end"""


_READ_COLUMNS = ", ".join(f"target.{landed} as read_{published}" for published, landed in _READINGS.items())
_DIFFERENCES = ",".join(_difference(published) for published in _READINGS)
_DIFFERS = " or ".join(
    f"reading.{published} is distinct from reading.read_{published}" for published in _READINGS
)

_PRINTED_KEY = target_key(
    "row.value_printed", "row.unit_printed", "row.comparator_printed", "document.fiscal_year"
)

TARGET_NUMBERS_EQUAL_THE_DICTIONARY = Expectation(
    name="target_numbers_equal_the_dictionary",
    severity="critical",
    meaning="Kind, comparator, number and dates of every target in fact_indicator are the reading of its text in the "
    "dictionary (landing.target), and every text has a reading.",
    query=f"""
with
    reading as (
        select fact.*, row.value_printed as printed, target.target_text is not null as is_read,
            {_READ_COLUMNS}{_FACT_AND_ROW}
        left join seeds.corrections as correction
            on correction.field = 'target_text' and correction.corrected <> 'confirmed'
            and correction.path = document.path
            and correction.form_no = row.form_no and correction.row_no = row.row_no
            and row.target_words = (
                select name.folded_name from landing.name as name where name.name_key = {name_key("correction.printed")}
            )
        left join landing.target as target
            on target.target_key = case
                when correction.path is null then {_PRINTED_KEY}
                else {target_key("correction.corrected", "null", "null", "document.fiscal_year")}
            end
    )
select
    reading.document_id,
    reading.form_no,
    reading.locator,
    {form_label()} || ', row ' || reading.row_no || coalesce(' (' || reading.locator || ')', '') || ': the target '
    || coalesce({quoted("reading.printed")}, 'that is empty')
    || case
        when not reading.is_read then ' has no reading in the dictionary'
        else ' is read otherwise in the dictionary: ' || concat_ws(', ', {_DIFFERENCES})
    end
    || '. {REPORT}' as reason
from reading
left join landing.form as form on form.document_id = reading.document_id and form.form_no = reading.form_no
where not reading.is_read or {_DIFFERS}
""",
)
