{#- Full width → half width, all white space away: two spellings of one text become equal. -#}
{% macro fold(text) -%}
    translate(
        {{ text }},
        '！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～{{ jixiao.white_space() }}',
        '!"#$%&''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~'
    )
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


{#- A printed number, `%` or 分 and separators aside, as a decimal; null where the text is no number. -#}
{% macro printed_number(text) -%}
    try_cast({{ jixiao.replace_pattern(jixiao.fold(text), '[,%分]') }} as decimal(18, 4))
{%- endmacro %}


{#- A text as a field of a CSV line; null as an empty field. -#}
{% macro csv_field(text) -%}
    '"' || replace(coalesce({{ text }}, ''), '"', '""') || '"'
{%- endmacro %}
