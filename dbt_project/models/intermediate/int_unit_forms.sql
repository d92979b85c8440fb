{{ config(materialized='table') }}

with

versions as (

    select * from {{ ref('int_document_versions') }}

),

forms as (

    select * from {{ ref('stg_landing__forms') }}

),

accepted_forms as (

    select
        forms.document_id,
        forms.form_no,
        forms.form_kind,
        versions.fiscal_year,
        versions.scope,
        {{ printed('forms.unit_code') }} as printed_code,
        {{ printed('forms.department_code') }} as printed_department_code,
        coalesce(
            {{ printed('forms.unit_name') }},
            case when forms.form_kind = 'department' then {{ printed('forms.department_name') }} end
        ) as unit_name
    from versions
    inner join forms
        on versions.document_id = forms.document_id
    where versions.version_status = 'current'

),

names_compared as (

    select
        *,
        {{ fold('unit_name') }} as folded_name
    from accepted_forms

),

codes_of_a_name as (

    select
        scope,
        folded_name,
        min(printed_code) as unit_code
    from names_compared
    where printed_code is not null and folded_name is not null
    group by scope, folded_name
    having min(printed_code) = max(printed_code)

),

codes_linked as (

    select
        names_compared.*,
        coalesce(names_compared.printed_code, codes_of_a_name.unit_code) as unit_code,
        case
            when names_compared.printed_code is not null then 'code'
            when codes_of_a_name.unit_code is not null then 'name'
            when names_compared.folded_name is not null then 'founded_by_name'
            else 'none'
        end as unit_method
    from names_compared
    left join codes_of_a_name
        on
            names_compared.scope = codes_of_a_name.scope
            and names_compared.folded_name = codes_of_a_name.folded_name

),

units_identified as (

    -- Codes of units begin with the three digits of their department: 355 of 355101.
    select
        document_id,
        form_no,
        form_kind,
        fiscal_year,
        scope,
        unit_method,
        unit_code,
        coalesce(
            printed_department_code,
            case when {{ matches('unit_code', '^[0-9]{6,}$') }} then left(unit_code, 3) end
        ) as department_code,
        coalesce(unit_name, '{{ var("unspecified") }}') as unit_name,
        case
            when unit_code is not null then {{ key_of(['scope', "'code'", 'unit_code']) }}
            else {{ key_of(['scope', "'name'", 'folded_name']) }}
        end as unit_id
    from codes_linked

)

select * from units_identified
