with

documents as (

    select * from {{ ref('dim_document') }}

),

divisions as (

    select * from {{ ref('administrative_divisions') }}

),

jurisdictions as (

    select distinct jurisdiction
    from documents
    where jurisdiction is not null

),

named as (

    -- A name that two divisions have is of neither.
    select
        name,
        min(code) as code
    from divisions
    group by name
    having count(*) = 1

),

codes_told as (

    -- A code of six digits, or of nine or twelve for what lies below a county; or the name of a division.
    select
        jurisdictions.jurisdiction,
        case
            when not regexp_full_match(jurisdictions.jurisdiction, '[0-9]{6}([0-9]{3}){0,2}')
                then named.code
            when rpad(substring(jurisdictions.jurisdiction, 7, 3), 3, '0') = '000'
                then left(jurisdictions.jurisdiction, 6)
            else left(jurisdictions.jurisdiction, 9)
        end as code
    from jurisdictions
    left join named
        on jurisdictions.jurisdiction = named.name

),

placed as (

    -- A county under no city (of a municipality, or governed by its province) belongs to the province.
    select
        codes_told.jurisdiction,
        codes_told.code,
        coalesce(
            divisions.name,
            case
                when not regexp_full_match(codes_told.jurisdiction, '[0-9]+') then codes_told.jurisdiction
            end
        ) as name, -- noqa: RF04
        case
            when divisions.level is not null then divisions.level
            when length(codes_told.code) = 9 then 'township'
            when codes_told.code like '__0000' then 'province'
            when codes_told.code like '____00' then 'city'
            when codes_told.code is not null then 'county'
        end as level, -- noqa: RF04
        case
            when divisions.code is not null then divisions.parent
            when length(codes_told.code) = 9 then left(codes_told.code, 6)
            when codes_told.code not like '____00' then coalesce(cities.code, provinces.code)
            when codes_told.code not like '__0000' then provinces.code
        end as parent,
        provinces.code as province_code,
        provinces.name as province_name
    from codes_told
    left join divisions using (code)
    left join divisions as cities
        on left(codes_told.code, 4) || '00' = cities.code and cities.level = 'city'
    left join divisions as provinces
        on left(codes_told.code, 2) || '0000' = provinces.code and provinces.level = 'province'

)

select
    placed.jurisdiction,
    placed.code,
    placed.name,
    placed.level,
    placed.parent,
    parents.name as parent_name,
    placed.province_code,
    placed.province_name
from placed
left join divisions as parents
    on placed.parent = parents.code
