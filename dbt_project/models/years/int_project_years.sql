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
        forms.form_key,
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
        money.fiscal_yuan
    from forms
    inner join members using (form_key)
    inner join links using (node_key)
    inner join compared_years
        on
            forms.series = compared_years.series
            and forms.project_kind = compared_years.project_kind
            and forms.fiscal_year = compared_years.fiscal_year
    left join money using (form_key)

),

neighbours_known as (

    select
        *,
        lag(fiscal_year) over known_years as known_in,
        lag(next_fiscal_year) over known_years as expected_in,
        lead(fiscal_year) over known_years as returns_in
    from project_forms
    window known_years as (
        partition by project_key
        order by fiscal_year asc
    )

),

pauses_known as (

    -- It returns from a pause: its publisher's next year after it was last there has come and gone.
    select
        *,
        coalesce(expected_in < fiscal_year, false) as is_back
    from neighbours_known

),

present as (

    select
        later.*,
        earlier.unit_id as previous_unit_id,
        coalesce(earlier.fiscal_year, later.compared_year) as previous_fiscal_year,
        case when later.known_in is null then 'added' else 'continued' end as change,
        earlier.document_id as previous_document_id,
        earlier.form_no as previous_form_no,
        earlier.form_key as previous_form_key,
        earlier.budget_yuan as previous_budget_yuan,
        earlier.fiscal_yuan as previous_fiscal_yuan
    from pauses_known as later
    left join pauses_known as earlier
        on
            later.project_key = earlier.project_key
            and later.known_in = earlier.fiscal_year
            and not later.is_back
    where coalesce(earlier.fiscal_year, later.compared_year) is not null

),

missing as (

    -- Missing in the next year that is compared, whether or not it returns later.
    select
        project_key,
        project_kind,
        unit_id as previous_unit_id,
        next_fiscal_year as fiscal_year,
        fiscal_year as previous_fiscal_year,
        'dropped' as change,
        document_id as previous_document_id,
        form_no as previous_form_no,
        form_key as previous_form_key,
        budget_yuan as previous_budget_yuan,
        fiscal_yuan as previous_fiscal_yuan
    from pauses_known
    where
        next_fiscal_year is not null
        and (returns_in is null or returns_in > next_fiscal_year)

)

select * exclude (compared_year, next_fiscal_year, known_in, expected_in, returns_in, is_back) from present

union all by name

select * from missing
