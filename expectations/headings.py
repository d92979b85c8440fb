"""Gate 1, headings: where headings number the forms, a gap means that a form was lost.

Publishers number the forms of a year's document 1 … n (the 2024 document of 天津市市场监督管理委员会: 1 … 56). Seen or
likely besides: a table of contents, whose lines repeat the headings before any form; numbers that begin again
with 1 in a later part; and one heading over several forms, where the numbers do not count forms.
"""

from __future__ import annotations

from expectations.expectation import BATCH, Expectation
from expectations.wording import form_label, quoted


def _heading(alias: str, prefix: str = "") -> str:
    """`«16.标准管理2024…» (line 1234)` for an alias of the heading CTE; the prefix chooses the neighbour's columns."""
    return f"({quoted(f'{alias}.{prefix}heading_text')} || ' (' || {alias}.{prefix}locator || ')')"


_NUMBERED = f"""
    numbered as (
        -- A line that comes again later with a form below it stands in the table of contents.
        select heading.*
        from {BATCH} as document
        join landing.heading as heading using (document_id)
        where heading.heading_no is not null
            and not (
                heading.form_no is null
                and exists (
                    from landing.heading as later
                    where later.document_id = heading.document_id
                        and later.heading_order > heading.heading_order
                        and later.heading_no = heading.heading_no
                        and later.heading_text = heading.heading_text
                        and later.form_no is not null
                )
            )
    ),
    neighbours as (
        select
            *,
            lag(heading_no) over document as previous_no,
            lag(heading_text) over document as previous_heading_text,
            lag(locator) over document as previous_locator,
            max(form_no) over (
                partition by document_id order by heading_order rows between unbounded preceding and 1 preceding
            ) as previous_form_no,
            row_number() over (
                partition by document_id, heading_no, heading_text order by heading_order
            ) as occurrence
        from numbered
        window document as (partition by document_id order by heading_order)
    ),
    steps as (
        -- A later part of the document may begin again with 1.
        select *, heading_no = 1 and previous_no > 1 and occurrence = 1 as begins_again from neighbours
    )"""

_MISSING = """
    missing_number as (
        select step.document_id, step.heading_order, unnest(range(coalesce(previous_no, 0) + 1, heading_no)) as number
        from steps as step
        where heading_no > coalesce(previous_no, 0) + 1
    ),
    missing as (
        select document_id, heading_order, min(number) as first_no, max(number) as last_no, count(*) as numbers
        from missing_number
        group by document_id, heading_order
    )"""

_LOST_FORMS = f"""
    without_heading as (
        select form.* from {BATCH} as document join landing.form as form using (document_id)
        where form.heading_no is null and form.heading_text is null
    ),
    numbering_document as (
        -- Where one heading stands over several forms, numbers do not count forms.
        select form.document_id
        from {BATCH} as document join landing.form as form using (document_id)
        group by form.document_id
        having count(form.heading_no) * 2 > count(*)
    )"""

_GAPS = f"""
    select
        step.document_id,
        step.form_no,
        step.locator,
        case
            when missing.numbers = 1 then 'Heading ' || missing.first_no || ' is missing '
            else 'Headings ' || missing.first_no || ' to ' || missing.last_no || ' are missing '
        end
        || case
            when step.previous_no is null then 'before ' || {_heading("step")}
            else 'between ' || {_heading("step", "previous_")} || ' and ' || {_heading("step")}
        end
        || coalesce(
            '. Without a heading stands there '
            || (
                select string_agg(
                    {form_label("lost")} || ' (' || lost.locator || ')', ', ' order by lost.form_no
                )
                from without_heading as lost
                where lost.document_id = step.document_id
                    and lost.form_no > coalesce(step.previous_form_no, 0) and lost.form_no < step.form_no
            ),
            ''
        )
        || '. A form (绩效目标表) was lost there, or its heading: compare with the published document, '
        || 'and fetch the file again.' as reason
    from steps as step
    join missing using (document_id, heading_order)"""

_STEPS_BACK = f"""
    select
        step.document_id,
        step.form_no,
        step.locator,
        'Heading ' || {_heading("step")} || ' follows ' || {_heading("step", "previous_")}
        || case when step.heading_no = step.previous_no then ', so its number stands twice'
            else ', so the numbers go back' end
        || '. A form stands twice or in the wrong place, or a number is misprinted: compare with the published '
        || 'document, and fetch the file again.' as reason
    from steps as step
    where step.heading_no <= step.previous_no and not step.begins_again"""

_EMPTY_HEADINGS = f"""
    select
        step.document_id,
        cast(null as integer) as form_no,
        step.locator,
        'Heading ' || {_heading("step")} || ' has no form below it. The form was lost, or its labels (项目名称, '
        || '一级指标, 指标值) are not known: look at the place with «jixiao read», and fetch the file again or add the '
        || 'labels to the seed form_labels.' as reason
    from steps as step
    where step.form_no is null"""

_FORMS_WITHOUT_HEADING = f"""
    select
        form.document_id,
        form.form_no,
        form.locator,
        {form_label()} || ' (' || form.locator || ') has no heading, although the headings of this document are '
        || 'numbered. Its heading was lost: compare with the published document, and fetch the file again.' as reason
    from without_heading as form
    join numbering_document using (document_id)
    where exists (from numbered where numbered.document_id = form.document_id)
        -- Where numbers are missing, their reason names the form.
        and not exists (
            from steps as step join missing using (document_id, heading_order)
            where step.document_id = form.document_id
                and form.form_no > coalesce(step.previous_form_no, 0) and form.form_no < step.form_no
        )"""

HEADING_NUMBERS_HAVE_NO_GAP = Expectation(
    name="heading_numbers_have_no_gap",
    severity="critical",
    meaning="Where headings number the forms, the numbers run from 1 without a gap or a repeat, and each numbered "
    "heading has its form: otherwise a form was lost.",
    query=f"""
with {_NUMBERED.strip()},{_MISSING},{_LOST_FORMS}
{_GAPS}
    union all
{_STEPS_BACK}
    union all
{_EMPTY_HEADINGS}
    union all
{_FORMS_WITHOUT_HEADING}
""",
)
