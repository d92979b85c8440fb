-- Peers are found in all jurisdictions, and a load builds some: publishing makes a table of this view
-- over all that it publishes.
{{ config(materialized='view', meta={'looks_across_jurisdictions': true}) }}

with

indicators as (

    select * from {{ ref('fact_indicator') }}
    where is_additive and target_value is not null

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

-- What makes rows peers is told by few texts that stand in many rows: they are joined and numbered once.
printed_alike as (

    select
        fiscal_year,
        category_key,
        folded_name,
        measure_unit
    from indicators
    group by fiscal_year, category_key, folded_name, measure_unit

),

described as (

    select
        printed_alike.fiscal_year,
        printed_alike.category_key,
        printed_alike.measure_unit,
        categories.family,
        printed_alike.folded_name,
        measure_units.comparable_unit,
        measure_units.factor_to_comparable
    from printed_alike
    inner join categories using (category_key)
    inner join measure_units using (measure_unit)

),

grouped as (

    select
        *,
        dense_rank() over (order by fiscal_year, family, folded_name, comparable_unit) as peer_group
    from described

),

comparable as (

    select
        indicators.document_id,
        indicators.form_no,
        indicators.row_no,
        indicators.form_key,
        indicators.row_key,
        indicators.project_key,
        indicators.indicator_key,
        units.unit_id,
        grouped.peer_group,
        {{ canonical_value('indicators.target_value', 'grouped.factor_to_comparable') }}
            as comparable_value
    from indicators
    inner join grouped using (fiscal_year, category_key, folded_name, measure_unit)
    inner join units using (unit_key)

),

valued as (

    select * from comparable
    where comparable_value is not null

),

members as (

    select
        peer_group,
        unit_id,
        document_id
    from valued
    group by peer_group, unit_id, document_id

),

group_sizes as (

    select
        members.peer_group,
        count(distinct members.unit_id) as units,
        count(distinct coalesce(documents.jurisdiction, '') || '/' || coalesce(documents.publisher, ''))
            as publishers
    from members
    inner join documents using (document_id)
    group by members.peer_group
    having count(distinct members.unit_id) > 1

),

-- Few values stand in many rows: ranks and quartiles are counted on the values.
peer_values as (

    select
        peer_group,
        comparable_value,
        count(*) as equal_rows
    from valued
    group by peer_group, comparable_value

),

running as (

    select
        *,
        sum(equal_rows) over (
            partition by peer_group
            order by comparable_value
            rows between unbounded preceding and current row
        ) as rows_so_far,
        sum(equal_rows) over (partition by peer_group) as all_rows
    from peer_values

),

spreads as (

    select
        peer_group,
        min(comparable_value) as least_value,
        min(case when 4 * rows_so_far >= all_rows then comparable_value end) as first_quartile_value,
        min(case when 2 * rows_so_far >= all_rows then comparable_value end) as median_value,
        min(case when 4 * rows_so_far >= 3 * all_rows then comparable_value end) as third_quartile_value,
        max(comparable_value) as greatest_value
    from running
    group by peer_group

),

group_names as (

    select distinct
        peer_group,
        fiscal_year,
        family,
        folded_name,
        comparable_unit
    from grouped

),

ranked as (

    select
        running.peer_group,
        group_names.fiscal_year,
        group_names.family,
        group_names.folded_name,
        group_names.comparable_unit,
        running.comparable_value,
        cast(group_sizes.units - 1 as integer) as other_units,
        cast(group_sizes.publishers - 1 as integer) as other_publishers,
        cast(running.all_rows - 1 as integer) as peers,
        cast(running.rows_so_far - running.equal_rows as integer) as peers_lower,
        cast(running.equal_rows - 1 as integer) as peers_equal,
        cast(spreads.least_value as decimal(28, 8)) as least_value,
        cast(spreads.first_quartile_value as decimal(28, 8)) as first_quartile_value,
        cast(spreads.median_value as decimal(28, 8)) as median_value,
        cast(spreads.third_quartile_value as decimal(28, 8)) as third_quartile_value,
        cast(spreads.greatest_value as decimal(28, 8)) as greatest_value
    from running
    inner join group_names using (peer_group)
    inner join group_sizes using (peer_group)
    inner join spreads using (peer_group)

)

select
    valued.document_id,
    valued.form_no,
    valued.row_no,
    valued.form_key,
    valued.row_key,
    ranked.fiscal_year,
    valued.unit_id,
    valued.project_key,
    valued.indicator_key,
    ranked.folded_name as peer_name,
    ranked.family,
    ranked.comparable_unit,
    valued.comparable_value,
    ranked.other_units,
    ranked.other_publishers,
    ranked.peers,
    ranked.peers_lower,
    ranked.peers_equal,
    ranked.least_value,
    ranked.first_quartile_value,
    ranked.median_value,
    ranked.third_quartile_value,
    ranked.greatest_value
from valued
inner join ranked using (peer_group, comparable_value)
