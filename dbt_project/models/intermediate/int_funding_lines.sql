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

sources_of_labels as (

    -- The seed's first word that stands in the label names the source.
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

lines_of_forms as (

    select
        funding_lines.*,
        coalesce(funding_lines.money_unit_text, forms.money_unit_text) as money_unit
    from forms
    inner join funding_lines
        on
            forms.document_id = funding_lines.document_id
            and forms.form_no = funding_lines.form_no
    where forms.form_status = 'counted'

),

lines_in_yuan as (

    select
        printed_lines.document_id,
        printed_lines.form_no,
        printed_lines.line_no,
        printed_lines.line_role,
        printed_lines.label_text,
        coalesce(sources.funding_source, {{ fold('printed_lines.label_text') }}) as funding_source,
        printed_lines.amount_text,
        printed_lines.money_unit as money_unit_text,
        cast(printed_lines.amount * money_units.factor_to_yuan as decimal(28, 6)) as yuan,
        cast(printed_lines.initial_amount * money_units.factor_to_yuan as decimal(28, 6)) as initial_yuan,
        cast(printed_lines.executed_amount * money_units.factor_to_yuan as decimal(28, 6)) as executed_yuan,
        coalesce(printed_lines.amount, printed_lines.executed_amount) is not null as has_amount,
        {{ printed_number('printed_lines.rate_text') }} as execution_rate,
        printed_lines.locator
    from lines_of_forms as printed_lines
    left join money_units
        on {{ fold('printed_lines.money_unit') }} = money_units.money_unit
    left join sources_of_labels as sources
        on printed_lines.label_text = sources.label_text

)

select * from lines_in_yuan
