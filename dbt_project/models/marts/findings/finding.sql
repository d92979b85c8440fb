with

judgements as (

    select * from {{ ref('judgements') }}
    where is_odd

),

rules as (

    select * from {{ ref('int_finding_rules') }}

),

judged_rows as (

    select * from {{ ref('judged_rows') }}

),

jurisdictions as (

    select * from {{ ref('dim_jurisdiction') }}

),

budgets as (

    select * from {{ ref('fact_budget') }}

),

forms as (

    select * from {{ ref('int_forms') }}

),

told as (

    select
        judgements.rule,
        rules.severity,
        rules.review_group,
        budgets.fiscal_year,
        budgets.unit_key,
        budgets.project_key,
        judged_rows.indicator_key,
        rules.message_zh,
        rules.message_en,
        coalesce(
            judgements.evidence,
            concat_ws(
                ' / ',
                judged_rows.level3_text,
                case
                    when judged_rows.folded_description <> judged_rows.folded_level3
                        then judged_rows.description
                end
            )
            || ' → ' || coalesce(judged_rows.target_text, '')
        ) as evidence,
        case
            when rules.binds is null then rules.basis
            when budgets.fiscal_year < rules.since_year then '参照' || rules.basis
            when rules.binds = 'all' or jurisdictions.level = 'central' then rules.basis
            when forms.scope <> '' then '参照' || rules.basis
            else rules.basis || '（中央部门适用，地方参照）'
        end as basis,
        rules.suggestion_zh,
        rules.suggestion_en,
        coalesce(judged_rows.indicator_name, '') as name,
        coalesce(judged_rows.target_text, '') as printed_target,
        coalesce(budgets.published_name, '') as project,
        coalesce(judgements.found, '') as found,
        coalesce(judgements.expected, '') as expected,
        judgements.document_id,
        judgements.form_no,
        judgements.row_no,
        judgements.form_key,
        judged_rows.row_key,
        coalesce(
            judged_rows.locator,
            case when rules.looks_at_money then budgets.locator end,
            forms.locator
        ) as locator
    from judgements
    inner join rules using (rule)
    inner join budgets using (form_key)
    inner join forms using (form_key)
    left join jurisdictions
        on forms.scope = jurisdictions.jurisdiction
    left join judged_rows using (form_key, row_no)

)

select
    rule,
    severity,
    review_group,
    fiscal_year,
    unit_key,
    project_key,
    indicator_key,
    {{ filled_in('message_zh') }} as message,
    {{ filled_in('message_en') }} as message_en,
    evidence,
    basis,
    {{ filled_in('suggestion_zh') }} as suggestion,
    {{ filled_in('suggestion_en') }} as suggestion_en,
    document_id,
    form_no,
    row_no,
    form_key,
    row_key,
    locator
from told
