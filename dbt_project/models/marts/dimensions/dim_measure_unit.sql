with

measure_units as (

    select * from {{ ref('int_measure_units') }}

),

one_row_a_unit as (

    -- Several spellings make one unit; what the seed knows goes before what only looks like it.
    select *
    from measure_units
    qualify
        row_number() over (
            partition by measure_unit
            order by is_known desc, unit_multiplier asc, unit_stem asc, rate_base asc nulls first
        ) = 1

)

select
    measure_unit,
    dimension,
    base_unit,
    factor_to_base,
    comparable_unit,
    factor_to_comparable,
    measure_unit_en
from one_row_a_unit
