{{ config(materialized='table') }}

{#- A name has a year or two; three leave room. A fourth would stay as printed. -#}
{%- set years_in_a_name = 3 -%}

with

versions as (

    select * from {{ ref('int_document_versions') }}

),

forms as (

    select * from {{ ref('int_current_forms') }}

),

indicator_rows as (

    select * from {{ ref('int_current_indicator_rows') }}

),

levels as (

    select * from {{ ref('indicator_levels') }}

),

printed_names as (

    select
        forms.project_name as printed_name,
        versions.fiscal_year
    from versions
    inner join forms
        on versions.document_id = forms.document_id

    union distinct

    select
        indicator_rows.level3_text as printed_name,
        versions.fiscal_year
    from versions
    inner join indicator_rows
        on versions.document_id = indicator_rows.document_id

    union distinct

    select
        indicator_rows.description as printed_name,
        versions.fiscal_year
    from versions
    inner join indicator_rows
        on versions.document_id = indicator_rows.document_id

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

    -- 二〇二四年 → 2024年; no match is the empty text, which replaces nothing.
    {% set year_in_words = "regexp_extract(spelling, '[一二][九〇○零][〇○零一二三四五六七八九]{2}年')" -%}
    select
        printed_name,
        fiscal_year,
        replace(
            spelling,
            {{ year_in_words }},
            translate({{ year_in_words }}, '〇○零一二三四五六七八九', '000123456789')
        ) as spelling
    from spelt_alike

),

lonely_brackets_removed as (

    -- A bracket that closes before any opens has no partner, nor has one that opens after the last closes.
    {% set spelling = replace_pattern('spelling', '^([^()]*)[)]', '\\1') -%}
    select
        printed_name,
        fiscal_year,
        {{ replace_pattern(spelling, '[(]([^()]*)$', '\\1') }} as spelling
    from years_in_digits

),

brackets_paired as (

    -- (特检院)) has one that closes too many, ((特检院) one that opens.
    select
        printed_name,
        fiscal_year,
        case
            when length(replace(spelling, ')', '')) < length(replace(spelling, '(', ''))
                then {{ replace_pattern('spelling', '[)]([^()]*)$', '\\1') }}
            when length(replace(spelling, '(', '')) < length(replace(spelling, ')', ''))
                then {{ replace_pattern('spelling', '^([^()]*)[(]', '\\1') }}
            else spelling
        end as spelling
    from lonely_brackets_removed

),

other_years_protected as (

    -- ⟪ before a year says that it is no year of the budget: it is of a document 【2021】7号, an edition 2021版,
    -- a standard TSG07-2019 or a plan 2021-2025年.
    {% set year = '(?:19|20)[0-9]{2}' -%}
    {% set spelling = replace_pattern('spelling', '(' ~ year ~ ')((?:[〕】﹞)]|])第?[0-9]+号)', '⟪\\1\\2') -%}
    {% set spelling = replace_pattern(spelling, '(' ~ year ~ ')(年第[0-9]+号)', '⟪\\1\\2') -%}
    {% set spelling = replace_pattern(spelling, '(' ~ year ~ ')(年?(?:版|修订|修正))', '⟪\\1\\2') -%}
    {% set to = '年?度?[-—–~至到]+' -%}
    {% set spelling = replace_pattern(spelling, '(' ~ year ~ ')(' ~ to ~ ')(' ~ year ~ ')', '⟪\\1\\2⟪\\3') -%}
    {% set spelling = replace_pattern(spelling, '(' ~ year ~ ')([-—–~][0-9]{2}年)', '⟪\\1\\2') -%}
    {% set spelling = replace_pattern(spelling, '([A-Za-z]|[0-9A-Za-z.][-—–])(' ~ year ~ ')', '\\1⟪\\2') -%}
    select
        printed_name,
        fiscal_year,
        {{ spelling }} as spelling
    from brackets_paired

),

budget_years_marked as (

    -- ⟦2024⟧ is a year of the budget; marked twice, because two years may share the sign between them.
    {% set lonely_year = '(^|[^0-9⟪⟦])(' ~ year ~ ')($|[^0-9⟧])' -%}
    {% set marked = replace_pattern('spelling', lonely_year, '\\1⟦\\2⟧\\3') -%}
    select
        printed_name,
        fiscal_year,
        {{ replace_pattern(marked, lonely_year, '\\1⟦\\2⟧\\3') }} as spelling_0
    from other_years_protected

),

{%- for n in range(years_in_a_name) %}
{%- set year_found = "try_cast(regexp_extract(spelling_" ~ n ~ ", '⟦([0-9]{4})⟧', 1) as integer)" %}

year_{{ n + 1 }}_found as (

    select
        *,
        {{ year_found }} as year_{{ n + 1 }}
    from {{ 'budget_years_marked' if n == 0 else 'year_' ~ n ~ '_replaced' }}

),

year_{{ n + 1 }}_replaced as (

    select
        printed_name,
        fiscal_year,
        case
            when year_{{ n + 1 }} is null then spelling_{{ n }}
            else replace(
                spelling_{{ n }},
                '⟦' || year_{{ n + 1 }} || '⟧',
                case
                    when year_{{ n + 1 }} = fiscal_year then '{Y}'
                    when year_{{ n + 1 }} < fiscal_year then '{Y-' || (fiscal_year - year_{{ n + 1 }}) || '}'
                    else '{Y+' || (year_{{ n + 1 }} - fiscal_year) || '}'
                end
            )
        end as spelling_{{ n + 1 }}
    from year_{{ n + 1 }}_found

),
{%- endfor %}

unmarked as (

    select
        printed_name,
        fiscal_year,
        translate(spelling_{{ years_in_a_name }}, '⟪⟦⟧', '') as neutral_name
    from year_{{ years_in_a_name }}_replaced

),

compared_names as (

    -- To compare: without the marks that publishers put before a name (★, 指标1：), and without amounts.
    -- A label is what the seed knows as a level and what ends as one: 数量指标, 服务对象满意度指标.
    select
        unmarked.printed_name,
        unmarked.fiscal_year,
        unmarked.neutral_name,
        {{ replace_pattern('unmarked.neutral_name', '^[★☆※*●◆▲■]+|^指标[0-9]+[:、.]') }} as unmarked_name,
        {{ replace_pattern('unmarked.neutral_name', '[0-9.]+', '#') }} as masked_name,
        levels.spelling is not null and {{ ends_as_level_label('unmarked.neutral_name') }} as is_level_label
    from unmarked
    left join levels
        on {{ level_spelling('unmarked.neutral_name') }} = levels.spelling

)

select * from compared_names
