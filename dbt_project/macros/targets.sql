{#- What two targets are compared as: number, date, composite or words. -#}
{% macro target_class(kind) -%}
    case
        when {{ kind }} in ('number', 'percentage', 'rate') then 'number'
        when {{ kind }} in ('deadline', 'period') then 'date'
        when {{ kind }} = 'composite' then 'composite'
        else 'words'
    end
{%- endmacro %}


{#- Whether a target says something that can be measured (可量化): a number, a date, or several of them. -#}
{% macro is_quantified(kind) -%}
    {{ jixiao.target_class(kind) }} <> 'words'
{%- endmacro %}
