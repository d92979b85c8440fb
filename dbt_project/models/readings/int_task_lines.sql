with

funding_lines as (

    select * from {{ ref('int_funding_lines') }}
    where line_role = 'task' and yuan is not null

),

words as (

    select * from {{ ref('finding_words') }}
    where role in ('basic_expenditure', 'project_expenditure')

)

select
    funding_lines.form_key,
    funding_lines.line_no,
    funding_lines.yuan,
    regexp_replace(funding_lines.label_words, '^.*[:：]', '') as task_name,
    min(words.role) as expenditure
from funding_lines
left join words
    on position(words.word in funding_lines.label_words) > 0
group by funding_lines.form_key, funding_lines.line_no, funding_lines.yuan, funding_lines.label_words
