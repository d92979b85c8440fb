{{ config(materialized='table') }}

with

documents as (

    select * from {{ ref('stg_landing__documents') }}

),

raw_files as (

    select * from {{ ref('stg_landing__raw_files') }}

),

forms as (

    select * from {{ ref('stg_landing__forms') }}

),

gate_findings as (

    select * from {{ ref('stg_landing__gate_findings') }}

),

names as (

    select * from {{ ref('stg_landing__names') }}

),

adjustment_words as (

    select word from {{ ref('finding_words') }}
    where role = 'adjustment'

),

adjusted_documents as (

    -- 预算调整.html, 项目支出绩效目标变更表: what was printed after the budget had been decided.
    select distinct documents.document_id
    from documents
    cross join adjustment_words
    where
        position(adjustment_words.word in parse_filename(documents.path)) > 0
        or position(adjustment_words.word in coalesce(documents.title, '')) > 0

),

critical_reasons as (

    select
        document_id,
        string_agg(
            rtrim(reason, '.') || '.', ' ' order by expectation asc, locator asc nulls first, reason asc
        ) as reasons
    from gate_findings
    where severity = 'critical'
    group by document_id

),

form_counts as (

    select
        document_id,
        count(*) as form_count,
        min(form_kind) as first_kind,
        max(form_kind) as last_kind
    from forms
    group by document_id

),

described_versions as (

    select
        documents.*,
        raw_files.fiscal_year,
        raw_files.publisher,
        raw_files.jurisdiction,
        publishers.folded_name as folded_publisher,
        jurisdictions.folded_name as folded_jurisdiction,
        raw_files.source_url,
        raw_files.published_on,
        raw_files.withdrawn_because,
        case when documents.sha256 = raw_files.raw_sha256 then raw_files.also_at end as also_at,
        coalesce(raw_files.jurisdiction, '') as scope,
        coalesce(form_counts.form_count, 0) as form_count,
        case
            when form_counts.form_count is null then 'unknown'
            when form_counts.first_kind <> form_counts.last_kind then 'mixed'
            else form_counts.first_kind
        end as form_kind,
        coalesce(documents.sha256 = raw_files.raw_sha256, false) as is_present,
        adjusted_documents.document_id is not null as is_adjusted,
        case
            when documents.problem is not null then documents.problem
            when critical_reasons.reasons is not null then critical_reasons.reasons
            when form_counts.form_count is null
                then 'no form was found in it: see whether it is a table of performance objectives (绩效目标表)'
            when raw_files.fiscal_year is null
                then
                    'its fiscal year is not known: put it into a folder raw/YYYY/ '
                    || 'or give the year in documents.csv'
        end as set_aside_because
    from documents
    left join raw_files using (path)
    left join names as publishers
        on {{ name_key('raw_files.publisher', 'raw_files.fiscal_year') }} = publishers.name_key
    left join names as jurisdictions
        on {{ name_key('raw_files.jurisdiction', 'raw_files.fiscal_year') }} = jurisdictions.name_key
    left join form_counts using (document_id)
    left join critical_reasons using (document_id)
    left join adjusted_documents using (document_id)

),

ranked_versions as (

    select
        *,
        row_number() over (
            partition by path, set_aside_because is null
            order by is_present desc, read_at desc, document_id asc
        ) as version_rank,
        bool_or(set_aside_because is null) over (partition by path) as has_accepted
    from described_versions

),

judged_versions as (

    select
        *,
        -- A moved file speaks from its new path, so that moving it back undoes the move. What is set aside is
        -- what lies below raw/ now; of a path that is gone, the latest version, if none was ever accepted.
        case
            when withdrawn_because is not null then 'withdrawn'
            when
                set_aside_because is not null
                and (is_present or (version_rank = 1 and moved_to is null and not has_accepted))
                then 'set_aside'
            when set_aside_because is null and version_rank = 1 and moved_to is null then 'current'
            else 'superseded'
        end as version_status
    from ranked_versions

)

select
    * exclude (moved_to, problem, byte_size, printed_year, is_present, version_rank, has_accepted),
    case when version_rank = 1 then moved_to end as moved_to
from judged_versions
