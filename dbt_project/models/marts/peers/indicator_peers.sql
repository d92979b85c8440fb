-- Peers are found in all jurisdictions, and a load builds some: publishing makes a table of this view
-- over all that it publishes.
{{ config(materialized='view') }}

with

indicators as (

    select * from {{ ref('fact_indicator') }}

),

units as (

    select * from {{ ref('dim_unit') }}

),

documents as (

    select * from {{ ref('dim_document') }}

),

categories as (

    select * from {{ ref('dim_indicator_category') }}

),

measure_units as (

    select * from {{ ref('dim_measure_unit') }}

),

comparable as (

    select
        indicators.document_id,
        indicators.form_no,
        indicators.row_no,
        indicators.fiscal_year,
        indicators.project_key,
        indicators.indicator_key,
        units.unit_id,
        documents.publisher,
        documents.jurisdiction,
        categories.family,
        {{ fold('indicators.indicator_name') }} as peer_name,
        measure_units.comparable_unit,
        {{ canonical_value('indicators.target_value', 'measure_units.factor_to_comparable') }}
            as comparable_value
    from indicators
    inner join units
        on indicators.unit_key = units.unit_key
    inner join documents
        on indicators.document_id = documents.document_id
    inner join categories
        on indicators.category_key = categories.category_key
    inner join measure_units
        on indicators.measure_unit = measure_units.measure_unit
    where indicators.is_additive

),

valued as (

    select * from comparable
    where comparable_value is not null

),

peer_groups as (

    select
        fiscal_year,
        family,
        peer_name,
        comparable_unit,
        count(*) as group_rows,
        count(distinct unit_id) as group_units,
        count(distinct coalesce(jurisdiction, '') || '/' || coalesce(publisher, '')) as group_publishers,
        min(comparable_value) as least_value,
        percentile_disc(0.25) within group (order by comparable_value) as first_quartile_value,
        percentile_disc(0.5) within group (order by comparable_value) as median_value,
        percentile_disc(0.75) within group (order by comparable_value) as third_quartile_value,
        max(comparable_value) as greatest_value
    from valued
    group by fiscal_year, family, peer_name, comparable_unit
    having count(distinct unit_id) > 1

),

placed as (

    select
        valued.document_id,
        valued.form_no,
        valued.row_no,
        valued.fiscal_year,
        valued.unit_id,
        valued.project_key,
        valued.indicator_key,
        valued.peer_name,
        valued.family,
        valued.comparable_unit,
        valued.comparable_value,
        cast(peer_groups.group_units - 1 as integer) as other_units,
        cast(peer_groups.group_publishers - 1 as integer) as other_publishers,
        cast(peer_groups.group_rows - 1 as integer) as peers,
        cast(
            rank() over (
                partition by valued.fiscal_year, valued.family, valued.peer_name, valued.comparable_unit
                order by valued.comparable_value
            ) - 1 as integer
        ) as peers_lower,
        cast(
            count(*) over (
                partition by
                    valued.fiscal_year,
                    valued.family,
                    valued.peer_name,
                    valued.comparable_unit,
                    valued.comparable_value
            ) - 1 as integer
        ) as peers_equal,
        cast(peer_groups.least_value as decimal(28, 8)) as least_value,
        cast(peer_groups.first_quartile_value as decimal(28, 8)) as first_quartile_value,
        cast(peer_groups.median_value as decimal(28, 8)) as median_value,
        cast(peer_groups.third_quartile_value as decimal(28, 8)) as third_quartile_value,
        cast(peer_groups.greatest_value as decimal(28, 8)) as greatest_value
    from valued
    inner join peer_groups
        on
            valued.fiscal_year = peer_groups.fiscal_year
            and valued.family = peer_groups.family
            and valued.peer_name = peer_groups.peer_name
            and valued.comparable_unit = peer_groups.comparable_unit

)

select * from placed
