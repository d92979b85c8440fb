{#- Later minus earlier money: all of it where one side is not there (added, dropped, back from a pause), null where a side
    is there and prints no amount. -#}
{% macro money_difference(money, previous_money, is_there, was_there) -%}
    cast(
        case
            when {{ is_there }} and {{ money }} is null then null
            when {{ was_there }} and {{ previous_money }} is null then null
            else coalesce({{ money }}, 0) - coalesce({{ previous_money }}, 0)
        end as decimal(28, 6)
    )
{%- endmacro %}
