with

versions as (

    select * from {{ ref('int_document_versions') }}

),

forms as (

    select * from {{ ref('int_forms') }}

),

raw_files as (

    select * from {{ ref('stg_landing__raw_files') }}

),

not_read as (

    select * from {{ ref('stg_landing__not_read') }}

),

left_out_counts as (

    select
        document_id,
        count(*) as left_out_texts
    from {{ ref('stg_landing__left_out_texts') }}
    group by document_id

),

form_counts as (

    select
        document_id,
        count(*) as form_count,
        count_if(form_status = 'duplicate') as duplicate_count,
        count_if(form_status = 'conflict') as conflict_count
    from forms
    group by document_id

),

other_documents as (

    select distinct
        document_id,
        counted_path
    from forms
    where form_status <> 'counted'

),

paths_that_count as (

    select
        document_id,
        string_agg(counted_path, ', ' order by counted_path) as paths
    from other_documents
    group by document_id

),

judged_versions as (

    select
        versions.*,
        coalesce(left_out_counts.left_out_texts, 0) as left_out_texts,
        case
            when form_counts.duplicate_count = form_counts.form_count then 'duplicate'
            else versions.version_status
        end as status,
        case
            when versions.version_status = 'withdrawn' then versions.withdrawn_because
            when versions.version_status = 'set_aside' then versions.set_aside_because
            when versions.moved_to is not null then 'its file was moved to ' || versions.moved_to
            when versions.version_status = 'superseded' and versions.set_aside_because is not null
                then
                    'another version of this path took its place; this one was set aside: '
                    || versions.set_aside_because
            when versions.version_status = 'superseded' then 'a later version of this path counts'
            when not_read.reason is not null
                then
                    'what an earlier load read of it stays, because it could not be read again: '
                    || not_read.reason
            when form_counts.duplicate_count = form_counts.form_count
                then 'each of its forms stands in ' || paths_that_count.paths || ', too, and is counted there'
            when form_counts.duplicate_count + form_counts.conflict_count > 0
                then
                    (form_counts.duplicate_count + form_counts.conflict_count)
                    || ' of its ' || form_counts.form_count || ' forms stand in ' || paths_that_count.paths
                    || ', too, and are counted there (' || form_counts.conflict_count
                    || ' with other content, of which the later publication counts)'
        end as status_reason
    from versions
    left join form_counts using (document_id)
    left join left_out_counts using (document_id)
    left join paths_that_count using (document_id)
    left join not_read using (document_id)

),

-- Nothing was ever read of these, so that no other model knows them.
unread_versions as (

    select
        not_read.*,
        raw_files.fiscal_year,
        raw_files.publisher,
        raw_files.jurisdiction,
        raw_files.source_url,
        raw_files.published_on,
        raw_files.withdrawn_because
    from not_read
    left join raw_files using (path)
    left join versions using (document_id)
    where versions.document_id is null

)

select
    * exclude (
        folded_publisher, folded_jurisdiction, withdrawn_because, also_at, scope, is_adjusted,
        set_aside_because, version_status, moved_to
    )
from judged_versions

union all by name

select
    * exclude (reason, tried_at, withdrawn_because),
    'unknown' as form_kind,
    0 as form_count,
    0 as left_out_texts,
    case when withdrawn_because is null then 'not_read' else 'withdrawn' end as status,
    coalesce(withdrawn_because, reason) as status_reason,
    tried_at as read_at
from unread_versions
