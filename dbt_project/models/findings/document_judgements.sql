{#- Rules that compare the forms of one document, and the same form in two documents. Each CTE that is
    named in the last lines is a rule of the seed finding_rules. -#}

with

judged_rows as (

    select * from {{ ref('judged_rows') }}

),

forms as (

    select * from {{ ref('int_forms') }}

),

versions as (

    select * from {{ ref('int_document_versions') }}
    where version_status = 'current'

),

totals as (

    -- What a form prints as this year's money, to tell two forms of one project apart.
    select
        document_id,
        form_no,
        form_key,
        min_by(amount_text || coalesce(money_unit_text, ''), line_no) as amount
    from {{ ref('int_funding_lines') }}
    where line_role = 'total' and amount_text is not null
    group by document_id, form_no, form_key

),

named_alike as (

    -- One name in several forms of a document, compared by what can contradict: direction, or points
    -- against percent.
    select
        *,
        case
            when comparator in ('>=', '>') then 'up'
            when comparator in ('<=', '<') then 'down'
        end as direction,
        case when dimension in ('percent', 'score') then dimension end as scale
    from judged_rows
    where target_kind in ('number', 'percentage') and dimension is not null

),

contradictions as (

    select
        mine.document_id,
        mine.form_no,
        mine.row_no,
        mine.row_key,
        mine.target_text,
        count(theirs.form_no) > 0 as is_odd,
        min(theirs.form_no) as other_form_no
    from named_alike as mine
    left join named_alike as theirs
        on
            mine.document_id = theirs.document_id
            and mine.level1 = theirs.level1
            and mine.compared_name = theirs.compared_name
            and mine.form_no <> theirs.form_no
            and (
                (mine.dimension = theirs.dimension and mine.direction <> theirs.direction)
                or mine.scale <> theirs.scale
            )
    group by mine.document_id, mine.form_no, mine.row_no, mine.row_key, mine.target_text

),

-- One indicator that goes up in one form and down in another, or is counted in points here and in
-- percent there.
one_name_two_scales as (

    select
        'one_name_two_scales' as rule,
        contradictions.document_id,
        contradictions.form_no,
        contradictions.row_no,
        contradictions.is_odd,
        contradictions.target_text as found,
        '表' || contradictions.other_form_no || '：' || min(theirs.target_text) as expected
    from contradictions
    inner join named_alike as mine using (row_key)
    left join named_alike as theirs
        on
            contradictions.document_id = theirs.document_id
            and contradictions.other_form_no = theirs.form_no
            and mine.level1 = theirs.level1
            and mine.compared_name = theirs.compared_name
    group by
        contradictions.document_id, contradictions.form_no, contradictions.row_no, contradictions.is_odd,
        contradictions.target_text, contradictions.other_form_no

),

namesakes as (

    select
        document_id,
        form_no,
        published_name,
        count(*) over (
            partition by document_id, unit_id, project_name, form_kind, fiscal_year
        ) as namesake_count
    from forms
    where form_status = 'counted' and project_kind = 'project' and published_name is not null

),

-- Two projects of one unit with one name: whoever follows their money cannot tell them apart.
twin_projects as (

    select
        {{ judged_form(
            'twin_projects', 'namesake_count > 1', 'published_name', 'published_name',
            'cast(namesake_count as varchar)',
        ) }}
    from namesakes

),

conflicts as (

    select
        counted.document_id,
        counted.form_no,
        counted.published_name,
        min(counted.path) as path,
        min(totals.amount) as amount,
        min(rivals.path) as other_path,
        min_by(rival_totals.amount, rivals.path) as other_amount
    from forms as counted
    left join totals
        on counted.form_key = totals.form_key
    left join forms as rivals
        on
            counted.path = rivals.counted_path
            and counted.project_key = rivals.project_key
            and counted.form_kind = rivals.form_kind
            and counted.fiscal_year = rivals.fiscal_year
            and rivals.form_status = 'conflict'
    left join totals as rival_totals
        on rivals.form_key = rival_totals.form_key
    where counted.form_status = 'counted'
    group by counted.document_id, counted.form_no, counted.published_name

),

-- Another document has the same form with other content, which does not count; gate 2 says why.
same_form_differs as (

    select
        {{ judged_form(
            'same_form_differs',
            'other_path is not null',
            "concat_ws(' / ', path || coalesce(': ' || amount, ''), other_path || coalesce(': ' || other_amount, ''))",
            "coalesce(published_name, '')",
            'other_path',
        ) }}
    from conflicts

),

first_forms as (

    -- One form speaks for its document.
    select
        document_id,
        min(form_no) as form_no,
        min(path) as path,
        min(fiscal_year) as fiscal_year
    from forms
    where form_status = 'counted'
    group by document_id

),

-- The same bytes stand under another fiscal year: one of the two years is not that of the document.
same_file_in_two_years as (

    select
        'same_file_in_two_years' as rule,
        first_forms.document_id,
        first_forms.form_no,
        versions.also_at is not null as is_odd,
        first_forms.path as found,
        versions.also_at as expected,
        concat_ws(' / ', first_forms.path, versions.also_at) as evidence
    from first_forms
    inner join versions using (document_id)

)

{{ judgements_of(['one_name_two_scales', 'twin_projects', 'same_form_differs', 'same_file_in_two_years']) }}
