with

exact_links as (

    select * from {{ ref('int_project_exact_links') }}

),

similar_pairs as (

    select * from {{ ref('int_project_similarities') }}

),

decided as (

    select * from {{ ref('int_project_decisions') }}

),

{{ pairs_told('exact_links', 'similar_pairs', 'decided') }}
