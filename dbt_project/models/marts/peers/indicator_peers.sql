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

-- Folded once each: a name stands in thousands of rows.
names as (

    select
        indicator_name,
        {{ fold('indicator_name') }} as peer_name
    from indicators
    group by indicator_name

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
        names.peer_name,
        measure_units.comparable_unit,
        {{ canonical_value('indicators.target_value', 'measure_units.factor_to_comparable') }}
            as comparable_value
    from indicators
    inner join names
        on indicators.indicator_name = names.indicator_name
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
        count(distinct unit_id) as group_units,
        count(distinct coalesce(jurisdiction, '') || '/' || coalesce(publisher, '')) as group_publishers
    from valued
    group by fiscal_year, family, peer_name, comparable_unit
    having count(distinct unit_id) > 1

),

-- Few values stand in many rows: ranks and quartiles are counted on the values.
peer_values as (

    select
        fiscal_year,
        family,
        peer_name,
        comparable_unit,
        comparable_value,
        count(*) as equal_rows
    from valued
    group by fiscal_year, family, peer_name, comparable_unit, comparable_value

),

running as (

    select
        *,
        sum(equal_rows) over (
            partition by fiscal_year, family, peer_name, comparable_unit
            order by comparable_value
            rows between unbounded preceding and current row
        ) as rows_so_far,
        sum(equal_rows) over (partition by fiscal_year, family, peer_name, comparable_unit) as all_rows
    from peer_values

),

spreads as (

    select
        fiscal_year,
        family,
        peer_name,
        comparable_unit,
        min(comparable_value) as least_value,
        min(case when 4 * rows_so_far >= all_rows then comparable_value end) as first_quartile_value,
        min(case when 2 * rows_so_far >= all_rows then comparable_value end) as median_value,
        min(case when 4 * rows_so_far >= 3 * all_rows then comparable_value end) as third_quartile_value,
        max(comparable_value) as greatest_value
    from running
    group by fiscal_year, family, peer_name, comparable_unit

),

ranked as (

    select
        running.fiscal_year,
        running.family,
        running.peer_name,
        running.comparable_unit,
        running.comparable_value,
        cast(peer_groups.group_units - 1 as integer) as other_units,
        cast(peer_groups.group_publishers - 1 as integer) as other_publishers,
        cast(running.all_rows - 1 as integer) as peers,
        cast(running.rows_so_far - running.equal_rows as integer) as peers_lower,
        cast(running.equal_rows - 1 as integer) as peers_equal,
        cast(spreads.least_value as decimal(28, 8)) as least_value,
        cast(spreads.first_quartile_value as decimal(28, 8)) as first_quartile_value,
        cast(spreads.median_value as decimal(28, 8)) as median_value,
        cast(spreads.third_quartile_value as decimal(28, 8)) as third_quartile_value,
        cast(spreads.greatest_value as decimal(28, 8)) as greatest_value
    from running
    inner join peer_groups
        on
            running.fiscal_year = peer_groups.fiscal_year
            and running.family = peer_groups.family
            and running.peer_name = peer_groups.peer_name
            and running.comparable_unit = peer_groups.comparable_unit
    inner join spreads
        on
            running.fiscal_year = spreads.fiscal_year
            and running.family = spreads.family
            and running.peer_name = spreads.peer_name
            and running.comparable_unit = spreads.comparable_unit

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
    inner join ranked
        on
            valued.fiscal_year = ranked.fiscal_year
            and valued.family = ranked.family
            and valued.peer_name = ranked.peer_name
            and valued.comparable_unit = ranked.comparable_unit
            and valued.comparable_value = ranked.comparable_value

)

select * from placed
