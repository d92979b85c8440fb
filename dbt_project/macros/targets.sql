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


{#- A day as an integer that two fiscal years share: distance of its year, month, day; a month's end is day 31. -#}
{% macro date_in_fiscal_year(day, fiscal_year) -%}
    cast(
        (extract(year from {{ day }}) - {{ fiscal_year }}) * 372
        + extract(month from {{ day }}) * 31
        + case when {{ day }} = last_day({{ day }}) then 31 else extract(day from {{ day }}) end
        as integer
    )
{%- endmacro %}


{#- A day of a part as text: its distance from the fiscal year, which two years share; beyond that year the day itself. -#}
{% macro day_of_part(day, fiscal_year) -%}
    case
        when extract(year from {{ day }}) <= {{ fiscal_year }}
            then cast({{ jixiao.date_in_fiscal_year(day, fiscal_year) }} as varchar)
        else cast({{ day }} as varchar)
    end
{%- endmacro %}


{#- How a deadline moved, by two ends that can be compared: `due` and `previous_due`, or the days themselves. Where the ends
    are one, what has only an end begins with the year: month 1, day 1 (date_in_fiscal_year). -#}
{% macro moved_date(one, previous) -%}
    case
        when {{ one }} < {{ previous }} then 'tightened'
        when {{ one }} > {{ previous }} then 'relaxed'
        when coalesce(begins, 32) <> coalesce(previous_begins, 32) then 'changed'
        else 'unchanged'
    end
{%- endmacro %}


{#- Whether one of two units counts what the other counts: 台套 beside 台 or 套. -#}
{% macro is_either_unit(one, other) -%}
    coalesce(
        ({{ one }} in ('{{ var('either_units') | join("', '") }}') and position({{ other }} in {{ one }}) > 0)
        or ({{ other }} in ('{{ var('either_units') | join("', '") }}') and position({{ one }} in {{ other }}) > 0),
        false
    )
{%- endmacro %}


{#- A folded target with the years around the fiscal year replaced by their distance: 2024年底 in 2024 is 2025年底 in 2025. -#}
{% macro years_by_distance(words, fiscal_year) -%}
    replace(replace(replace(
        {{ words }},
        cast({{ fiscal_year }} as varchar), '{Y}'),
        cast({{ fiscal_year }} - 1 as varchar), '{Y-1}'),
        cast({{ fiscal_year }} + 1 as varchar), '{Y+1}')
{%- endmacro %}
