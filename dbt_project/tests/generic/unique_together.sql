{#- Returns the groups of rows that share their values in all of the columns. -#}
{% test unique_together(model, columns) %}

{{ jixiao.rows_that_share(model, columns) }}

{% endtest %}
