-- If this fails, a join of ours lost or doubled rows: the number of counted forms, of their indicator rows or
-- of their money lines differs between landing and the marts.

with

counted_forms as (

    select
        document_id,
        form_no,
        row_count
    from {{ ref('int_forms') }}
    where form_status = 'counted'

),

money_lines as (

    select count(*) as row_count
    from counted_forms
    inner join {{ ref('stg_landing__funding_lines') }} as funding_lines
        on
            counted_forms.document_id = funding_lines.document_id
            and counted_forms.form_no = funding_lines.form_no
    where
        funding_lines.line_role in ('fiscal', 'other', 'source')
        and coalesce(funding_lines.amount, funding_lines.executed_amount) is not null

),

row_counts as (

    select
        'fact_budget' as table_name,
        (select count(*) from counted_forms) as expected,
        (select count(*) from {{ ref('fact_budget') }}) as found

    union all

    select
        'fact_indicator' as table_name,
        (select coalesce(sum(row_count), 0) from counted_forms) as expected,
        (select count(*) from {{ ref('fact_indicator') }}) as found

    union all

    select
        'wide_indicator' as table_name,
        (select count(*) from {{ ref('fact_indicator') }}) as expected,
        (select count(*) from {{ ref('wide_indicator') }}) as found

    union all

    select
        'fact_funding' as table_name,
        (select row_count from money_lines) as expected,
        (select count(*) from {{ ref('fact_funding') }}) as found

)

select * from row_counts
where expected <> found
