{{ config(materialized='table') }}

{{ chained_links(ref('int_compared_projects'), ref('int_project_pairs'), 'project_key') }}
