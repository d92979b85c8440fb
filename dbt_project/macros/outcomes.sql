{#- Whether an actual value meets a target, both in comparable units; null where the two cannot be compared.
    `t` and `a` are the relations of the target and of the actual value. A bare number is met when it is reached in the
    direction of its polarity (a quantity: upwards); without one, only the number itself is certain. -#}
{% macro is_met(t, a) -%}
    case
        when {{ a }}.due_on is not null and {{ t }}.target_class = 'date' then {{ a }}.due_on <= {{ t }}.due_on
        when {{ a }}.actual_value is null or {{ t }}.target_value is null then null
        when not {{ jixiao.units_agree(t, a) }} then null
        when {{ t }}.comparator = '>' then {{ a }}.actual_value > {{ t }}.target_value
        when {{ t }}.comparator = '<' then {{ a }}.actual_value < {{ t }}.target_value
        when {{ t }}.bound = 'at_least' then {{ a }}.actual_value >= {{ t }}.target_value
        when {{ t }}.bound = 'at_most' then {{ a }}.actual_value <= {{ t }}.target_value
        when {{ t }}.bound = 'about'
            then
                abs({{ a }}.actual_value - {{ t }}.target_value)
                <= {{ var('about_tolerance') }} * abs({{ t }}.target_value)
        when {{ a }}.actual_value = {{ t }}.target_value then true
    end
{%- endmacro %}


{#- Whether the units of a target and an actual value are one: equal, or left out on one side; nothing is nothing in any. -#}
{% macro units_agree(t, a) -%}
    (
        {{ t }}.comparable_unit is null
        or {{ a }}.comparable_unit is null
        or {{ t }}.comparable_unit = {{ a }}.comparable_unit
        or ({{ t }}.target_value = 0 and {{ a }}.actual_value = 0)
        or (
            split_part({{ t }}.comparable_unit, '/', 1) = split_part({{ a }}.comparable_unit, '/', 1)
            and position('/' in {{ t }}.comparable_unit) * position('/' in {{ a }}.comparable_unit) = 0
        )
    )
{%- endmacro %}
