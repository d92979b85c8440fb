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
        forms.document_id,
        forms.form_no,
        forms.form_key,
        forms.form_kind,
        forms.is_transfer,
        forms.mid_year_through,
        -- Mid-year monitoring says nothing of the year's end, and a region's share is part of a total.
        forms.form_kind <> 'monitoring' and forms.share_of_form_no is null as may_be_compared,
        forms.form_status,
        forms.counted_path,
        forms.fiscal_year,
        forms.scope,
        forms.series,
        forms.publisher,
        forms.path,
        forms.unit_id,
        forms.unit_code,
        forms.unit_name,
        forms.block_key,
        coalesce(links.member_key, forms.member_key) as member_key,
        forms.is_name_shared,
        forms.content_key,
        forms.project_kind,
        forms.project_code,
        forms.folded_project_code,
        forms.project_name,
        forms.published_name,
        forms.folded_published_name,
        forms.purpose,
        forms.objective,
        forms.content_words,
        forms.money_unit_text,
        forms.row_count,
        forms.locator
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

select * exclude (may_be_compared)
from forms_ranked
