{#- Rules that hold what a form promises against its money. Each CTE that is named in the last lines is
    a rule of the seed finding_rules: what it judges, and what is odd. -#}

with

judged_rows as (

    select * from {{ ref('judged_rows') }}

),

forms as (

    select * from {{ ref('int_forms') }}
    where form_status = 'counted'

),

form_money as (

    select form_money.*
    from {{ ref('int_form_money') }} as form_money
    inner join forms using (form_key)

),

funding_lines as (

    select funding_lines.*
    from {{ ref('int_funding_lines') }} as funding_lines
    inner join forms using (form_key)

),

budgets as (

    -- The most that the form allows to spend: this year's money, before and after its adjustment, or
    -- of all years.
    select
        forms.document_id,
        forms.form_no,
        forms.form_key,
        forms.form_kind,
        forms.fiscal_year,
        form_money.budget_text,
        form_money.budget_yuan,
        greatest(
            form_money.budget_yuan,
            coalesce(form_money.initial_budget_yuan, 0),
            coalesce(max(case when funding_lines.line_role = 'project_total' then funding_lines.yuan end), 0)
        ) as most_yuan
    from forms
    inner join form_money using (form_key)
    left join funding_lines using (form_key)
    where forms.project_kind = 'project' and form_money.budget_yuan > 0
    group by
        forms.document_id, forms.form_no, forms.form_key, forms.form_kind, forms.fiscal_year,
        form_money.budget_text, form_money.budget_yuan, form_money.initial_budget_yuan

),

cost_sums as (

    select
        form_key,
        sum(total_cost_yuan) as sum_yuan,
        max(total_cost_yuan) as greatest_yuan,
        bool_or(total_cost_yuan is null) as has_other_costs,
        bool_or(comparator in ('>=', '>')) as has_floors,
        string_agg(indicator_name || ': ' || target_text, '; ' order by row_no) filter (
            where total_cost_yuan is not null
        ) as evidence
    from judged_rows
    where is_money_cost
    group by form_key

),

costs_and_budgets as (

    -- A row that is the budget, or the sum of the others, is the whole, and the others are its parts.
    select
        budgets.*,
        cost_sums.has_other_costs,
        cost_sums.has_floors,
        cost_sums.evidence,
        case
            when cost_sums.greatest_yuan = budgets.budget_yuan then budgets.budget_yuan
            when
                cost_sums.greatest_yuan * 2 = cost_sums.sum_yuan
                and cost_sums.greatest_yuan >= budgets.budget_yuan * 0.5
                then cost_sums.greatest_yuan
            else cost_sums.sum_yuan
        end as cost_yuan
    from cost_sums
    inner join budgets using (form_key)
    where cost_sums.sum_yuan is not null

),

-- The caps together allow more than the budget, beyond what rounding hides.
cost_exceeds_budget as (

    select
        {{ judged_form(
            'cost_exceeds_budget', 'cost_yuan > most_yuan + ' ~ var('rounding_yuan'), 'evidence',
            in_ten_thousands('cost_yuan'), in_ten_thousands('budget_yuan'),
        ) }}
    from costs_and_budgets
    where not has_floors

),

-- Caps that leave money without any. Prices of single things may cover the rest; below 5 % the amounts
-- are prices.
cost_covers_part_of_budget as (

    select
        {{ judged_form(
            'cost_covers_part_of_budget',
            'cost_yuan < budget_yuan * ' ~ var('cost_cover'), 'evidence',
            in_ten_thousands('cost_yuan'), in_ten_thousands('budget_yuan'),
        ) }}
    from costs_and_budgets
    where
        not has_floors and not has_other_costs
        and form_kind = 'objective'
        and cost_yuan >= budget_yuan * {{ var('cost_cover_least') }}

),

prices as (

    -- The one average price that the form prints for a thing; 一级绿地养护单价 is of some of the things only.
    select
        document_id,
        form_no,
        row_no,
        form_key,
        indicator_name,
        target_text,
        canonical_value as price,
        regexp_replace(base_unit, '^[^/]*/', '') as thing,
        {{ bigrams('bare_name || folded_description') }} as name_bigrams
    from judged_rows
    where
        is_money_cost
        and dimension = 'money_rate'
        and left(base_unit, 2) = '{{ var("yuan") }}/'
        and comparator in ('<=', '<', '=')
        and is_average
    qualify
        count(*) over (
            partition by form_key, regexp_replace(base_unit, '^[^/]*/', '')
        ) = 1

),

volumes as (

    select
        prices.document_id,
        prices.form_no,
        prices.row_no,
        prices.form_key,
        prices.target_text as price_text,
        prices.price * sum(judged_rows.canonical_value) as yuan,
        string_agg(
            judged_rows.indicator_name || ': ' || judged_rows.target_text, '; ' order by judged_rows.row_no
        ) as volume_texts,
        max(prices.indicator_name) as price_name
    from prices
    inner join judged_rows
        on
            prices.form_key = judged_rows.form_key
            and prices.thing = judged_rows.base_unit
            and judged_rows.family = '{{ var("quantity_family") }}'
            and judged_rows.comparator in ('>=', '>', '=')
    where
        {{ dice('prices.name_bigrams', bigrams('judged_rows.bare_name || judged_rows.folded_description')) }}
        >= {{ var('price_name_similarity') }}
    group by
        prices.document_id, prices.form_no, prices.row_no, prices.form_key, prices.target_text, prices.price

),

-- What is promised at the price that is allowed costs more than there is.
price_times_volume_exceeds_budget as (

    select
        'price_times_volume_exceeds_budget' as rule,
        volumes.document_id,
        volumes.form_no,
        volumes.row_no,
        volumes.yuan > budgets.most_yuan as is_odd,
        {{ in_ten_thousands('volumes.yuan') }} as found,
        {{ in_ten_thousands('budgets.budget_yuan') }} as expected,
        volumes.price_name || ': ' || volumes.price_text || '; ' || volumes.volume_texts as evidence
    from volumes
    inner join budgets using (form_key)

),

leaf_sums as (

    select
        form_key,
        count_if(line_role in ('fiscal', 'other')) as main_count,
        sum(case when line_role in ('fiscal', 'other') then yuan end) as main_yuan,
        sum(case when line_role in ('fiscal', 'other', 'source') then yuan end) as all_yuan,
        string_agg(label_text || ': ' || coalesce(amount_text, ''), '; ' order by line_no) as evidence
    from funding_lines
    where has_amount
    group by form_key

),

-- The lines of money do not make the budget, neither the main ones nor all; half of a last digit may
-- be rounded away.
parts_differ_from_whole as (

    select
        'parts_differ_from_whole' as rule,
        budgets.document_id,
        budgets.form_no,
        coalesce(abs(leaf_sums.main_yuan - budgets.budget_yuan) > {{ var('rounding_yuan') }}, true)
        and abs(leaf_sums.all_yuan - budgets.budget_yuan) > {{ var('rounding_yuan') }} as is_odd,
        {{ in_ten_thousands('leaf_sums.all_yuan') }} as found,
        {{ in_ten_thousands('budgets.budget_yuan') }} as expected,
        leaf_sums.evidence
    from budgets
    inner join leaf_sums using (form_key)
    where leaf_sums.all_yuan is not null

),

-- The printed rate is not that of the printed amounts, before or after the adjustment.
execution_rate_against_amounts as (

    select
        {{ judged_form(
            'execution_rate_against_amounts',
            "least(
                abs(execution_rate - 100 * executed_yuan / budget_yuan),
                abs(execution_rate * 100 - 100 * executed_yuan / budget_yuan),
                coalesce(abs(execution_rate - 100 * executed_yuan / nullif(initial_budget_yuan, 0)), 1000)
            ) > 0.5",
            in_ten_thousands('executed_yuan') ~ " || ' / ' || " ~ in_ten_thousands('budget_yuan')
            ~ " || ' → ' || " ~ plain_number('execution_rate') ~ " || '%'",
            plain_number('execution_rate'),
            plain_number('100 * executed_yuan / budget_yuan'),
        ) }}
    from form_money
    where execution_rate is not null and executed_yuan is not null and budget_yuan > 0

)

{{ judgements_of([
    'cost_exceeds_budget',
    'cost_covers_part_of_budget',
    'price_times_volume_exceeds_budget',
    'parts_differ_from_whole',
    'execution_rate_against_amounts',
]) }}
