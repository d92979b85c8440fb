{#- Whether a pattern stands in a text. Patterns have no backslash: Jinja reads them first. -#}
{% macro matches(text, pattern) -%}
    regexp_matches({{ text }}, '{{ pattern }}')
{%- endmacro %}


{#- A text with all that a pattern finds replaced; groups are written \1. -#}
{% macro replace_pattern(text, pattern, replacement='') -%}
    regexp_replace({{ text }}, '{{ pattern }}', '{{ replacement }}', 'g')
{%- endmacro %}


{#- The texts of a group in one, in their order. -#}
{% macro join_texts(text, separator, order_by) -%}
    string_agg({{ text }}, '{{ separator }}' order by {{ order_by }})
{%- endmacro %}


{#- A text as names are compared: compatible forms made one (NFKC: Ⅱ and II, ㎡ and m2), all white space away. The load
    writes the function into its file, the same as Python's. -#}
{% macro fold(text) -%}
    vocabulary.fold({{ text }})
{%- endmacro %}


{#- Space, tab, line ends, and the wide, unbreakable and invisible spaces of Word and web pages. -#}
{% macro white_space() -%}
    {{- ' \t\n\r\u3000\u00a0\u2002\u2003\u200b\ufeff' -}}
{%- endmacro %}


{#- A printed text without the white space around it; null where nothing is left. -#}
{% macro printed(text) -%}
    nullif(trim(both '{{ jixiao.white_space() }}' from {{ text }}), '')
{%- endmacro %}


{#- The spelling by which the seed indicator_levels knows a printed level:
    产出指标(50分) → 产出, 一、数 量 指 标 → 数量, 社会、经济、生态效益指标 → 社会经济生态效益. -#}
{% macro level_spelling(text) -%}
    {%- set without_notes = jixiao.replace_pattern(jixiao.fold(text), '[(][^()]*[)]|^[一二三四五六七八九十0-9]+[、.]|[0-9.]+分?$') -%}
    {{ jixiao.replace_pattern(jixiao.replace_pattern(without_notes, '[、,/和与]'), '(' ~ var('level_words') ~ ')+[0-9]*$') }}
{%- endmacro %}


{#- Whether a printed text ends as labels of levels do. -#}
{% macro ends_as_level_label(text) -%}
    {{ jixiao.matches(jixiao.fold(text), '(' ~ var('level_words') ~ ')$') }}
{%- endmacro %}


{#- A printed number, `%` or 分 and separators aside, as a decimal; null if the text is no number. Raised and circled digits
    are no part of a number (10① is 10 with a note), though they fold to digits. -#}
{% macro printed_number(text) -%}
    case
        when not {{ jixiao.matches(text, '[²³¹¼-¾⁰-₉⅐-⅟↉①-⓿❶-➓㈠-㊿]') }}
            then try_cast({{ jixiao.replace_pattern(jixiao.fold(text), '[,%分]') }} as decimal(18, 4))
    end
{%- endmacro %}


{#- A text as a field of a CSV line; null as an empty field. -#}
{% macro csv_field(text) -%}
    '"' || replace(coalesce({{ text }}, ''), '"', '""') || '"'
{%- endmacro %}
