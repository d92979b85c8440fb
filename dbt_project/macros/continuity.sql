{#- A count or a sum of money as people read it in a sentence, without decimals. -#}
{% macro count_told(number) -%}
    cast(cast(round({{ number }}) as bigint) as varchar)
{%- endmacro %}


{#- An end of a band in a sentence. -#}
{% macro band_told(number) -%}
    cast(cast({{ number }} as double) as varchar)
{%- endmacro %}
