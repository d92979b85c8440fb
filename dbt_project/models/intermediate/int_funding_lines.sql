{{ config(materialized='table') }}

with

forms as (

    select * from {{ ref('int_forms') }}

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

labels as (

    select distinct label_text from funding_lines

),

{#- The seed's first word that stands in the label names the source. -#}
sources_of_labels as (

    select
        labels.label_text,
        funding_sources.funding_source
    from labels
    inner join funding_sources
        on position(funding_sources.word in {{ fold('labels.label_text') }}) > 0
    qualify
        row_number() over (
            partition by labels.label_text
            order by funding_sources.priority asc, length(funding_sources.word) desc, funding_sources.word asc
        ) = 1

),

lines_in_yuan as (

    select
        forms.document_id,
        forms.form_no,
        funding_lines.line_no,
        funding_lines.line_role,
        funding_lines.label_text,
        coalesce(sources_of_labels.funding_source, {{ fold('funding_lines.label_text') }}) as funding_source,
        funding_lines.amount_text,
        coalesce(funding_lines.money_unit_text, forms.money_unit_text) as money_unit_text,
        {% for amount in ['amount', 'initial_amount', 'executed_amount'] -%}
        cast(funding_lines.{{ amount }} * money_units.factor_to_yuan as decimal(24, 6))
            as {{ amount | replace('amount', 'yuan') }},
        {% endfor -%}
        coalesce(funding_lines.amount, funding_lines.executed_amount) is not null as has_amount,
        {{ printed_number('funding_lines.rate_text') }} as execution_rate,
        funding_lines.locator
    from forms
    inner join funding_lines
        on
            forms.document_id = funding_lines.document_id
            and forms.form_no = funding_lines.form_no
    left join money_units
        on {{ fold('coalesce(funding_lines.money_unit_text, forms.money_unit_text)') }} = money_units.money_unit
    left join sources_of_labels
        on funding_lines.label_text = sources_of_labels.label_text
    where forms.form_status = 'counted'

)

select * from lines_in_yuan
