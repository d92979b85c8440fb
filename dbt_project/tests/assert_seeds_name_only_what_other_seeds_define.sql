-- If this fails, a vocabulary points to a category or to a unit of measure that its own seed does not have.

select
    'indicator_levels' as seed,
    levels.level1 || ', ' || levels.level2 as missing
from {{ ref('indicator_levels') }} as levels
left join {{ ref('indicator_categories') }} as categories
    on
        levels.level1 = categories.level1
        and levels.level2 = categories.level2
where categories.level2 is null

{% for seed, column in [
    ('measure_unit_spellings', 'measure_unit'),
    ('implied_unit_suffixes', 'measure_unit'),
    ('measure_units', 'base_unit'),
] %}
union all

select
    '{{ seed }}' as seed,
    vocabulary.{{ column }} as missing
from {{ ref(seed) }} as vocabulary
left join {{ ref('measure_units') }} as units
    on vocabulary.{{ column }} = units.measure_unit
where
    vocabulary.{{ column }} <> ''
    and units.measure_unit is null
{% endfor %}
