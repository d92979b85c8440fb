"""Gate 2, choices: of two forms of one project and year that print different things, which one counts, and why."""

from __future__ import annotations

from expectations.expectation import BATCH, Expectation
from expectations.wording import quoted


def _printed(alias: str) -> str:
    """A form's document with this year's money as it prints it: `2024/a.html (72万元)`."""
    return f"{alias}.path || coalesce(' (' || {alias}.amount || ')', '')"


FORMS_OF_ONE_PROJECT_AGREE = Expectation(
    name="forms_of_one_project_agree",
    severity="warning",
    meaning="Where two documents print a form of one project, kind and year, they print the same; otherwise one of them "
    "counts: the later publication, else the one that says it was adjusted (调整, 变更), else the first by path.",
    query=f"""
with
    total as (
        select document_id, form_no, min_by(amount_text || coalesce(money_unit_text, ''), line_no) as amount
        from landing.funding_line
        where line_role = 'total' and amount_text is not null
        group by document_id, form_no
    ),
    form as (
        select form.*, total.amount, version.published_on, version.is_adjusted
        from intermediate.int_forms as form
        join intermediate.int_document_versions as version using (document_id)
        left join total using (document_id, form_no)
    ),
    pair as (
        select counted, rival
        from form as rival
        join form as counted
            on counted.path = rival.counted_path
                and counted.form_status = 'counted'
                and counted.project_key = rival.project_key
                and counted.form_kind = rival.form_kind
                and counted.fiscal_year = rival.fiscal_year
        semi join {BATCH} as document on document.document_id = rival.document_id
        where rival.form_status = 'conflict'
        qualify row_number() over (partition by rival.document_id, rival.form_no order by counted.form_no) = 1
    )
select
    counted.document_id,
    counted.form_no,
    counted.locator,
    'The project ' || coalesce({quoted("counted.published_name")}, '(without a name)') || ' of ' || counted.fiscal_year
    || ' stands in two documents with different content: ' || {_printed("counted")} || ' counts, ' || {_printed("rival")}
    || ' does not, because '
    || case
        when counted.published_on > rival.published_on
            then 'it was published later (' || counted.published_on || ', ' || rival.published_on || ')'
        when (counted.published_on is null or rival.published_on is null) and counted.is_adjusted and not rival.is_adjusted
            then 'its title or file name says that it was adjusted'
        when counted.published_on is not null and rival.published_on is null
            then 'the other has no day of publication'
        else 'its path comes first'
    end
    || case
        when counted.published_on > rival.published_on then '.'
        else '. The days of publication decide: give published_on of both in raw/documents.csv, or withdraw the wrong one.'
    end as reason
from pair
""",
)
