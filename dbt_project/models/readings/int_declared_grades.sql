{{ config(materialized='table') }}

with

printed_rows as (

    select * from {{ ref('int_current_indicator_rows') }}
    where actual_text is not null

),

achievement_words as (

    select * from {{ ref('achievement_words') }}

),

begun as (

    -- The longest word that an actual value begins with, and what it goes on to say.
    select
        printed_rows.document_id,
        printed_rows.form_no,
        printed_rows.row_no,
        printed_rows.form_key,
        printed_rows.row_key,
        achievement_words.word,
        achievement_words.grade,
        substr(printed_rows.actual_words, length(achievement_words.word) + 1) as rest
    from printed_rows
    inner join achievement_words
        on
            position(achievement_words.word in printed_rows.actual_words) = 1
            and achievement_words.grade <> 'retracted'
    qualify
        row_number() over (
            partition by printed_rows.row_key
            order by length(achievement_words.word) desc, achievement_words.word asc
        ) = 1

),

taken_back as (

    select distinct begun.row_key
    from begun
    inner join achievement_words as retractions
        on
            retractions.grade = 'retracted'
            and position(retractions.word in begun.rest) > 0
    where begun.grade = 'met'

)

-- A word counts as the whole text, or before punctuation; what goes on with a number or takes something back
-- (完成8次; 已完成招标,尚未验收) is not done because it begins with 完成.
select begun.* exclude (rest) -- noqa: RF02
from begun
left join taken_back using (row_key)
where
    (begun.rest = '' or regexp_matches(begun.rest, '^[,;:。.、!(]'))
    and not (
        begun.grade = 'met'
        and regexp_matches(begun.rest, '[0-9]|[零一二两三四五六七八九十百千万]+[个项次场台套户人家件批份名处条期天月年成]')
    )
    and taken_back.row_key is null
