{{ config(materialized='table') }}

with

judgements as (

    select * from {{ ref('value_judgements') }}

    union all

    select * from {{ ref('nature_judgements') }}

    union all

    select * from {{ ref('text_judgements') }}

    union all

    select * from {{ ref('form_judgements') }}

    union all

    select * from {{ ref('money_judgements') }}

    union all

    select * from {{ ref('document_judgements') }}

    union all

    select * from {{ ref('year_judgements') }}

    union all

    select * from {{ ref('outcome_judgements') }}

    {%- for model in var('own_judgements') %}

    union all

    select * from {{ ref(model) }}
    {%- endfor %}

),

counted_forms as (

    select * from {{ ref('int_forms') }}
    where form_status = 'counted' and form_kind <> 'monitoring'

)

-- A rule, of this project or of a package on top, has its say on the forms that count only. A form of
-- mid-year monitoring repeats what the objective says.
select
    judgements.rule,
    judgements.document_id,
    judgements.form_no,
    judgements.row_no,
    counted_forms.form_key,
    judgements.is_odd,
    judgements.found,
    judgements.expected,
    judgements.evidence
from judgements
inner join counted_forms using (document_id, form_no)
