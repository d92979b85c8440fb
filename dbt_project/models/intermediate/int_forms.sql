{{ config(materialized='table') }}

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

unit_forms as (

    select * from {{ ref('int_unit_forms') }}

),

year_neutral_names as (

    select * from {{ ref('int_year_neutral_names') }}

),

names_of_indicators as (

    select
        document_id,
        form_no,
        {{ join_texts(fold('level3_text'), '|', fold('level3_text')) }} as level3_names
    from indicator_rows
    group by document_id, form_no

),

identified_forms as (

    -- Digits are masked, because amounts and years of a text change from year to year.
    select
        forms.document_id,
        forms.form_no,
        forms.form_kind,
        forms.content_sha256,
        forms.money_unit_text,
        forms.purpose,
        forms.objective,
        forms.row_count,
        forms.locator,
        versions.path,
        versions.published_on,
        versions.fiscal_year,
        versions.publisher,
        versions.scope,
        unit_forms.unit_id,
        unit_forms.unit_code,
        unit_forms.unit_name,
        {{ printed('forms.project_code') }} as project_code,
        forms.project_name as published_name,
        case when forms.form_kind = 'department' then 'department' else 'project' end as project_kind,
        coalesce(
            year_neutral_names.neutral_name,
            case
                when forms.form_kind = 'department' then '{{ var("whole_department") }}'
                else '{{ var("unspecified") }}'
            end
        ) as project_name,
        case when unit_forms.unit_method = 'none' then versions.publisher end as told_apart_by_publisher,
        md5(
            {{ replace_pattern(
                fold("concat_ws('|', forms.purpose, forms.objective, names_of_indicators.level3_names)"),
                '[0-9.]+',
                '#',
            ) }}
        ) as content_key
    from versions
    inner join forms
        on versions.document_id = forms.document_id
    inner join unit_forms
        on
            forms.document_id = unit_forms.document_id
            and forms.form_no = unit_forms.form_no
    left join year_neutral_names
        on
            forms.project_name = year_neutral_names.printed_name
            and versions.fiscal_year = year_neutral_names.fiscal_year
    left join names_of_indicators
        on
            forms.document_id = names_of_indicators.document_id
            and forms.form_no = names_of_indicators.form_no
    where versions.version_status = 'current'

),

named_alike as (

    select
        *,
        {{ key_of([
            'scope', 'unit_id', 'told_apart_by_publisher', 'project_name', 'form_kind', 'fiscal_year',
        ]) }} as identity_key
    from identified_forms

),

documents_of_identity as (

    -- How many different forms of an identity a document has: only one document may speak for it.
    select
        identity_key,
        document_id,
        path,
        published_on,
        count(distinct content_sha256) as content_count
    from named_alike
    group by identity_key, document_id, path, published_on

),

shared_contents as (

    select
        mine.identity_key,
        mine.document_id,
        theirs.document_id as other_document_id,
        count(distinct mine.content_sha256) as content_count
    from named_alike as mine
    inner join named_alike as theirs
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
    inner join documents_of_identity as mine
        on
            shared_contents.identity_key = mine.identity_key
            and shared_contents.document_id = mine.document_id
    inner join documents_of_identity as theirs
        on
            shared_contents.identity_key = theirs.identity_key
            and shared_contents.other_document_id = theirs.document_id
    where
        shared_contents.content_count = mine.content_count
        and mine.content_count < theirs.content_count

),

speaking_documents as (

    select
        documents_of_identity.identity_key,
        documents_of_identity.document_id,
        documents_of_identity.path
    from documents_of_identity
    left join documents_that_add_nothing
        on
            documents_of_identity.identity_key = documents_that_add_nothing.identity_key
            and documents_of_identity.document_id = documents_that_add_nothing.document_id
    qualify
        row_number() over (
            partition by documents_of_identity.identity_key
            order by
                documents_that_add_nothing.document_id is not null asc,
                documents_of_identity.published_on desc nulls last,
                documents_of_identity.path asc
        ) = 1

),

contents_that_speak as (

    select distinct
        named_alike.identity_key,
        named_alike.content_sha256
    from named_alike
    inner join speaking_documents
        on
            named_alike.identity_key = speaking_documents.identity_key
            and named_alike.document_id = speaking_documents.document_id

),

judged_forms as (

    select
        named_alike.*,
        case
            when named_alike.document_id = speaking_documents.document_id then 'counted'
            when contents_that_speak.content_sha256 is not null then 'duplicate'
            else 'conflict'
        end as form_status,
        case
            when named_alike.document_id <> speaking_documents.document_id then speaking_documents.path
        end as counted_path
    from named_alike
    inner join speaking_documents
        on named_alike.identity_key = speaking_documents.identity_key
    left join contents_that_speak
        on
            named_alike.identity_key = contents_that_speak.identity_key
            and named_alike.content_sha256 = contents_that_speak.content_sha256

),

twins_counted as (

    -- Twins are two projects of one name in one document: their content tells them apart, and only
    -- where that is the same, too, their number in the order of all that they print.
    select
        *,
        count(*) over (partition by identity_key, document_id) as twin_count,
        row_number() over (
            partition by identity_key, document_id, content_key
            order by content_sha256 asc, form_no asc
        ) as equal_twin_no
    from judged_forms

),

keyed_forms as (

    select
        *,
        case
            when twin_count = 1
                then {{ key_of(['scope', 'unit_id', 'told_apart_by_publisher', 'project_name']) }}
            else {{ key_of([
                'scope', 'unit_id', 'told_apart_by_publisher', 'project_name', 'content_key',
                'nullif(equal_twin_no, 1)',
            ]) }}
        end as project_key
    from twins_counted

),

additive_forms as (

    -- Sums count one form of a project and year: its objective, else its self-evaluation.
    select
        *,
        form_status = 'counted'
        and project_kind = 'project'
        and row_number() over (
            partition by project_key, fiscal_year, form_status
            order by
                case form_kind when 'objective' then 1 else 2 end asc,
                path asc,
                form_no asc
        ) = 1 as is_additive
    from keyed_forms

)

select
    document_id,
    form_no,
    form_kind,
    form_status,
    counted_path,
    is_additive,
    fiscal_year,
    scope,
    publisher,
    path,
    unit_id,
    unit_code,
    unit_name,
    project_key,
    project_kind,
    project_code,
    project_name,
    published_name,
    purpose,
    objective,
    money_unit_text,
    row_count,
    locator
from additive_forms
