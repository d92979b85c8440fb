with

categories as (

    select * from {{ ref('indicator_categories') }}

)

select
    * exclude (note),
    {{ key_of(['level1', 'level2']) }} as category_key
from categories
