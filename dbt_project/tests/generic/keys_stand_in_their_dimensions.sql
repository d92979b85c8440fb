{#- Returns the keys that their dimension does not have. `keys` maps a column to the relation that has a column of the
    same name; a null names nothing and is left out. One node for all keys of a table. -#}
{% test keys_stand_in_their_dimensions(model, keys) %}

{% for column, dimension in keys.items() %}
select
    '{{ column }}' as key_column,
    facts.{{ column }} as key_value
from {{ model }} as facts
left join {{ dimension }} as dimension
    on facts.{{ column }} = dimension.{{ column }}
where
    facts.{{ column }} is not null
    and dimension.{{ column }} is null
{{ 'union all' if not loop.last }}
{% endfor %}

{% endtest %}
