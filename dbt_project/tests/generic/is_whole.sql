{#- Returns what contradicts the YAML of a mart, a sentence each: rows that share the `grain` of its meta, words that are none of
    the `words` of a column's meta, and keys that do not stand where `keys` says. `keys` maps a column (form_key,
    previous_form_key) to the mart whose meta names the key; a null names nothing. One node a mart: dbt needs longer for a
    node than DuckDB for all of these. -#}
{% test is_whole(model, keys={}) %}

{#- Until the graph is known, and for a mart without a grain, the first question is none. -#}
{%- set mart = namespace(grain=['false'], words={}, keys={}) -%}
{%- for node in (graph.nodes.values() if execute else []) if node.resource_type == 'model' and node.config.schema == 'marts' -%}
{%- do mart.keys.update({node.name: node.config.meta.get('keys', [])}) -%}
{%- if node.name == model.identifier -%}
{%- set mart.grain = node.config.meta.get('grain', mart.grain) -%}
{%- for column in node.columns.values() if column.config.meta.words -%}
{%- do mart.words.update({column.name: column.config.meta.words}) -%}
{%- endfor -%}
{%- endif -%}
{%- endfor -%}

select 'several rows of one {{ mart.grain | join(', ') }}: ' || concat_ws(', ', {{ mart.grain | join(', ') }}) as message
from {{ model }}
where {{ mart.grain != ['false'] }}
group by {{ mart.grain | join(', ') }}
having count(*) > 1
{% for column, words in mart.words.items() %}
union all

select distinct '{{ column }} has a word that its YAML does not know: ' || {{ column }} as message
from {{ model }}
where {{ column }} not in ('{{ words | join("', '") }}')
{% endfor %}
{%- for column, other in keys.items() %}
{%- for key in mart.keys.get(other.identifier, []) if column == key or column.endswith('_' ~ key) %}
union all

select distinct '{{ column }} has a key that {{ other.identifier }} does not know: ' || facts.{{ column }} as message
from {{ model }} as facts
anti join {{ other }} as other
    on facts.{{ column }} = other.{{ key }}
where facts.{{ column }} is not null
{% endfor %}
{%- endfor %}

{% endtest %}
