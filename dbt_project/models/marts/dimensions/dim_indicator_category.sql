with

categories as (

    select * from {{ ref('int_categories') }}

)

select
    category_key,
    level1,
    level2,
    level1_en,
    level2_en,
    family,
    family_en
from categories
