"""Gate 1, second round: does a document look wrongly read beside its publisher's document of the year before.

A total a thousand times larger (万元 taken for 元), half of the rows or half of the numbers gone: such a document is set
aside until a person has looked. It is judged against the accepted document of the latest earlier year, so that a suspect
is no measure for the next year. Where the publisher really changed so much, a line in the seed accepted_breaks lets it in.

A document is compared with those of its publisher (documents.csv; else the department that it prints, or its first unit)
and jurisdiction, of its kind of form, and of its one unit where it has only one; where an earlier year has several such
documents (docx beside pdf), one that agrees is enough.
"""

from __future__ import annotations

from expectations.documents import DOCUMENTS
from expectations.expectation import BATCH, Expectation, Gate
from expectations.wording import NAMED_FORM, literal, name_key, target_key

_TYPED = "('number', 'percentage', 'rate', 'deadline', 'period', 'composite')"
_FEWEST_ROWS = 10
"""Below so many indicator rows, shares of them say nothing."""

TOTAL = "total_is_of_the_same_order"
ROWS = "forms_have_as_many_rows"
NUMBERS = "targets_are_as_often_numbers"
NAMES = (TOTAL, ROWS, NUMBERS)

_TARGET_KEY = target_key(
    "row.value_printed", "row.unit_printed", "row.comparator_printed", "raw_file.fiscal_year"
)
_LARGEST_FACTOR = 1000
_SMALLEST_SHARE = 0.5


# What is measured of a document: `reading` of each one that other expectations of gate 1 let in, or that is judged.
_READING = f"""{NAMED_FORM},
    named_file as (
        select
            raw_file.*,
            publisher.folded_name as folded_publisher,
            coalesce(jurisdiction.folded_name, '') as folded_jurisdiction
        from landing.raw_file as raw_file
        left join landing.name as publisher on publisher.name_key = {name_key("raw_file.publisher", "raw_file.fiscal_year")}
        left join landing.name as jurisdiction
            on jurisdiction.name_key = {name_key("raw_file.jurisdiction", "raw_file.fiscal_year")}
    ),
    form_total as (
        select line.document_id, line.form_no, max(line.amount * factor.factor_to_yuan) as yuan
        from landing.funding_line as line
        join seeds.money_units as factor on factor.money_unit = line.money_unit
        where line.line_role = 'total'
        group by line.document_id, line.form_no
    ),
    form_rows as (
        select row.document_id, row.form_no, count(*) as rows,
            count(*) filter (target.target_kind in {_TYPED}) as typed_rows
        from landing.indicator_row as row
        join landing.document as document using (document_id)
        join landing.raw_file as raw_file using (path)
        left join landing.target as target
            on target.target_key = {_TARGET_KEY}
        group by row.document_id, row.form_no
    ),
    accepted_break as (
        select
            coalesce(jurisdiction.folded_name, '') as jurisdiction,
            coalesce(publisher.folded_name, '') as publisher,
            line.fiscal_year,
            list(distinct line.expectation) as expectations
        from seeds.accepted_breaks as line
        left join landing.name as jurisdiction on jurisdiction.name_key = {name_key("line.jurisdiction")}
        left join landing.name as publisher on publisher.name_key = {name_key("line.publisher")}
        group by all
    ),
    reading as (
        select
            document.document_id,
            any_value(document.path) as path,
            coalesce(any_value(raw_file.jurisdiction), '') as printed_jurisdiction,
            coalesce(any_value(raw_file.publisher), '') as printed_publisher,
            any_value(raw_file.folded_jurisdiction) as jurisdiction,
            coalesce(
                any_value(raw_file.folded_publisher),
                min(coalesce(form.department_code, form.folded_department_name)),
                min(coalesce(form.unit_code, form.folded_unit_name))
            ) as publisher,
            any_value(raw_file.fiscal_year) as fiscal_year,
            min(form.form_kind) || '/' || max(form.form_kind) as kinds,
            case when count(distinct coalesce(form.unit_code, form.unit_name, '')) = 1
                then coalesce(any_value(form.unit_code), any_value(form.folded_unit_name), '') else '' end as only_unit,
            count(distinct form.form_no) as forms,
            cast(coalesce(sum(form_rows.rows), 0) as double) as rows,
            cast(coalesce(sum(form_rows.typed_rows), 0) as double) as typed_rows,
            cast(sum(form_total.yuan) as double) as yuan,
            any_value(accepted.expectations) as accepted_breaks
        from landing.document as document
        join named_file as raw_file using (path)
        join named_form as form using (document_id)
        left join form_total using (document_id, form_no)
        left join form_rows using (document_id, form_no)
        left join accepted_break as accepted
            on accepted.jurisdiction = raw_file.folded_jurisdiction
            and accepted.publisher = coalesce(raw_file.folded_publisher, '')
            and accepted.fiscal_year = raw_file.fiscal_year
        where raw_file.fiscal_year is not null
        group by document.document_id
    )"""


def _differs(name: str, one: str, other: str) -> str:
    """Whether a reading looks wrong beside another; false where one of them has too little to tell."""
    differs = {
        TOTAL: f"greatest({one}.yuan / {other}.yuan, {other}.yuan / {one}.yuan) > {_LARGEST_FACTOR}",
        ROWS: f"{other}.rows >= {_FEWEST_ROWS} and {one}.rows / {one}.forms < "
        f"{_SMALLEST_SHARE} * {other}.rows / {other}.forms",
        NUMBERS: f"least({one}.rows, {other}.rows) >= {_FEWEST_ROWS} and {one}.typed_rows / {one}.rows < "
        f"{_SMALLEST_SHARE} * {other}.typed_rows / {other}.rows",
    }[name]
    return f"coalesce({differs}, false)"


