{{ config(materialized='table') }}

{#- What the YAML of each mart says in its `meta`, for whoever publishes it. Known when all files are parsed. -#}
{%- set lines = [] -%}
{%- for node in graph.nodes.values() if execute and node.resource_type == 'model' and node.config.schema == 'marts' -%}
{%- set meta = node.config.meta -%}
{%- for role, columns in (
    ('grain', meta.get('grain', [])),
    ('place', meta.get('place', [])),
    ('scope', [meta.scope] if meta.scope else []),
    ('key', meta.get('keys', [])),
) -%}
{%- for column in columns -%}
{%- do lines.append((node.name, role, column)) -%}
{%- endfor -%}
{%- endfor -%}
{%- endfor -%}

with

mart_columns as (
{% for mart, role, column in lines | sort %}
    select
        '{{ mart }}' as mart,
        '{{ role }}' as column_role,
        '{{ column }}' as column_name
    {{ 'union all' if not loop.last }}
{% else %}
    select
        cast(null as varchar) as mart,
        cast(null as varchar) as column_role,
        cast(null as varchar) as column_name
{% endfor %}
)

select
    mart,
    column_role,
    column_name
from mart_columns
