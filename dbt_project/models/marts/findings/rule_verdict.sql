with

judgements as (

    select * from {{ ref('judgements') }}

),

rules as (

    select * from {{ ref('int_finding_rules') }}

),

forms as (

    select * from {{ ref('fact_budget') }}

),

judged_forms as (

    select
        rule,
        form_key,
        count_if(is_odd) as finding_count
    from judgements
    group by rule, form_key

)

select
    rules.rule,
    forms.fiscal_year,
    forms.document_id,
    forms.form_no,
    forms.form_key,
    case
        when judged_forms.rule is null then 'not_applicable'
        when judged_forms.finding_count > 0 then 'finding'
        else 'ok'
    end as verdict,
    case
        when judged_forms.rule is null then coalesce(rules.needs_en, 'nothing to judge')
        when judged_forms.finding_count > 0 then judged_forms.finding_count || ' found'
    end as reason
from forms
cross join rules
left join judged_forms using (rule, form_key)
