with

units as (

    select * from {{ ref('jixiao', 'dim_unit') }}

),

budgets as (

    select * from {{ ref('jixiao', 'fact_budget') }}
    where is_additive

),

indicators as (

    select * from {{ ref('jixiao', 'fact_indicator') }}
    where is_additive

),

findings as (

    select * from {{ ref('jixiao', 'finding') }}

),

money as (

    select
        unit_key,
        fiscal_year,
        count(*) as project_count,
        sum(budget_yuan) as budget_yuan
    from budgets
    group by unit_key, fiscal_year

),

promises as (

    select
        unit_key,
        fiscal_year,
        count(*) as indicator_count,
        count_if(is_quantified) as quantified_count
    from indicators
    group by unit_key, fiscal_year

),

remarks as (

    select
        unit_key,
        fiscal_year,
        count_if(severity = 'error') as error_count
    from findings
    group by unit_key, fiscal_year

),

scorecard as (

    select
        units.unit_id,
        units.jurisdiction,
        units.unit_name,
        money.fiscal_year,
        cast(money.project_count as integer) as project_count,
        money.budget_yuan,
        cast(coalesce(promises.indicator_count, 0) as integer) as indicator_count,
        cast(coalesce(promises.quantified_count, 0) as integer) as quantified_count,
        cast(coalesce(remarks.error_count, 0) as integer) as error_count
    from money
    inner join units
        on money.unit_key = units.unit_key
    left join promises
        on
            money.unit_key = promises.unit_key
            and money.fiscal_year = promises.fiscal_year
    left join remarks
        on
            money.unit_key = remarks.unit_key
            and money.fiscal_year = remarks.fiscal_year

)

select * from scorecard
