-- If this fails, a line of the seed corrections matches nothing any more: the document prints another text at its place, or
-- is corrected to what is no amount. The message names the line. Lines of documents that are not loaded wait.

with

corrections as (

    select * from {{ ref('int_corrections') }}

),

documents as (

    select * from {{ ref('int_document_versions') }}
    where version_status = 'current'

),

matches as (

    select
        corrections.path,
        corrections.form_no,
        corrections.row_no,
        corrections.field,
        corrections.printed,
        bool_or(
            (
                corrections.field = 'budget'
                and funding_lines.amount_words = corrections.printed_words
                and (
                    corrections.corrected = 'confirmed'
                    or corrections.corrected_amount is not null
                )
            )
            or (
                corrections.field = 'target_text'
                and indicator_rows.target_words = corrections.printed_words
            )
            -- Of another field the printed text is confirmed: there is nothing to match but the form, or its row. So is
            -- the lack of an amount.
            or (
                (corrections.field not in ('budget', 'target_text') or corrections.printed = '—')
                and forms.document_id is not null
                and (corrections.row_no is null or indicator_rows.document_id is not null)
            )
        ) as is_matched
    from corrections
    inner join documents
        on corrections.path = documents.path
    left join {{ ref('stg_landing__forms') }} as forms
        on
            documents.document_id = forms.document_id
            and corrections.form_no = forms.form_no
    left join {{ ref('stg_landing__funding_lines') }} as funding_lines
        on
            documents.document_id = funding_lines.document_id
            and corrections.form_no = funding_lines.form_no
            and funding_lines.line_role = 'total'
            and corrections.row_no is null
    left join {{ ref('stg_landing__indicator_rows') }} as indicator_rows
        on
            documents.document_id = indicator_rows.document_id
            and corrections.form_no = indicator_rows.form_no
            and corrections.row_no = indicator_rows.row_no
    group by
        corrections.path, corrections.form_no, corrections.row_no, corrections.field, corrections.printed

)

select *
from matches
where
    not coalesce(is_matched, false)
    -- It stops the query, so that the failed test says what is wrong.
    and error(
        'corrections.csv: the line ' || concat_ws(', ', path, form_no, row_no, field, printed)
        || ' matches nothing that is printed there. Compare it with the document, and mend or remove the line'
    ) is null
