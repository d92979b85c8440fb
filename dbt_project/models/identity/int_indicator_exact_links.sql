{{ config(materialized='table') }}

{{ judged_edges(ref('int_indicator_edges'), ref('int_indicator_decisions')) }}
