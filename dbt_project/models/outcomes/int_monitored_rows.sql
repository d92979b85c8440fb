{{ config(materialized='table') }}

with

monitored_rows as (

    select * from {{ ref('int_evaluated_rows') }}
    where form_kind = 'monitoring'

),

indicator_rows as (

    select * from {{ ref('int_indicator_rows') }}

),

links as (

    select * from {{ ref('int_indicator_links') }}

),

readings as (

    select * from {{ ref('int_outcome_readings') }}

),

comparable_actuals as (

    select * from {{ ref('int_comparable_actuals') }}

),

mid_year_values as (

    select * from comparable_actuals
    where text_kind = 'mid_year_actual'

),

forecasts as (

    select * from comparable_actuals
    where text_kind = 'mid_year_forecast'

),

rows_with_keys as (

    select
        monitored_rows.*,
        coalesce(promise_links.indicator_key, own_links.indicator_key) as indicator_key,
        coalesce(promised.indicator_name, monitored.indicator_name) as indicator_name,
        promised.target_text as promised_target_text,
        monitored.mid_year_actual_text,
        monitored.mid_year_forecast_text,
        coalesce(monitored.locator, promised.locator) as locator
    from monitored_rows
    left join indicator_rows as promised
        on monitored_rows.promised_row_key = promised.row_key
    left join indicator_rows as monitored
        on monitored_rows.row_key = monitored.row_key
    left join links as promise_links
        on promised.node_key = promise_links.node_key
    left join links as own_links
        on monitored.node_key = own_links.node_key

)

select
    rows_with_keys.*,
    mid_year_values.printed_value as mid_year_actual_value,
    forecasts.printed_value as mid_year_forecast_value,
    -- The promise, where one is linked, else the target that the monitoring prints.
    case
        when promise.target_class is null then {{ is_met('own', 'forecasts') }}
        else {{ is_met('promise', 'forecasts') }}
    end as forecast_met
from rows_with_keys
left join mid_year_values
    on rows_with_keys.row_key = mid_year_values.row_key
left join forecasts
    on rows_with_keys.row_key = forecasts.row_key
left join readings as own
    on rows_with_keys.row_key = own.row_key
left join readings as promise
    on rows_with_keys.promised_row_key = promise.row_key
-- An indicator speaks through one row.
qualify
    row_number() over (
        partition by rows_with_keys.indicator_key, rows_with_keys.fiscal_year
        order by rows_with_keys.row_no asc nulls last, rows_with_keys.promised_row_no asc
    ) = 1
