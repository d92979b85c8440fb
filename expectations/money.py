"""Gate 2, money: the amounts in yuan are those that were read, times the factor of their printed unit of money."""

from __future__ import annotations

from expectations.expectation import BATCH, Expectation
from expectations.wording import REPORT, form_label, name_key, yuan_text

_LINE_IN_YUAN = f"""
    line as (
        select
            line.*,
            -- An error of the publisher that the seed corrects counts as corrected.
            coalesce(try_cast(replace(correction.corrected, ',', '') as decimal(18, 6)), line.amount)
            * factor.factor_to_yuan as yuan,
            line.initial_amount * factor.factor_to_yuan as initial_yuan,
            line.executed_amount * factor.factor_to_yuan as executed_yuan
        from {BATCH} as document
        join landing.funding_line as line using (document_id)
        left join seeds.corrections as correction
            on correction.field = 'budget' and line.line_role = 'total' and correction.path = document.path
            and correction.form_no = line.form_no
            and line.amount_words = (
                select name.folded_name from landing.name as name where name.name_key = {name_key("correction.printed")}
            )
        left join seeds.money_units as factor on factor.money_unit = line.money_unit
    )"""


# budget_yuan and its kin are of the line of this year's money; where it is printed twice, of one of these lines.
_OF_THE_TOTAL = {
    "budget_yuan": "yuan",
    "initial_budget_yuan": "initial_yuan",
    "executed_yuan": "executed_yuan",
}
_SUMS = {"fiscal_yuan": "fiscal", "other_yuan": "other"}


def _budget_differences() -> str:
    """One row for each amount of fact_budget, beside what landing has for it."""
    totals = [
        f"""
        select fact.document_id, fact.form_no, '{column}' as amount, fact.{column} as published,
            case when list_contains(list(line.{yuan}), fact.{column}) then fact.{column} else min(line.{yuan}) end
            as landed
        from marts.fact_budget as fact
        left join line
            on line.document_id = fact.document_id and line.form_no = fact.form_no and line.line_role = 'total'
        group by fact.document_id, fact.form_no, fact.{column}"""
        for column, yuan in _OF_THE_TOTAL.items()
    ]
    sums = [
        f"""
        select fact.document_id, fact.form_no, '{column}', fact.{column}, sum(line.yuan)
        from marts.fact_budget as fact
        left join line
            on line.document_id = fact.document_id and line.form_no = fact.form_no and line.line_role = '{role}'
        group by fact.document_id, fact.form_no, fact.{column}"""
        for column, role in _SUMS.items()
    ]
    return "\n        union all".join([*totals, *sums])


BUDGETS_EQUAL_WHAT_LANDING_HOLDS = Expectation(
    name="budgets_equal_what_landing_holds",
    severity="critical",
    meaning="In every form budget, fiscal and other money (预算数, 财政资金, 其他资金) are the printed amounts in yuan, "
    "so their sums are those of the documents; what is not printed is null, not 0.",
    query=f"""
with {_LINE_IN_YUAN},
    amount as ({_budget_differences()}
    )
select
    form.document_id,
    form.form_no,
    form.locator,
    {form_label()} || ' (' || form.locator || '): ' || amount.amount || ' is ' || {yuan_text("amount.published")}
    || ', but the document has ' || {yuan_text("amount.landed")} || '. {REPORT}' as reason
from {BATCH} as document
join landing.form as form using (document_id)
join amount on amount.document_id = form.document_id and amount.form_no = form.form_no
where amount.published is distinct from amount.landed
""",
)

FUNDING_EQUALS_WHAT_LANDING_HOLDS = Expectation(
    name="funding_equals_what_landing_holds",
    severity="critical",
    meaning="The funding lines of every form in fact_budget (财政资金, 其他资金 and named sources) are in fact_funding, and "
    "sum to the same yuan: no line is lost or counted twice.",
    query=f"""
with {_LINE_IN_YUAN},
    landed as (
        select document_id, form_no, sum(yuan) as yuan, count(yuan) as lines
        from line
        semi join marts.fact_budget as fact on fact.document_id = line.document_id and fact.form_no = line.form_no
        where line_role in ('fiscal', 'other', 'source') and yuan is not null
        group by document_id, form_no
    ),
    published as (
        select document_id, form_no, sum(amount_yuan) as yuan, count(amount_yuan) as lines
        from marts.fact_funding
        semi join {BATCH} as document on document.document_id = fact_funding.document_id
        where amount_yuan is not null
        group by document_id, form_no
    )
select
    document_id,
    form_no,
    form.locator,
    {form_label()} || ': fact_funding has ' || {yuan_text("coalesce(published.yuan, 0)")} || ' in '
    || coalesce(published.lines, 0) || ' line(s), but the document has ' || {yuan_text("coalesce(landed.yuan, 0)")} || ' in '
    || coalesce(landed.lines, 0) || '. {REPORT}' as reason
from landed
full join published using (document_id, form_no)
left join landing.form as form using (document_id, form_no)
where published.lines is distinct from landed.lines or published.yuan is distinct from landed.yuan
""",
)
