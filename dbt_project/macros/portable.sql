{#- What DuckDB and Spark write differently. Models call these; the SQL around them runs on both.
    Patterns have no backslash and no look-ahead; groups are written \1 and translated where needed. -#}

{% macro matches(text, pattern) -%}
    {{ return(adapter.dispatch('matches', 'jixiao')(text, pattern)) }}
{%- endmacro %}

{% macro default__matches(text, pattern) -%}
    regexp_matches({{ text }}, '{{ pattern }}')
{%- endmacro %}

{% macro spark__matches(text, pattern) -%}
    regexp_like({{ text }}, '{{ pattern }}')
{%- endmacro %}


{% macro replace_pattern(text, pattern, replacement='') -%}
    {{ return(adapter.dispatch('replace_pattern', 'jixiao')(text, pattern, replacement)) }}
{%- endmacro %}

{% macro default__replace_pattern(text, pattern, replacement) -%}
    regexp_replace({{ text }}, '{{ pattern }}', '{{ replacement }}', 'g')
{%- endmacro %}

{% macro spark__replace_pattern(text, pattern, replacement) -%}
    regexp_replace({{ text }}, '{{ pattern }}', '{{ replacement | replace('\\', '$') }}')
{%- endmacro %}


{% macro join_texts(text, separator, order_by) -%}
    {{ return(adapter.dispatch('join_texts', 'jixiao')(text, separator, order_by)) }}
{%- endmacro %}

{% macro default__join_texts(text, separator, order_by) -%}
    string_agg({{ text }}, '{{ separator }}' order by {{ order_by }})
{%- endmacro %}

{% macro spark__join_texts(text, separator, order_by) -%}
    listagg({{ text }}, '{{ separator }}') within group (order by {{ order_by }})
{%- endmacro %}


{#- A row for each member of an array. -#}
{% macro unnested(array) -%}
    {{ return(adapter.dispatch('unnested', 'jixiao')(array)) }}
{%- endmacro %}

{% macro default__unnested(array) -%}
    unnest({{ array }})
{%- endmacro %}

{% macro spark__unnested(array) -%}
    explode({{ array }})
{%- endmacro %}


{#- The texts of a group as an array in their order, without the three characters that order them. -#}
{% macro sorted_texts(text) -%}
    {{ return(adapter.dispatch('sorted_texts', 'jixiao')(text)) }}
{%- endmacro %}

{% macro default__sorted_texts(text) -%}
    list_transform(list_sort(array_agg({{ text }})), lambda x: substr(x, 4))
{%- endmacro %}

{% macro spark__sorted_texts(text) -%}
    transform(array_sort(collect_list({{ text }})), x -> substr(x, 4))
{%- endmacro %}


{% macro string_type() -%}
    {{ return(adapter.dispatch('string_type', 'jixiao')()) }}
{%- endmacro %}

{% macro default__string_type() -%}
    varchar
{%- endmacro %}

{% macro spark__string_type() -%}
    string
{%- endmacro %}


{#- A day as an integer that two fiscal years share: distance of its year, month, day; a month's end is day 31. -#}
{% macro date_in_fiscal_year(day, fiscal_year) -%}
    cast(
        (extract(year from {{ day }}) - {{ fiscal_year }}) * 372
        + extract(month from {{ day }}) * 31
        + case when {{ day }} = last_day({{ day }}) then 31 else extract(day from {{ day }}) end
        as integer
    )
{%- endmacro %}


{#- A condition that never holds: it stops the query with a message, so that a failed test says what is wrong. -#}
{% macro fail_with(message) -%}
    {{ return(adapter.dispatch('fail_with', 'jixiao')(message)) }}
{%- endmacro %}

{% macro default__fail_with(message) -%}
    error({{ message }}) is null
{%- endmacro %}

{% macro spark__fail_with(message) -%}
    raise_error({{ message }}) is null
{%- endmacro %}
