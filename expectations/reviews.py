"""Gate 1: doubtful fields. They are read, published and counted, until a person has looked at them."""

from __future__ import annotations

from expectations.expectation import BATCH, Expectation
from expectations.wording import form_label

# What has an expectation of its own (no name, no objective, no money) is not counted twice.
NO_FIELD_NEEDS_REVIEW = Expectation(
    name="no_field_needs_review",
    severity="warning",
    meaning="No field is doubtful: sums hold, all words of the labels are known. What needs review is read all the same, "
    "until a line of the seed corrections confirms or corrects it.",
    query=f"""
with
    named as (
        select
            document.document_id, document.path, form.form_no, cast(null as integer) as row_no,
            unnest(string_split(form.needs_review, ', ')) as field
        from {BATCH} as document
        join landing.form as form using (document_id)
        union all
        select
            document.document_id, document.path, row.form_no, row.row_no,
            unnest(string_split(row.needs_review, ', ')) as field
        from {BATCH} as document
        join landing.indicator_row as row using (document_id)
    ),
    doubtful as (
        select named.*
        from named
        join landing.form as form using (document_id, form_no)
        left join seeds.corrections as correction
            on correction.path = named.path and correction.form_no = named.form_no
            and correction.row_no is not distinct from named.row_no and correction.field = named.field
        where correction.path is null
            and not (named.field = 'project_name' and form.project_name is null)
            and not (named.field = 'objective' and form.objective is null)
            and not (
                named.field = 'budget'
                and not exists (
                    from landing.funding_line as line
                    where line.document_id = form.document_id
                        and line.form_no = form.form_no
                        and trim(coalesce(line.amount_text, '')) <> ''
                )
            )
    )
select
    doubtful.document_id,
    doubtful.form_no,
    any_value(form.locator) as locator,
    {form_label("any_value(form)")} || ' (' || any_value(form.locator) || ') has ' || count(*)
    || case when count(*) = 1 then ' field that needs' else ' fields that need' end || ' review: '
    || array_to_string(list_sort(list_distinct(list(doubtful.field))), ', ')
    || '. «jixiao status» lists them, each with the line of the seed corrections that settles it.' as reason
from doubtful
join landing.form as form on form.document_id = doubtful.document_id and form.form_no = doubtful.form_no
group by doubtful.document_id, doubtful.form_no
""",
)
