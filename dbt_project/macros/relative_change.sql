{#- How much a value grew over an earlier one, 0.1 is a tenth more; null where the earlier one is no measure (≤ 0), or so
    small beside it that a ratio says nothing. -#}
{% macro relative_change(value, previous_value) -%}
    cast(
        case
            when
                {{ previous_value }} > 0
                and abs(cast({{ value }} as double) / cast({{ previous_value }} as double)) < 1e10
                then round(cast({{ value }} as double) / cast({{ previous_value }} as double) - 1, 4)
        end as decimal(18, 4)
    )
{%- endmacro %}
