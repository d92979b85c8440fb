{{ config(materialized='table') }}

with

judgements as (

    {% for model in [
        'value_judgements', 'nature_judgements', 'text_judgements', 'form_judgements',
        'money_judgements', 'document_judgements', 'year_judgements', 'outcome_judgements',
    ] + var('own_judgements') %}
    select * from {{ ref(model) }}
    {{ 'union all by name' if not loop.last }}
    {% endfor %}

),

counted_forms as (

    select * from {{ ref('int_forms') }}
    where form_status = 'counted' and form_kind <> 'monitoring'

)

-- A rule, of this project or of a package on top, has its say on the forms that count only. A form of
-- mid-year monitoring repeats what the objective says.
select
    judgements.*,
    counted_forms.form_key
from judgements
inner join counted_forms using (document_id, form_no)
