{{ config(materialized='table') }}

{{ judged_edges(ref('int_project_edges'), ref('int_project_decisions')) }}
