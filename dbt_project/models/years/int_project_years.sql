{{ config(materialized='table') }}

with

forms as (

    select * from {{ ref('int_forms') }}
    where is_compared

),

members as (

    select * from {{ ref('int_project_members') }}
    where is_compared

),

links as (

    select * from {{ ref('int_project_links') }}

),

compared_years as (

    select * from {{ ref('int_compared_years') }}

),

money as (

    select * from {{ ref('int_form_money') }}

),

project_forms as (

    select
        forms.document_id,
        forms.form_no,
        forms.project_key,
        forms.project_kind,
        forms.unit_id,
        forms.fiscal_year,
        compared_years.previous_fiscal_year as compared_year,
        compared_years.next_fiscal_year,
        links.match_method,
        links.match_score,
        links.matched_on,
        money.budget_yuan,
        money.fiscal_yuan,
        lag(forms.fiscal_year) over known_years as previous_fiscal_year,
        lag(forms.document_id) over known_years as previous_document_id,
        lag(forms.form_no) over known_years as previous_form_no,
        lag(money.budget_yuan) over known_years as previous_budget_yuan,
        lag(money.fiscal_yuan) over known_years as previous_fiscal_yuan,
        lead(forms.fiscal_year) over known_years as returns_in
    from forms
    inner join members
        on
            forms.document_id = members.document_id
            and forms.form_no = members.form_no
    inner join links
        on
            members.member_key = links.member_key
            and members.fiscal_year = links.fiscal_year
    inner join compared_years
        on
            forms.series = compared_years.series
            and forms.project_kind = compared_years.project_kind
            and forms.fiscal_year = compared_years.fiscal_year
    left join money
        on
            forms.document_id = money.document_id
            and forms.form_no = money.form_no
    window known_years as (
        partition by forms.project_key
        order by forms.fiscal_year asc
    )

),

present as (

    select
        project_key,
        project_kind,
        unit_id,
        fiscal_year,
        coalesce(previous_fiscal_year, compared_year) as previous_fiscal_year,
        case when previous_fiscal_year is null then 'added' else 'continued' end as change,
        document_id,
        form_no,
        previous_document_id,
        previous_form_no,
        previous_budget_yuan,
        budget_yuan,
        previous_fiscal_yuan,
        fiscal_yuan,
        match_method,
        match_score,
        matched_on
    from project_forms
    where coalesce(previous_fiscal_year, compared_year) is not null

),

missing as (

    -- Missing in the next year that is compared, whether or not it returns later.
    select
        project_key,
        project_kind,
        unit_id,
        next_fiscal_year as fiscal_year,
        fiscal_year as previous_fiscal_year,
        'dropped' as change,
        cast(null as varchar) as document_id,
        cast(null as integer) as form_no,
        document_id as previous_document_id,
        form_no as previous_form_no,
        budget_yuan as previous_budget_yuan,
        cast(null as decimal(28, 6)) as budget_yuan,
        fiscal_yuan as previous_fiscal_yuan,
        cast(null as decimal(28, 6)) as fiscal_yuan,
        cast(null as varchar) as match_method,
        cast(null as decimal(6, 4)) as match_score,
        cast(null as varchar) as matched_on
    from project_forms
    where
        next_fiscal_year is not null
        and (returns_in is null or returns_in > next_fiscal_year)

)

select * from present

union all

select * from missing
