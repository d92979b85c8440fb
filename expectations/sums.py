"""Gate 2, sums: fact_budget, project_year_over_year and unit_year_over_year tell one truth about the money of two years.

Both sides of a comparison are counted for each series (a publisher in its jurisdiction) and pair of years: all money of the
later year, and all of the earlier. A form without a printed amount has none to add; it is counted beside.
"""

from __future__ import annotations

from expectations.expectation import BATCH, Expectation
from expectations.wording import REPORT, yuan_text

_FORMS = f"""
    -- Forms that sums may count, with their series and the years that it is compared with.
    form as (
        select fact.document_id, fact.form_no, fact.locator, fact.fiscal_year, fact.budget_yuan, series.series, unit.unit_id
        from {BATCH} as document
        join marts.fact_budget as fact using (document_id)
        join marts.dim_unit as unit using (unit_key)
        join intermediate.int_document_series as series using (document_id)
        where fact.is_additive
    ),
    pair as (
        select
            series, fiscal_year, min(document_id) as document_id,
            lag(fiscal_year) over (partition by series order by fiscal_year) as previous_fiscal_year
        from form
        group by series, fiscal_year
        qualify previous_fiscal_year is not null
    )"""

_PROJECT_SIDES = """
    -- Each side of each project's comparison, as project_year_over_year has it.
    side as (
        select document_id, form_no, fiscal_year as compared_in, 'later' as side, budget_yuan
        from marts.project_year_over_year
        where is_additive and document_id is not null
        union all
        select previous_document_id, previous_form_no, fiscal_year, 'earlier', previous_budget_yuan
        from marts.project_year_over_year
        where is_additive and previous_document_id is not null
    )"""


PROJECTS_ADD_UP_TO_THE_BUDGETS = Expectation(
    name="projects_add_up_to_the_budgets",
    severity="critical",
    meaning="For every series and pair of years, the projects of project_year_over_year have the money of fact_budget, in "
    "the later year and in the earlier: each form is one side of one project's comparison, and none is counted twice.",
    query=f"""
with {_FORMS}, {_PROJECT_SIDES},
    of_facts as (
        select pair.series, pair.fiscal_year, side.side,
            coalesce(sum(form.budget_yuan), 0) as yuan, count(*) as forms,
            count(*) - count(form.budget_yuan) as without_amount
        from pair
        join (values ('later'), ('earlier')) as side (side) on true
        join form
            on form.series = pair.series
            and form.fiscal_year = case side.side when 'later' then pair.fiscal_year else pair.previous_fiscal_year end
        group by all
    ),
    of_projects as (
        select pair.series, pair.fiscal_year, side.side,
            coalesce(sum(side.budget_yuan), 0) as yuan, count(*) as forms,
            count(*) - count(side.budget_yuan) as without_amount
        from side
        join form using (document_id, form_no)
        join pair
            on pair.series = form.series
            and form.fiscal_year = case side.side when 'later' then pair.fiscal_year else pair.previous_fiscal_year end
        group by all
    )
select
    pair.document_id,
    cast(null as integer) as form_no,
    cast(null as varchar) as locator,
    pair.previous_fiscal_year || ' → ' || pair.fiscal_year || ': project_year_over_year has '
    || {yuan_text("coalesce(of_projects.yuan, 0)")} || ' in ' || coalesce(of_projects.forms, 0) || ' form(s) of the '
    || of_facts.side || ' year, ' || coalesce(of_projects.without_amount, 0) || ' without an amount, but fact_budget has '
    || {yuan_text("of_facts.yuan")} || ' in ' || of_facts.forms || ', ' || of_facts.without_amount
    || ' without an amount. {REPORT}' as reason
from pair
join of_facts using (series, fiscal_year)
left join of_projects using (series, fiscal_year, side)
where (of_facts.yuan, of_facts.forms, of_facts.without_amount)
    is distinct from (of_projects.yuan, of_projects.forms, of_projects.without_amount)
""",
)

