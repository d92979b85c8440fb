-- If this fails, sums over the marts count the money or the indicators of a project twice.

select
    project_key,
    fiscal_year,
    count(*) as additive_forms
from {{ ref('fact_budget') }}
where is_additive
group by project_key, fiscal_year
having count(*) > 1
