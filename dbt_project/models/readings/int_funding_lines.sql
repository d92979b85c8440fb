{{ config(materialized='table') }}

with

versions as (

    select * from {{ ref('int_document_versions') }}
    where version_status = 'current'

),

funding_lines as (

    select * from {{ ref('stg_landing__funding_lines') }}

),

money_units as (

    select * from {{ ref('money_units') }}

),

funding_sources as (

    select * from {{ ref('funding_sources') }}

),

corrections as (

    select * from {{ ref('int_corrections') }}
    where field = 'budget'

),

labels as (

    select distinct label_words from funding_lines

),

sources_of_labels as (

    -- The seed's first word that stands in the label names the source.
    select
        labels.label_words,
        funding_sources.funding_source
    from labels
    left join funding_sources
        on position(funding_sources.word in labels.label_words) > 0
    qualify
        row_number() over (
            partition by labels.label_words
            order by funding_sources.priority asc, length(funding_sources.word) desc, funding_sources.word asc
        ) = 1

),

lines_of_versions as (

    select
        funding_lines.*,
        case
            when funding_lines.line_role = 'total'
                then coalesce(corrections.corrected_amount, funding_lines.amount)
            else funding_lines.amount
        end as counted_amount,
        money_units.factor_to_yuan
    from versions
    inner join funding_lines using (document_id)
    left join corrections
        on
            versions.path = corrections.path
            and funding_lines.form_no = corrections.form_no
            and funding_lines.amount_words = corrections.printed_words
    left join money_units using (money_unit)

)

select
    printed_lines.*,
    coalesce(
        sources.funding_source,
        case printed_lines.line_role
            when 'fiscal' then '{{ var("fiscal_funds") }}'
            when 'other' then '{{ var("other_funds") }}'
        end,
        printed_lines.label_words
    ) as funding_source,
    cast(printed_lines.counted_amount * printed_lines.factor_to_yuan as decimal(28, 6)) as yuan,
    cast(printed_lines.initial_amount * printed_lines.factor_to_yuan as decimal(28, 6)) as initial_yuan,
    cast(printed_lines.executed_amount * printed_lines.factor_to_yuan as decimal(28, 6)) as executed_yuan,
    cast(printed_lines.forecast_amount * printed_lines.factor_to_yuan as decimal(28, 6)) as forecast_yuan,
    coalesce(printed_lines.amount, printed_lines.executed_amount) is not null as has_amount
from lines_of_versions as printed_lines
inner join sources_of_labels as sources using (label_words)
