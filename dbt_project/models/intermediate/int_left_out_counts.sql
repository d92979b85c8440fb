with

left_out_texts as (

    select * from {{ ref('stg_landing__left_out_texts') }}

)

select
    document_id,
    count(*) as left_out_texts
from left_out_texts
group by document_id
