"""Gate 2, arrival: every form, row and rejected text of the documents that count is in the marts, and nothing else is."""

from __future__ import annotations

from expectations.expectation import BATCH, Expectation
from expectations.wording import NAMED_FORM, REPORT, form_label, quoted


def _same_name(one: str, other: str) -> str:
    """Whether two folded names name one project: in two documents they differ in stray brackets."""
    return f"{_bare(one)} = {_bare(other)}"


def _bare(name: str) -> str:
    return f"translate(coalesce({name}, ''), '()', '')"


# The same form may stand in two documents (docx beside pdf, a department's file and its unit's): one feeds the facts.
_STANDS_FOR_IT = f"""
        from marts.fact_budget as fact
        join named_form as other on other.document_id = fact.document_id and other.form_no = fact.form_no
        where fact.document_id <> form.document_id
            and fact.fiscal_year = form.fiscal_year
            and fact.form_kind = form.form_kind
            and (
                other.content_sha256 = form.content_sha256
                or (
                    {_same_name("other.folded_project_name", "form.folded_project_name")}
                    and exists (
                        from marts.dim_unit as its_version
                        join unit_version as version using (unit_id)
                        where its_version.unit_key = fact.unit_key
                            and (
                                coalesce(form.unit_code, form.unit_name) is null
                                or version.unit_code = form.unit_code
                                or other.folded_unit_name = form.folded_unit_name
                                or version.folded_name = form.folded_unit_name
                            )
                    )
                )
            )"""

EVERY_ACCEPTED_FORM_ARRIVES = Expectation(
    name="every_accepted_form_arrives",
    severity="critical",
    meaning="Every form of a document that counts is in fact_budget once; the same form of another document (its unit, "
    "project, kind and year) may stand for it.",
    query=f"""
with
    arrived as (select document_id, form_no, count(*) as facts from marts.fact_budget group by document_id, form_no),
    {NAMED_FORM.strip()},
    unit_version as (
        select distinct unit.unit_id, unit.unit_code, name.folded_name
        from marts.dim_unit as unit
        left join landing.name as name on name.printed_name = unit.unit_name
    ),
    -- Few forms: whether another stands for one is asked of these alone.
    form as materialized (
        select named_form.*, arrived.facts
        from {BATCH} as document
        join named_form using (document_id)
        left join arrived using (document_id, form_no)
        where arrived.facts is distinct from 1
    )
select
    form.document_id,
    form.form_no,
    form.locator,
    {form_label()} || ' (' || form.locator || ') is in fact_budget '
    || case when form.facts is null then 'nowhere, and no other document has it' else form.facts || ' times' end
    || '. {REPORT}' as reason
from form
where form.facts > 1
    or (form.facts is null and not exists ({_STANDS_FOR_IT}
    ))
""",
)

EVERY_ACCEPTED_ROW_ARRIVES = Expectation(
    name="every_accepted_row_arrives",
    severity="critical",
    meaning="Every indicator row of a form in fact_budget is in fact_indicator, one to one on document_id, form_no, row_no.",
    query=f"""
with
    arrived as (
        select document_id, form_no, row_no, count(*) as facts
        from marts.fact_indicator
        group by document_id, form_no, row_no
    )
select
    row.document_id,
    row.form_no,
    row.locator,
    {form_label()} || ', row ' || row.row_no || ' (' || row.locator || ') is in fact_indicator '
    || coalesce(arrived.facts || ' times', 'nowhere') || '. {REPORT}' as reason
from {BATCH} as document
join landing.form as form using (document_id)
join landing.indicator_row as row on row.document_id = form.document_id and row.form_no = form.form_no
semi join marts.fact_budget as fact on fact.document_id = form.document_id and fact.form_no = form.form_no
left join arrived
    on arrived.document_id = row.document_id and arrived.form_no = row.form_no and arrived.row_no = row.row_no
where arrived.facts is distinct from 1
""",
)

NOTHING_ELSE_ARRIVES = Expectation(
    name="nothing_else_arrives",
    severity="critical",
    meaning="Every form and row in the facts stands in a document that counts: nothing of a document that was set aside, "
    "superseded or withdrawn, and nothing that no document says.",
    query=f"""
with
    accepted as (select document_id from {BATCH} as document),
    fact as (
        select document_id, form_no, null as row_no, locator, 'fact_budget' as fact_table from marts.fact_budget
        union all
        select document_id, form_no, row_no, locator, 'fact_indicator' from marts.fact_indicator
    )
select
    fact.document_id,
    fact.form_no,
    fact.locator,
    'Form ' || fact.form_no || coalesce(', row ' || fact.row_no, '') || ' is in ' || fact.fact_table
    || case
        when accepted.document_id is null then ', but its document does not count: it was set aside, superseded or withdrawn'
        else ', but no such form or row was read from its document'
    end
    || '. {REPORT}' as reason
from fact
left join accepted using (document_id)
where accepted.document_id is null
    or (
        fact.row_no is null
        and not exists (
            from landing.form as form where form.document_id = fact.document_id and form.form_no = fact.form_no
        )
    )
    or (
        fact.row_no is not null
        and not exists (
            from landing.indicator_row as row
            where row.document_id = fact.document_id and row.form_no = fact.form_no and row.row_no = fact.row_no
        )
    )
""",
)

EVERY_REJECTED_TEXT_IS_PUBLISHED = Expectation(
    name="every_rejected_text_is_published",
    severity="critical",
    meaning="Every text of a document that counts which is in no field is in rejected_text: nothing is lost silently.",
    query=f"""
with
    published as (
        select document_id, form_no, locator, text, count(*) as texts
        from marts.rejected_text
        group by document_id, form_no, locator, text
    ),
    rejected as (
        select rejected.document_id, rejected.form_no, rejected.locator, rejected.text, count(*) as texts
        from {BATCH} as document
        join landing.rejected as rejected using (document_id)
        group by rejected.document_id, rejected.form_no, rejected.locator, rejected.text
    )
select
    rejected.document_id,
    rejected.form_no,
    rejected.locator,
    'The text ' || {quoted("rejected.text")} || ' (' || rejected.locator || ') is in no field and not in rejected_text '
    || 'either. {REPORT}' as reason
from rejected
left join published
    on published.document_id = rejected.document_id
    and published.form_no is not distinct from rejected.form_no
    and published.locator = rejected.locator
    and published.text = rejected.text
where published.texts is distinct from rejected.texts
""",
)

EVERY_FACT_HAS_A_PLACE = Expectation(
    name="every_fact_has_a_place",
    severity="critical",
    meaning="Every fact carries the place (locator) it was read from: each number can be followed to its cell.",
    query=f"""
select
    fact.document_id,
    fact.form_no,
    cast(null as varchar) as locator,
    'A row of ' || fact.fact_table || ' of form ' || fact.form_no || ' has no locator, so nobody can follow it to the '
    || 'document. {REPORT}' as reason
from (
    select document_id, form_no, locator, 'fact_budget' as fact_table from marts.fact_budget
    union all
    select document_id, form_no, locator, 'fact_funding' from marts.fact_funding
    union all
    select document_id, form_no, locator, 'fact_indicator' from marts.fact_indicator
) as fact
semi join {BATCH} as document on document.document_id = fact.document_id
where trim(coalesce(fact.locator, '')) = ''
""",
)
