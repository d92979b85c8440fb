{{ config(materialized='table') }}

with recursive

versions as (

    select * from {{ ref('int_document_versions') }}

),

forms as (

    select * from {{ ref('int_current_forms') }}

),

successions as (

    select * from {{ ref('int_unit_successions') }}
    where kind = 'continues'

),

accepted_forms as (

    select
        forms.document_id,
        forms.form_no,
        forms.form_key,
        forms.form_kind,
        versions.fiscal_year,
        versions.scope,
        forms.unit_code as printed_code,
        {{ printed('forms.department_code') }} as printed_department_code,
        coalesce(
            {{ printed('forms.unit_name') }},
            case
                when forms.is_department or forms.form_kind = 'department'
                    then {{ printed('forms.department_name') }}
            end
        ) as unit_name,
        coalesce(
            nullif(forms.folded_unit_name, ''),
            case
                when forms.is_department or forms.form_kind = 'department'
                    then nullif(forms.folded_department_name, '')
            end
        ) as folded_name
    from versions
    inner join forms using (document_id)

),

printed_units as (

    select distinct
        scope,
        folded_name,
        printed_code
    from accepted_forms
    where printed_code is not null and folded_name is not null

),

names_of_one_code as (

    select
        scope,
        folded_name,
        min(printed_code) as unit_code
    from printed_units
    group by scope, folded_name
    having min(printed_code) = max(printed_code)

),

successions_by_code as (

    -- A succession may name a unit that prints a code by its name.
    select
        successions.scope,
        successions.fiscal_year,
        coalesce(predecessors.unit_code, successions.predecessor) as predecessor,
        coalesce(successors.unit_code, successions.successor) as successor
    from successions
    left join names_of_one_code as predecessors
        on
            successions.scope = predecessors.scope
            and successions.predecessor = predecessors.folded_name
    left join names_of_one_code as successors
        on
            successions.scope = successors.scope
            and successions.successor = successors.folded_name

),

successions_followed as (

    -- A → B and B → C: C goes back to A. Ten steps end a circle in the seed.
    select
        scope,
        fiscal_year,
        successor,
        predecessor as origin,
        1 as step
    from successions_by_code

    union all

    select
        successions_followed.scope,
        successions_followed.fiscal_year,
        successions_followed.successor,
        successions.predecessor as origin,
        successions_followed.step + 1 as step
    from successions_followed
    inner join successions_by_code as successions
        on
            successions_followed.scope = successions.scope
            and successions_followed.origin = successions.successor
            and successions_followed.fiscal_year >= successions.fiscal_year
    where successions_followed.step < 10

),

origins as (

    select *
    from successions_followed
    qualify
        row_number() over (
            partition by scope, successor
            order by step desc, origin asc
        ) = 1

),

units_of_a_name as (

    -- A name that fits two codes is of neither, unless one code succeeded the other.
    select
        printed_units.scope,
        printed_units.folded_name,
        case
            when min(printed_units.printed_code) = max(printed_units.printed_code)
                then min(printed_units.printed_code)
        end as unit_code,
        min(coalesce(origins.origin, printed_units.printed_code)) as origin
    from printed_units
    left join origins
        on
            printed_units.scope = origins.scope
            and printed_units.printed_code = origins.successor
    group by printed_units.scope, printed_units.folded_name
    having
        min(coalesce(origins.origin, printed_units.printed_code))
        = max(coalesce(origins.origin, printed_units.printed_code))

),

codes_linked as (

    select
        accepted_forms.*,
        coalesce(accepted_forms.printed_code, units_of_a_name.unit_code) as unit_code,
        coalesce(
            accepted_forms.printed_code,
            units_of_a_name.unit_code,
            units_of_a_name.origin,
            accepted_forms.folded_name
        ) as unit_text,
        case
            when accepted_forms.printed_code is not null then 'code'
            when units_of_a_name.origin is not null then 'name'
            when accepted_forms.folded_name is not null then 'founded_by_name'
            else 'none'
        end as unit_method
    from accepted_forms
    left join units_of_a_name using (scope, folded_name)

),

units_told as (

    select
        codes_linked.*,
        coalesce(origins.origin, codes_linked.unit_text) as origin
    from codes_linked
    left join origins
        on
            codes_linked.scope = origins.scope
            and codes_linked.unit_text = origins.successor
            and codes_linked.fiscal_year >= origins.fiscal_year

),

earliest_spellings as (

    -- The identity is that of the earliest year: a code that comes later leaves it as it is.
    select *
    from units_told
    qualify
        row_number() over (
            partition by scope, origin
            order by fiscal_year asc, printed_code asc nulls last, folded_name asc nulls last
        ) = 1

)

-- Codes of units begin with the three digits of their department: 355 of 355101.
select
    units_told.* exclude (printed_code, printed_department_code, unit_name, unit_text, origin), -- noqa: RF02
    coalesce(
        units_told.printed_department_code,
        case
            when regexp_matches(units_told.unit_code, '^[0-9]{6,}$') then left(units_told.unit_code, 3)
        end
    ) as department_code,
    coalesce(units_told.unit_name, '{{ var("unspecified") }}') as unit_name,
    case
        when earliest_spellings.printed_code is not null
            then {{ key_of(['units_told.scope', "'code'", 'earliest_spellings.printed_code']) }}
        else {{ key_of(['units_told.scope', "'name'", 'earliest_spellings.folded_name']) }}
    end as unit_id
from units_told
inner join earliest_spellings
    on
        units_told.scope = earliest_spellings.scope
        and units_told.origin is not distinct from earliest_spellings.origin
