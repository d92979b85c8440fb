{#- Returns the groups of rows that share their values in all of the columns. -#}
{% test unique_together(model, columns) %}

with

rows_counted as (

    select
        {{ columns | join(', ') }},
        count(*) as row_count
    from {{ model }}
    group by {{ columns | join(', ') }}

)

select * from rows_counted
where row_count > 1

{% endtest %}
