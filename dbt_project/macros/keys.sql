{#- A key that depends on what it names and on nothing else: the hash of texts, null as the empty text. -#}
{% macro key_of(columns) -%}
    md5(
        {%- for column in columns %}
        coalesce(cast({{ column }} as {{ jixiao.string_type() }}), '') {%- if not loop.last %} || '|' || {%- endif %}
        {%- endfor %}
    )
{%- endmacro %}
