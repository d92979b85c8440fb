{{ config(materialized='table') }}

with

judgements as (

    select * from {{ ref('value_judgements') }}

    union all

    select * from {{ ref('text_judgements') }}

    union all

    select * from {{ ref('form_judgements') }}

    union all

    select * from {{ ref('money_judgements') }}

    union all

    select * from {{ ref('document_judgements') }}

    union all

    select * from {{ ref('year_judgements') }}

    union all

    select * from {{ ref('outcome_judgements') }}

    {%- for model in var('own_judgements') %}

    union all

    select * from {{ ref(model) }}
    {%- endfor %}

)

select
    rule,
    document_id,
    form_no,
    row_no,
    is_odd,
    found,
    expected,
    evidence
from judgements
