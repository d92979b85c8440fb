with

exact_links as (

    select * from {{ ref('int_indicator_exact_links') }}

),

similar_pairs as (

    select * from {{ ref('int_indicator_similarities') }}

),

decided as (

    select * from {{ ref('int_indicator_decisions') }}

),

{{ pairs_told('exact_links', 'similar_pairs', 'decided') }}