DIFFERENCES_ARE_THOSE_OF_THE_BUDGETS = Expectation(
    name="differences_are_those_of_the_budgets",
    severity="critical",
    meaning="The difference of a project is the money of its later form less that of its earlier one in fact_budget, all of "
    "it if only one of the two is there, and empty if a form prints no amount; that of a unit likewise, of its sums.",
    query=f"""
with {_FORMS},
    of_projects as (
        select
            coalesce(later.document_id, earlier.document_id) as document_id,
            coalesce(later.form_no, earlier.form_no) as form_no,
            coalesce(later.locator, earlier.locator) as locator,
            change.difference_yuan,
            case
                when later.document_id is not null and later.budget_yuan is null then null
                when earlier.document_id is not null and earlier.budget_yuan is null then null
                else coalesce(later.budget_yuan, 0) - coalesce(earlier.budget_yuan, 0)
            end as right_yuan
        from marts.project_year_over_year as change
        left join form as later on later.document_id = change.document_id and later.form_no = change.form_no
        left join form as earlier
            on earlier.document_id = change.previous_document_id and earlier.form_no = change.previous_form_no
        where change.is_additive
    ),
    of_units as (
        select unit_id, fiscal_year, difference_yuan,
            case
                when forms_without_budget + previous_forms_without_budget = 0
                    then coalesce(budget_yuan, 0) - coalesce(previous_budget_yuan, 0)
            end as right_yuan
        from marts.unit_year_over_year
    )
select
    document_id,
    form_no,
    locator,
    'The difference of form ' || form_no || ' in project_year_over_year is ' || {yuan_text("difference_yuan")}
    || ', but the forms in fact_budget make ' || {yuan_text("right_yuan")} || '. {REPORT}' as reason
from of_projects
where difference_yuan is distinct from right_yuan

union all

select
    min(form.document_id),
    null,
    null,
    'The difference of the unit ' || of_units.unit_id || ' in ' || of_units.fiscal_year || ' is '
    || {yuan_text("of_units.difference_yuan")} || ' in unit_year_over_year, but its money makes '
    || {yuan_text("of_units.right_yuan")} || '. {REPORT}'
from of_units
left join form using (unit_id)
where of_units.difference_yuan is distinct from of_units.right_yuan
group by of_units.unit_id, of_units.fiscal_year, of_units.difference_yuan, of_units.right_yuan
""",
)

UNITS_ADD_UP_TO_THE_PROJECTS = Expectation(
    name="units_add_up_to_the_projects",
    severity="critical",
    meaning="For every series and year that is compared, the units of unit_year_over_year have the money of the projects in "
    "project_year_over_year, in the later year and in the earlier, whichever units were merged, split or gone. Series of "
    "one jurisdiction that share a unit are counted together.",
    query=f"""
with {_FORMS}, {_PROJECT_SIDES},
    unit_of_series as (
        select distinct unit_id, series from form
        union
        select came_from.previous_unit_id, form.series
        from form
        join intermediate.int_unit_predecessors as came_from using (unit_id)
    ),
    -- A unit of two series (未列明, the unit of forms without a unit) belongs to neither alone.
    shared as (
        select distinct series
        from unit_of_series
        where unit_id in (select unit_id from unit_of_series group by unit_id having count(*) > 1)
    ),
    counted as (
        select series, case when shared.series is null then series else split_part(series, '|', 1) end as counted_in
        from (select distinct series from unit_of_series)
        left join shared using (series)
    ),
    of_projects as (
        select counted.counted_in, side.compared_in as fiscal_year, min(side.document_id) as document_id,
            coalesce(sum(side.budget_yuan) filter (side.side = 'later'), 0) as budget_yuan,
            coalesce(sum(side.budget_yuan) filter (side.side = 'earlier'), 0) as previous_budget_yuan,
            count_if(side.side = 'later' and side.budget_yuan is null) as without_amount,
            count_if(side.side = 'earlier' and side.budget_yuan is null) as previous_without_amount
        from side
        join form using (document_id, form_no)
        join counted using (series)
        group by all
    ),
    of_units as (
        select unit.counted_in, change.fiscal_year,
            coalesce(sum(change.budget_yuan), 0) as budget_yuan,
            coalesce(sum(change.previous_budget_yuan), 0) as previous_budget_yuan,
            sum(change.forms_without_budget) as without_amount,
            sum(change.previous_forms_without_budget) as previous_without_amount
        from marts.unit_year_over_year as change
        join (select distinct unit_id, counted_in from unit_of_series join counted using (series)) as unit using (unit_id)
        group by all
    )
select
    coalesce(of_projects.document_id, (select min(document_id) from form)) as document_id,
    cast(null as integer) as form_no,
    cast(null as varchar) as locator,
    fiscal_year || ': unit_year_over_year has ' || {yuan_text("coalesce(of_units.budget_yuan, 0)")} || ' and '
    || {yuan_text("coalesce(of_units.previous_budget_yuan, 0)")} || ' in the year before, but project_year_over_year has '
    || {yuan_text("coalesce(of_projects.budget_yuan, 0)")} || ' and '
    || {yuan_text("coalesce(of_projects.previous_budget_yuan, 0)")} || '; forms without an amount: '
    || coalesce(of_units.without_amount, 0) || ' and ' || coalesce(of_units.previous_without_amount, 0) || ', there '
    || coalesce(of_projects.without_amount, 0) || ' and ' || coalesce(of_projects.previous_without_amount, 0)
    || '. {REPORT}' as reason
from of_projects
full join of_units using (counted_in, fiscal_year)
where (
    of_projects.budget_yuan, of_projects.previous_budget_yuan,
    of_projects.without_amount, of_projects.previous_without_amount
) is distinct from (
    of_units.budget_yuan, of_units.previous_budget_yuan, of_units.without_amount, of_units.previous_without_amount
)
""",
)
