{{ config(materialized='table') }}

with

forms as (

    select * from {{ ref('int_project_forms') }}

),

links as (

    select * from {{ ref('int_evaluation_links') }}

),

members as (

    -- A self-evaluation is of the project that its objective is of, under whatever name.
    select
        forms.* replace (coalesce(links.member_key, forms.member_key) as member_key),
        -- Mid-year monitoring says nothing of the year's end, and a region's share is part of a total.
        forms.form_kind <> 'monitoring' and forms.share_of_form_no is null as may_be_compared
    from forms
    left join links using (form_key)

),

forms_ranked as (

    -- A project and year speaks through one form: its objective, else its self-evaluation.
    select
        *,
        {{ key_of(['member_key', 'fiscal_year']) }} as node_key,
        form_status = 'counted'
        and may_be_compared
        and row_number() over (
            partition by member_key, fiscal_year, form_status
            order by
                may_be_compared desc,
                case form_kind when 'objective' then 1 else 2 end asc,
                path asc,
                form_no asc
        ) = 1 as is_compared
    from members

)

select * exclude (may_be_compared, share_of_form_no)
from forms_ranked
