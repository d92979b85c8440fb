{{ config(materialized='table') }}

{{ chained_links(ref('int_indicator_rows'), ref('int_indicator_pairs'), 'indicator_key') }}
