with

comparability as (

    select * from {{ ref('int_year_comparability') }}

)

select
    jurisdiction,
    publisher,
    fiscal_year,
    previous_fiscal_year,
    expectation,
    verdict,
    observed,
    expected,
    reason,
    document_id
from comparability
