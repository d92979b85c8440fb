with

categories as (

    select * from {{ ref('indicator_categories') }}

)

select
    {{ key_of(['level1', 'level2']) }} as category_key,
    level1,
    level2,
    level1_en,
    level2_en,
    family,
    family_en
from categories
