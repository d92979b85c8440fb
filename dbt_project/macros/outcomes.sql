{#- Whether an actual value meets a target, both in comparable units; null where the two cannot be compared.
    `t` and `a` are the relations of the target and of the actual value. A bare number is met when it is reached in the
    direction of its polarity (a quantity: upwards); without one, only the number itself is certain. -#}
{% macro is_met(t, a) -%}
    case
        when {{ a }}.due_on is not null and {{ t }}.target_class = 'date' then {{ a }}.due_on <= {{ t }}.due_on
        when {{ a }}.actual_value is null or {{ t }}.target_value is null then null
        when not {{ jixiao.bases_agree(t, a) }} then null
        when not {{ jixiao.units_agree(t, a) }} then null
        when {{ jixiao.goes_the_other_way(t, a) }} then {{ t }}.bound = 'at_most'
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


{#- Whether a target and an actual value are measured from the same: a change says nothing of a level (较上年提高2个百分点
    beside 98%). What a tolerance allows is judged by the level itself. -#}
{% macro bases_agree(t, a) -%}
    (
        coalesce({{ t }}.target_basis, 'level') = coalesce({{ a }}.actual_basis, 'level')
        or ({{ t }}.target_basis = 'tolerance' and coalesce({{ a }}.actual_basis, 'level') = 'level')
    )
{%- endmacro %}


{#- Whether a promised change went the other way: 下降4% beside 上升0.5%. -#}
{% macro goes_the_other_way(t, a) -%}
    ({{ t }}.direction <> {{ a }}.direction and {{ t }}.target_basis like 'change%')
{%- endmacro %}


{#- What a deviation from the plan says of the promise (超支2万元, 比计划多3次, 逾期5天); null where it says nothing of it. -#}
{% macro deviation_meets(t, a) -%}
    case
        when coalesce({{ a }}.actual_basis, '') <> 'deviation' or {{ t }}.target_basis = 'deviation' then null
        when {{ a }}.direction in ('late', 'early')
            then
                case
                    when {{ t }}.target_class = 'date' or {{ t }}.bound = 'at_most' then {{ a }}.direction = 'early'
                end
        when {{ t }}.target_class <> 'number' then null
        when {{ t }}.bound = 'at_least' then {{ a }}.direction = 'over'
        when {{ t }}.bound = 'at_most' then {{ a }}.direction = 'under'
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
