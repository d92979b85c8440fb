{#- A key that depends on what it names and on nothing else: the hash of texts, null as the empty text. -#}
{% macro key_of(columns) -%}
    md5(
        {%- for column in columns %}
        coalesce(cast({{ column }} as varchar), '') {%- if not loop.last %} || '|' || {%- endif %}
        {%- endfor %}
    )
{%- endmacro %}


{#- The key by which the dictionary of names is joined, as landing makes it; without a year that of a name of the vocabulary. -#}
{% macro name_key(printed_name, fiscal_year='-1') -%}
    md5({{ printed_name }} || '|' || cast({{ fiscal_year }} as varchar))
{%- endmacro %}


{#- The key by which the dictionary of targets is joined, as landing makes it: the lengths of what is printed beside the text
    say which characters are whose. Null where the text is. -#}
{% macro target_key(text, fiscal_year, unit="''", comparator="''") -%}
    md5(
        {{ fiscal_year }} || '|' || length({{ unit }}) || '|' || length({{ comparator }})
        || '|' || {{ unit }} || '|' || {{ comparator }} || '|' || {{ text }}
    )
{%- endmacro %}


{#- The key of a unit of measure as it is printed or implied: multiplier, stem and base. Null without a stem. -#}
{% macro measure_unit_key(of) -%}
    {{ of }}.unit_multiplier || '|' || {{ of }}.unit_stem || '|' || coalesce({{ of }}.rate_base, '')
{%- endmacro %}


{#- The keys of a form and of a row in it; null where a text stands in no form. Staging makes them, and whoever comes later
    joins by them. -#}
{% macro form_key() -%}
    case when form_no is not null then {{ jixiao.key_of(['document_id', 'form_no']) }} end
{%- endmacro %}


{% macro row_key() -%}
    case when row_no is not null then {{ jixiao.key_of(['document_id', 'form_no', 'row_no']) }} end
{%- endmacro %}
