{#- A model's schema is the one its folder names: dbt asks the project that it builds, not its packages. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ jixiao.generate_schema_name(custom_schema_name, node) }}
{%- endmacro %}
