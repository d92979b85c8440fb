{#- A seed's lines as the load resolved them: ours, then those of a package on top, which win by key. Python writes them into
    the schema vocabulary of the working file; a file that no load began keeps what dbt read of our own CSV. -#}
{% macro lines_of_the_load(seed) -%}
    {%- set resolved = adapter.get_relation(database=seed.database, schema='vocabulary', identifier=seed.identifier) -%}
    {%- if execute and resolved is not none -%}
        delete from {{ seed }};
        insert into {{ seed }} by name select * from {{ resolved }}
    {%- endif -%}
{%- endmacro %}
