{#- Whether an actual value meets a target, both in comparable units; null where the two cannot be compared.
    `t` and `a` are the relations of the target and of the actual value. A bare number is met when it is reached in the
    direction of its polarity (a quantity: upwards); without one, only the number itself is certain. -#}
{% macro is_met(t, a) -%}
    case
        when {{ a }}.due_on is not null and {{ t }}.target_class = 'date' then {{ a }}.due_on <= {{ t }}.due_on
        when not {{ jixiao.bases_agree(t, a) }} then null
        when not {{ jixiao.units_agree(t, a) }} then null
        when {{ jixiao.goes_the_other_way(t, a) }} then {{ t }}.bound = 'at_most'
        when {{ jixiao.scale_is_doubted(t, a) }} then null
        else {{ jixiao.interval_meets(t, a) }}
    end
{%- endmacro %}


{#- Whether the whole interval of an actual value lies within what the target allows; false if all of it lies outside, null if
    only a part does, or one of the two is no number. Of a number that has no direction only equality is certain. -#}
{% macro interval_meets(t, a) -%}
    case
        when
            ({{ a }}.low is null and {{ a }}.high is null)
            or ({{ t }}.low is null and {{ t }}.high is null)
            then null
        when
            (
                {{ t }}.low is null
                or {{ a }}.low > {{ t }}.low
                or ({{ a }}.low = {{ t }}.low and ({{ a }}.is_low_open or not {{ t }}.is_low_open))
            ) and (
                {{ t }}.high is null
                or {{ a }}.high < {{ t }}.high
                or ({{ a }}.high = {{ t }}.high and ({{ a }}.is_high_open or not {{ t }}.is_high_open))
            )
            then true
        when {{ t }}.bound = 'exactly' then null
        -- Beyond the better end of two bounds: nobody says that this is a miss.
        when {{ t }}.bound = 'at_least' and {{ a }}.low >= {{ t }}.high then null
        when {{ t }}.bound = 'at_most' and {{ a }}.high <= {{ t }}.low then null
        when
            {{ a }}.high < {{ t }}.low
            or ({{ a }}.high = {{ t }}.low and ({{ a }}.is_high_open or {{ t }}.is_low_open))
            or {{ a }}.low > {{ t }}.high
            or ({{ a }}.low = {{ t }}.high and ({{ a }}.is_low_open or {{ t }}.is_high_open))
            then false
    end
{%- endmacro %}


{#- Whether a number without a unit may be counted in another scale than its target: 0.95 beside 95 %, 448000 beside 45万元. -#}
{% macro scale_is_doubted(t, a) -%}
    coalesce(
        {{ a }}.is_bare
        and {{ t }}.target_value <> 0
        and {{ a }}.actual_value <> 0
        and (
            {%- for scale in var('doubted_scales') %}
            abs(cast({{ a }}.actual_value as double) / cast({{ t }}.target_value as double))
            between {{ scale }} / 2.0 and {{ scale }} * 2.0
            or abs(cast({{ t }}.target_value as double) / cast({{ a }}.actual_value as double))
            between {{ scale }} / 2.0 and {{ scale }} * 2.0
            {%- if not loop.last %} or{% endif %}
            {%- endfor %}
        ),
        false
    )
{%- endmacro %}


{#- Whether a target and an actual value are measured from the same: a change says nothing of a level (较上年提高2个百分点
    beside 98%). What a tolerance allows is judged by the level itself. -#}
{% macro bases_agree(t, a) -%}
    (
        coalesce({{ t }}.target_basis, 'level') = coalesce({{ a }}.actual_basis, 'level')
        or ({{ t }}.target_basis = 'tolerance' and coalesce({{ a }}.actual_basis, 'level') = 'level')
    )
{%- endmacro %}


{#- Why a number is not judged that could be compared: its scale, or an interval that reaches over the target. -#}
{% macro doubt_of(t, a) -%}
    case
        when
            {{ a }}.actual_value is not null
            and {{ t }}.target_value is not null
            and not {{ jixiao.bases_agree(t, a) }}
            then 'basis'
        when not {{ jixiao.units_agree(t, a) }} or {{ t }}.bound is null then null
        when {{ jixiao.scale_is_doubted(t, a) }} then 'scale'
        when
            ({{ a }}.low is distinct from {{ a }}.high)
            and ({{ t }}.low is not null or {{ t }}.high is not null)
            and {{ jixiao.interval_meets(t, a) }} is null
            then 'interval'
    end
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


{#- The columns low, high, is_low_open and is_high_open of a value: what a comparator lets it be, closed at both ends if open
    is not said. `about` is what 左右 and 约 allow, as a share; `is_tolerance` says that it bounds both sides (±2%). -#}
{% macro interval_columns(value, comparator, is_tolerance='false', bound='null') -%}
    case
        when {{ is_tolerance }} then -abs({{ value }})
        when {{ comparator }} = '~' then {{ value }} - {{ var('about_tolerance') }} * abs({{ value }})
        when {{ comparator }} in ('>=', '>') or {{ bound }} = 'at_least' then {{ value }}
        when {{ comparator }} in ('<=', '<') or {{ bound }} = 'at_most' then null
        else {{ value }}
    end as low,
    case
        when {{ is_tolerance }} then abs({{ value }})
        when {{ comparator }} = '~' then {{ value }} + {{ var('about_tolerance') }} * abs({{ value }})
        when {{ comparator }} in ('<=', '<') or {{ bound }} = 'at_most' then {{ value }}
        when {{ comparator }} in ('>=', '>') or {{ bound }} = 'at_least' then null
        else {{ value }}
    end as high,
    coalesce({{ comparator }} = '>', false) as is_low_open,
    coalesce({{ comparator }} = '<' and not {{ is_tolerance }}, false) as is_high_open
{%- endmacro %}


{#- Whether the units of a target and an actual value are one: equal, or left out on one side; nothing is nothing in any. -#}
{% macro units_agree(t, a) -%}
    (
        {{ t }}.comparable_unit is null
        or {{ a }}.comparable_unit is null
        or {{ t }}.comparable_unit = {{ a }}.comparable_unit
        or ({{ t }}.target_value = 0 and {{ a }}.actual_value = 0)
        or {{ jixiao.is_either_unit(t ~ '.comparable_unit', a ~ '.comparable_unit') }}
        or (
            split_part({{ t }}.comparable_unit, '/', 1) = split_part({{ a }}.comparable_unit, '/', 1)
            and position('/' in {{ t }}.comparable_unit) * position('/' in {{ a }}.comparable_unit) = 0
        )
    )
{%- endmacro %}
