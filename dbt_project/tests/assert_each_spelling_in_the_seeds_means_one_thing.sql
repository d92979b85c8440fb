-- If this fails, a line was added to a seed twice, or with two meanings: joins on it would double rows.

{% set keys = {
    'cell_marks': ['mark'],
    'decrease_words': ['word'],
    'form_labels': ['block', 'label'],
    'funding_sources': ['word'],
    'implied_unit_suffixes': ['suffix'],
    'indicator_categories': ['level1', 'level2'],
    'indicator_levels': ['spelling'],
    'label_heads': ['head', 'concept'],
    'label_meanings': ['block', 'concept', 'requires'],
    'label_qualifiers': ['qualifier'],
    'measure_unit_spellings': ['spelling'],
    'measure_units': ['measure_unit'],
    'money_units': ['money_unit'],
    'multipliers': ['multiplier'],
    'polarity_suffixes': ['suffix'],
    'target_words': ['word', 'role'],
} -%}

{% for seed, columns in keys.items() %}
select
    '{{ seed }}' as seed,
    concat_ws(', ', {{ columns | join(', ') }}) as spelling
from {{ ref(seed) }}
group by {{ columns | join(', ') }}
having count(*) > 1
{{ 'union all' if not loop.last }}
{% endfor %}