def _fits(name: str) -> str:
    """Whether the reading `one` is like one of the list `reference`, or its break is accepted."""
    return (
        f"(coalesce(list_contains(one.accepted_breaks, {literal(name)}), false) "
        f"or len(list_filter(reference, lambda other: not {_differs(name, 'one', 'other')})) > 0)"
    )


# `judged`: each reading of the batch with what it is judged by, the accepted readings of the latest earlier year.
_JUDGED = f"""
    entered as (
        -- Of each path the version whose bytes are in raw/, else the latest, among those that gate 1 let in; a moved one
        -- speaks from its new path.
        select reading.*
        from reading
        join landing.document as document using (document_id)
        join landing.raw_file as raw_file on raw_file.path = document.path
        where document.problem is null
            and raw_file.withdrawn_because is null
            and not exists (
                from landing.gate_finding as finding
                where finding.document_id = reading.document_id and finding.severity = 'critical'
            )
        qualify row_number() over (
            partition by document.path
            order by coalesce(document.sha256 = raw_file.sha256, false) desc, document.read_at desc, document.document_id
        ) = 1 and document.moved_to is null
    ),
    year_of_publisher as (
        select jurisdiction, publisher, kinds, only_unit, fiscal_year,
            row_number() over (
                partition by jurisdiction, publisher, kinds, only_unit order by fiscal_year
            ) as year_no,
            list(entered order by document_id) as readings
        from entered
        group by jurisdiction, publisher, kinds, only_unit, fiscal_year
    ),
    accepted_until as (
        -- What is accepted of a year is the measure for the next one; where nothing is, the earlier one stays.
        select jurisdiction, publisher, kinds, only_unit, year_no, fiscal_year, readings as reference
        from year_of_publisher
        where year_no = 1
        union all
        select earlier.jurisdiction, earlier.publisher, earlier.kinds, earlier.only_unit, later.year_no, later.fiscal_year,
            coalesce(
                nullif(
                    list_filter(later.readings, lambda one: {" and ".join(_fits(name) for name in NAMES)}),
                    []
                ),
                earlier.reference
            )
        from accepted_until as earlier
        join year_of_publisher as later
            using (jurisdiction, publisher, kinds, only_unit)
        where later.year_no = earlier.year_no + 1
    ),
    judged as (
        select one.*, measure.reference
        from {BATCH} as document
        join reading as one using (document_id)
        join accepted_until as measure
            on measure.jurisdiction = one.jurisdiction and measure.publisher = one.publisher
            and measure.kinds = one.kinds and measure.only_unit = one.only_unit
            and measure.fiscal_year < one.fiscal_year
        qualify row_number() over (partition by one.document_id order by measure.fiscal_year desc) = 1
    )"""


def _expectation(name: str, meaning: str, evidence: str) -> Expectation:
    """A reading suspect; `evidence` says in SQL what differs between `one` and `other`."""
    return Expectation(
        name=name,
        severity="critical",
        meaning=meaning,
        query=f"""
with recursive {_READING},{_JUDGED},
    suspect as (
        select one.*, one.reference[1] as other
        from judged as one
        where not {_fits(name).replace("reference", "one.reference")}
    )
select
    one.document_id,
    cast(null as integer) as form_no,
    cast(null as varchar) as locator,
    {evidence} || ' (' || other.path || '). Compare the document with «jixiao read»: '
    || 'if it was read wrongly, report it with this line; if the publisher changed so much, add a line to the seed '
    || 'accepted_breaks: ' || concat_ws(',', one.printed_jurisdiction, one.printed_publisher, one.fiscal_year)
    || ',{name},reason.' as reason
from suspect as one
""",
    )


def _number(amount: str) -> str:
    return f"format('{{{{:t,}}}}', cast(round({amount}) as bigint))"


READINGS = Gate(
    name="readings",
    batch=DOCUMENTS.batch,
    beside=DOCUMENTS.beside,
    expectations=(
        _expectation(
            TOTAL,
            f"The money of a document is less than {_LARGEST_FACTOR} times that of the year before, and more than its "
            f"{_LARGEST_FACTOR}th part: otherwise 万元 was taken for 元, or 元 for 万元.",
            f"'Its forms have ' || {_number('one.yuan')} || ' yuan together, those of ' || other.fiscal_year || ' had ' "
            f"|| {_number('other.yuan')}",
        ),
        _expectation(
            ROWS,
            "A form has on average at least half of the indicator rows of the year before: otherwise rows were lost.",
            "'Its ' || one.forms || ' forms have ' || cast(one.rows as integer) || ' indicator rows, the ' || other.forms "
            "|| ' of ' || other.fiscal_year || ' had ' || cast(other.rows as integer)",
        ),
        _expectation(
            NUMBERS,
            "The share of targets that are a number or a date is at least half of that of the year before: otherwise the "
            "column of targets was not found.",
            "'Of its ' || cast(one.rows as integer) || ' targets ' || cast(one.typed_rows as integer) || ' have a number or "
            "a date, in ' || other.fiscal_year || ' ' || cast(other.typed_rows as integer) || ' of ' "
            "|| cast(other.rows as integer)",
        ),
    ),
)
