{#- Space, tab, line ends, and the wide, unbreakable and invisible spaces of Word and web pages. -#}
{% macro white_space() -%}
    {{- ' \t\n\r\u3000\u00a0\u2002\u2003\u200b\ufeff' -}}
{%- endmacro %}


{#- A printed text without the white space around it; null where nothing is left. -#}
{% macro printed(text) -%}
    nullif(trim(both '{{ jixiao.white_space() }}' from {{ text }}), '')
{%- endmacro %}


{#- A text as a field of a CSV line; null as an empty field. -#}
{% macro csv_field(text) -%}
    '"' || replace(coalesce({{ text }}, ''), '"', '""') || '"'
{%- endmacro %}


{#- Whether a text has one of the words of a list; null where the text is. A pattern that a query puts together is compiled anew
    for each row, so words are looked for as they are. -#}
{% macro has_one_of(text, words) -%}
    list_bool_or(list_transform({{ words }}, lambda word: contains({{ text }}, word)))
{%- endmacro %}
