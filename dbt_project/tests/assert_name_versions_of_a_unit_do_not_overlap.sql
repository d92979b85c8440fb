-- If this fails, a fiscal year has two names of one unit, and joins on the year double its facts.

select
    earlier.unit_id,
    earlier.unit_name,
    later.unit_name as other_name
from {{ ref('dim_unit') }} as earlier
inner join {{ ref('dim_unit') }} as later
    on
        earlier.unit_id = later.unit_id
        and earlier.valid_from_year < later.valid_from_year
        and (earlier.valid_to_year is null or earlier.valid_to_year >= later.valid_from_year)
