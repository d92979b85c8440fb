{{ config(materialized='table') }}

with

forms as (

    select * from {{ ref('int_forms') }}

),

funding_lines as (

    select * from {{ ref('int_current_funding_lines') }}

),

money_units as (

    select * from {{ ref('money_units') }}

),

funding_sources as (

    select * from {{ ref('funding_sources') }}

),

corrections as (

    select
        *,
        try_cast({{ replace_pattern(fold('corrected'), ',') }} as decimal(18, 6)) as corrected_amount
    from {{ ref('corrections') }}
    where field = 'budget'

),

labels as (

    select distinct
        label_text,
        {{ fold('label_text') }} as folded_label
    from funding_lines

),

sources_of_labels as (

    -- The seed's first word that stands in the label names the source.
    select
        labels.label_text,
        labels.folded_label,
        funding_sources.funding_source
    from labels
    left join funding_sources
        on position(funding_sources.word in labels.folded_label) > 0
    qualify
        row_number() over (
            partition by labels.label_text
            order by funding_sources.priority asc, length(funding_sources.word) desc, funding_sources.word asc
        ) = 1

),

lines_of_forms as (

    select
        funding_lines.*,
        case
            when funding_lines.line_role = 'total'
                then coalesce(corrections.corrected_amount, funding_lines.amount)
            else funding_lines.amount
        end as counted_amount,
        coalesce(funding_lines.money_unit_text, forms.money_unit_text) as money_unit
    from forms
    inner join funding_lines
        on forms.form_key = funding_lines.form_key
    left join corrections
        on
            forms.path = corrections.path
            and forms.form_no = corrections.form_no
            and {{ fold('funding_lines.amount_text') }} = {{ fold('corrections.printed') }}
    where forms.form_status = 'counted'

),

printed_units as (

    select distinct money_unit from lines_of_forms

),

factors as (

    select
        printed_units.money_unit,
        money_units.factor_to_yuan
    from printed_units
    inner join money_units
        on {{ fold('printed_units.money_unit') }} = money_units.money_unit

),

lines_in_yuan as (

    select
        printed_lines.document_id,
        printed_lines.form_no,
        printed_lines.form_key,
        printed_lines.line_no,
        printed_lines.line_role,
        printed_lines.label_text,
        coalesce(
            sources.funding_source,
            case printed_lines.line_role
                when 'fiscal' then '{{ var("fiscal_funds") }}'
                when 'other' then '{{ var("other_funds") }}'
            end,
            sources.folded_label
        ) as funding_source,
        printed_lines.amount_text,
        printed_lines.money_unit as money_unit_text,
        cast(printed_lines.counted_amount * factors.factor_to_yuan as decimal(28, 6)) as yuan,
        cast(printed_lines.initial_amount * factors.factor_to_yuan as decimal(28, 6)) as initial_yuan,
        cast(printed_lines.executed_amount * factors.factor_to_yuan as decimal(28, 6)) as executed_yuan,
        cast(printed_lines.forecast_amount * factors.factor_to_yuan as decimal(28, 6)) as forecast_yuan,
        coalesce(printed_lines.amount, printed_lines.executed_amount) is not null as has_amount,
        {{ printed_number('printed_lines.rate_text') }} as execution_rate,
        printed_lines.locator
    from lines_of_forms as printed_lines
    left join factors
        on printed_lines.money_unit = factors.money_unit
    inner join sources_of_labels as sources
        on printed_lines.label_text = sources.label_text

)

select * from lines_in_yuan
