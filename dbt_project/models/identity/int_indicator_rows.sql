{{ config(materialized='table') }}

with

forms as (

    select * from {{ ref('int_forms') }}
    where form_status = 'counted'

),

named_rows as (

    select * from {{ ref('int_named_rows') }}

),

names_counted as (

    -- Where one name stands for several rows, the description tells them apart, and at last their
    -- order.
    select
        named_rows.*,
        forms.project_key,
        forms.is_compared,
        forms.form_kind,
        count(*) over (
            partition by named_rows.form_key, named_rows.family, named_rows.compared_name
        ) as name_count,
        row_number() over (
            partition by
                named_rows.form_key,
                named_rows.family,
                named_rows.compared_name,
                named_rows.masked_description
            order by named_rows.row_no asc
        ) as equal_row_no
    from named_rows
    inner join forms using (form_key)

),

members as (

    select
        *,
        case
            when name_count = 1 then {{ key_of(['project_key', 'family', 'compared_name']) }}
            else {{ key_of([
                'project_key', 'family', 'compared_name', 'masked_description', 'nullif(equal_row_no, 1)',
            ]) }}
        end as member_key
    from names_counted

)

select
    * exclude (target_key, actual_key, mid_year_actual_key, mid_year_forecast_key, equal_row_no),
    {{ key_of(['member_key', 'fiscal_year']) }} as node_key
from members
