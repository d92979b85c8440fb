with

documents as (

    select * from {{ ref('int_document_versions') }}

),

forms as (

    select * from {{ ref('int_current_forms') }}

),

indicator_rows as (

    select * from {{ ref('int_current_indicator_rows') }}

),

corrections as (

    select * from {{ ref('corrections') }}

),

named_fields as (

    select
        document_id,
        form_no,
        form_key,
        unnest(string_split(needs_review, ', ')) as field
    from forms
    where needs_review is not null

    union all by name

    select
        document_id,
        form_no,
        row_no,
        form_key,
        row_key,
        unnest(string_split(needs_review, ', ')) as field
    from indicator_rows
    where needs_review is not null

),

open_fields as (

    -- A line of the seed settles a field, whether it confirms what is printed or corrects it.
    select named_fields.*
    from named_fields
    inner join documents using (document_id)
    left join corrections
        on
            documents.path = corrections.path
            and named_fields.form_no = corrections.form_no
            and named_fields.row_no is not distinct from corrections.row_no
            and named_fields.field = corrections.field
    where corrections.field is null

)

select
    document_id,
    form_no,
    row_no,
    form_key,
    row_key,
    string_agg(field, ', ' order by field) as needs_review
from open_fields
group by document_id, form_no, row_no, form_key, row_key
