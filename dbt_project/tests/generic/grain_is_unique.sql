{#- Returns the groups of rows that share their values in all columns of the grain that the `meta` of the mart names. -#}
{% test grain_is_unique(model) %}

{%- set marts = [] -%}
{%- if execute -%}
{%- for node in graph.nodes.values() if node.resource_type == 'model' and node.name == model.identifier -%}
{%- do marts.append(node.config.meta.grain) -%}
{%- endfor -%}
{%- endif -%}

{{ jixiao.rows_that_share(model, marts[0] if marts else ['1']) }}

{% endtest %}
