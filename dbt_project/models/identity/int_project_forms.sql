{{ config(materialized='table') }}

with

forms as (

    select * from {{ ref('int_form_identities') }}

),

series as (

    select * from {{ ref('int_document_series') }}

),

indicator_rows as (

    select * from {{ ref('int_named_rows') }}

),

documents_of_identity as (

    -- How many different forms of an identity a document has: only one document may speak for it.
    select
        identity_key,
        document_id,
        path,
        published_on,
        is_adjusted,
        -- Whether the day of publication can decide between the documents.
        count(published_on) over (partition by identity_key) = count(*) over (partition by identity_key)
            as are_dated,
        count(distinct content_sha256) as content_count
    from forms
    group by identity_key, document_id, path, published_on, is_adjusted

),

shared_contents as (

    select
        mine.identity_key,
        mine.document_id,
        theirs.document_id as other_document_id,
        count(distinct mine.content_sha256) as content_count
    from forms as mine
    inner join forms as theirs
        on
            mine.identity_key = theirs.identity_key
            and mine.content_sha256 = theirs.content_sha256
            and mine.document_id <> theirs.document_id
    group by mine.identity_key, mine.document_id, theirs.document_id

),

documents_that_add_nothing as (

    -- A document whose forms are some of another's has nothing to add, however late it was published.
    select distinct
        shared_contents.identity_key,
        shared_contents.document_id
    from shared_contents
    inner join documents_of_identity as mine using (identity_key, document_id)
    inner join documents_of_identity as theirs
        on
            shared_contents.identity_key = theirs.identity_key
            and shared_contents.other_document_id = theirs.document_id
    where
        shared_contents.content_count = mine.content_count
        and mine.content_count < theirs.content_count

),

speaking_documents as (

    -- The later publication counts. Where one of them has no day, what says that it was adjusted came later.
    select
        documents_of_identity.identity_key,
        documents_of_identity.document_id,
        documents_of_identity.path
    from documents_of_identity
    left join documents_that_add_nothing using (identity_key, document_id)
    qualify
        row_number() over (
            partition by documents_of_identity.identity_key
            order by
                documents_that_add_nothing.document_id is not null asc,
                (documents_of_identity.is_adjusted and not documents_of_identity.are_dated) desc nulls last,
                documents_of_identity.published_on desc nulls last,
                documents_of_identity.path asc
        ) = 1

),

contents_that_speak as (

    select distinct
        forms.identity_key,
        forms.content_sha256
    from forms
    inner join speaking_documents using (identity_key, document_id)

),

judged_forms as (

    select
        forms.*,
        case
            when forms.document_id = speaking_documents.document_id then 'counted'
            when contents_that_speak.content_sha256 is not null then 'duplicate'
            else 'conflict'
        end as form_status,
        case
            when forms.document_id <> speaking_documents.document_id then speaking_documents.path
        end as counted_path
    from forms
    inner join speaking_documents using (identity_key)
    left join contents_that_speak using (identity_key, content_sha256)

),

namesakes_counted as (

    select
        *,
        count(*) over (partition by identity_key, document_id) as namesake_count
    from judged_forms

),

names_shared as (

    -- A name that stands for two projects in any year tells apart in no year.
    select
        *,
        max(namesake_count) over (
            partition by scope, unit_id, told_apart_by_publisher, project_name, project_kind
        ) > 1
        or project_name = '{{ var("unspecified") }}' as is_name_shared
    from namesakes_counted

),

names_in_twins as (

    select
        names_shared.form_key,
        string_agg(indicator_rows.folded_level3, '|' order by indicator_rows.folded_level3) as level3_names
    from names_shared
    inner join indicator_rows using (form_key)
    where names_shared.is_name_shared
    group by names_shared.form_key

),

contents_of_twins as (

    -- Twins are two projects of one name in one document: their content tells them apart. Digits are masked,
    -- because amounts and years in a text change from year to year.
    select
        names_shared.*,
        case
            when names_shared.is_name_shared
                then
                    md5(
                        concat_ws(
                            '|',
                            names_shared.content_words,
                            regexp_replace(names_in_twins.level3_names, '[0-9.]+', '#', 'g')
                        )
                    )
        end as content_key
    from names_shared
    left join names_in_twins using (form_key)

),

equal_twins_numbered as (

    -- Only where their content is the same, too, their number in the order of all that they print.
    select
        *,
        row_number() over (
            partition by identity_key, document_id, content_key
            order by content_sha256 asc, form_no asc
        ) as equal_twin_no
    from contents_of_twins

),

members_keyed as (

    select
        equal_twins_numbered.*,
        series.series,
        {{ key_of(['scope', 'unit_id', 'told_apart_by_publisher', 'project_kind']) }} as block_key,
        case
            when equal_twins_numbered.namesake_count = 1
                then {{ key_of(['scope', 'unit_id', 'told_apart_by_publisher', 'project_name']) }}
            else {{ key_of([
                'scope', 'unit_id', 'told_apart_by_publisher', 'project_name', 'content_key',
                'nullif(equal_twin_no, 1)',
            ]) }}
        end as member_key
    from equal_twins_numbered
    inner join series using (document_id)

)

select
    * exclude (
        content_sha256, published_on, is_adjusted, folded_publisher, told_apart_by_publisher,
        identity_key, namesake_count, equal_twin_no
    )
from members_keyed
