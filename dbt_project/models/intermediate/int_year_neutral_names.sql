{{ config(materialized='table') }}

{#- A name has a year or two; three leave room. A fourth would stay as printed. -#}
{%- set years_in_a_name = 3 -%}

with

versions as (

    select * from {{ ref('int_document_versions') }}

),

forms as (

    select * from {{ ref('stg_landing__forms') }}

),

indicator_rows as (

    select * from {{ ref('stg_landing__indicator_rows') }}

),

printed_names as (

    select
        forms.project_name as printed_name,
        versions.fiscal_year
    from versions
    inner join forms
        on versions.document_id = forms.document_id
    where versions.version_status = 'current'

    union distinct

    select
        indicator_rows.level3_text as printed_name,
        versions.fiscal_year
    from versions
    inner join indicator_rows
        on versions.document_id = indicator_rows.document_id
    where versions.version_status = 'current'

    union distinct

    select
        indicator_rows.description as printed_name,
        versions.fiscal_year
    from versions
    inner join indicator_rows
        on versions.document_id = indicator_rows.document_id
    where versions.version_status = 'current'

),

spelt_alike as (

    select
        printed_name,
        fiscal_year,
        {{ fold('printed_name') }} as spelling
    from printed_names
    where printed_name is not null

),

years_in_digits as (

    select
        printed_name,
        fiscal_year,
        replace(
            spelling,
            regexp_extract(spelling, '[一二][九〇○零][〇○零一二三四五六七八九][〇○零一二三四五六七八九]年'),
            translate(
                regexp_extract(spelling, '[一二][九〇○零][〇○零一二三四五六七八九][〇○零一二三四五六七八九]年'),
                '〇○零一二三四五六七八九',
                '000123456789'
            )
        ) as spelling
    from spelt_alike

),

brackets_paired as (

    select
        printed_name,
        fiscal_year,
        {{ without_stray_brackets('spelling') }} as spelling
    from years_in_digits

),

{#- ⟪ before a year says that it is no year of the budget: of a document 【2021】7号, an edition 2021版,
    a standard TSG07-2019, a plan 2021-2025年. -#}
other_years_protected as (

    select
        printed_name,
        fiscal_year,
        {% set year = '(?:19|20)[0-9]{2}' -%}
        {% set spelling = replace_pattern('spelling', '(' ~ year ~ ')((?:[〕】﹞)]|])第?[0-9]+号)', '⟪\\1\\2') -%}
        {% set spelling = replace_pattern(spelling, '(' ~ year ~ ')(年第[0-9]+号)', '⟪\\1\\2') -%}
        {% set spelling = replace_pattern(spelling, '(' ~ year ~ ')(年?(?:版|修订|修正))', '⟪\\1\\2') -%}
        {% set spelling = replace_pattern(spelling, '(' ~ year ~ ')(年?度?[-—–~至到]+)(' ~ year ~ ')', '⟪\\1\\2⟪\\3') -%}
        {% set spelling = replace_pattern(spelling, '(' ~ year ~ ')([-—–~][0-9]{2}年)', '⟪\\1\\2') -%}
        {{ replace_pattern(spelling, '([A-Za-z]|[0-9A-Za-z.][-—–])(' ~ year ~ ')', '\\1⟪\\2') }} as spelling
    from brackets_paired

),

{#- ⟦2024⟧ is a year of the budget; twice, because two years may share the sign between them. -#}
budget_years_marked as (

    select
        printed_name,
        fiscal_year,
        {% set lonely_year = '(^|[^0-9⟪⟦])(' ~ year ~ ')($|[^0-9⟧])' -%}
        {{ replace_pattern(replace_pattern('spelling', lonely_year, '\\1⟦\\2⟧\\3'), lonely_year, '\\1⟦\\2⟧\\3') }}
            as spelling_0
    from other_years_protected

),

{%- for n in range(years_in_a_name) %}

{% set budget_year = "try_cast(regexp_extract(spelling_" ~ n ~ ", '⟦([0-9]{4})⟧', 1) as integer)" -%}
year_{{ n + 1 }}_replaced as (

    select
        printed_name,
        fiscal_year,
        case
            when {{ budget_year }} is null then spelling_{{ n }}
            else replace(
                spelling_{{ n }},
                '⟦' || {{ budget_year }} || '⟧',
                case
                    when {{ budget_year }} = fiscal_year then '{Y}'
                    when {{ budget_year }} < fiscal_year then '{Y-' || (fiscal_year - {{ budget_year }}) || '}'
                    else '{Y+' || ({{ budget_year }} - fiscal_year) || '}'
                end
            )
        end as spelling_{{ n + 1 }}
    from {{ 'budget_years_marked' if n == 0 else 'year_' ~ n ~ '_replaced' }}

),
{%- endfor %}

unmarked as (

    select
        printed_name,
        fiscal_year,
        translate(spelling_{{ years_in_a_name }}, '⟪⟦⟧', '') as neutral_name
    from year_{{ years_in_a_name }}_replaced

)

select * from unmarked
