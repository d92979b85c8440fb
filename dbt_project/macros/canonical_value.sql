{#- A printed value in its base unit: decimal(28, 8), rounded half away from zero at the eighth decimal.
    Null where the product has more than twenty digits before the point: no department promises that. -#}
{% macro canonical_value(printed_value, factor) -%}
    case
        when abs(cast({{ printed_value }} as double) * cast({{ factor }} as double)) < 1e19
            then cast({{ printed_value }} * cast({{ factor }} as decimal(28, 8)) as decimal(28, 8))
    end
{%- endmacro %}
