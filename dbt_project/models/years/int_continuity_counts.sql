with

compared_years as (

    select * from {{ ref('int_compared_years') }}
    where project_kind = 'project' and previous_fiscal_year is not null

),

forms as (

    select * from {{ ref('int_forms') }}
    where is_additive

),

form_money as (

    select * from {{ ref('int_form_money') }}

),

predecessors as (

    select * from {{ ref('int_unit_predecessors') }}

),

project_years as (

    select * from {{ ref('int_project_years') }}
    where
        project_kind = 'project'
        and change = 'continued'
        and previous_document_id is not null

),

indicator_rows as (

    select * from {{ ref('int_indicator_rows') }}

),

targets as (

    select * from {{ ref('int_indicator_targets') }}

),

indicator_links as (

    select * from {{ ref('int_indicator_years') }}
    where presence = 'continued'

),

bands as (

    select * from {{ ref('continuity_bands') }}

),

versions as (

    select * from {{ ref('int_document_versions') }}
    where version_status = 'current'

),

projects as (

    -- Each project of both years of a pair; whether it goes on between these very years.
    select
        compared_years.series,
        compared_years.fiscal_year,
        'later' as side,
        forms.document_id,
        forms.form_no,
        forms.form_key,
        forms.unit_id,
        forms.unit_name,
        form_money.budget_yuan,
        links.project_key is not null as is_linked,
        coalesce(links.match_method = 'similarity', false) as is_similar
    from compared_years
    inner join forms using (series, fiscal_year)
    left join form_money using (form_key)
    left join project_years as links using (form_key, previous_fiscal_year)

    union all

    select
        compared_years.series,
        compared_years.fiscal_year,
        'earlier' as side,
        forms.document_id,
        forms.form_no,
        forms.form_key,
        forms.unit_id,
        forms.unit_name,
        form_money.budget_yuan,
        links.project_key is not null as is_linked,
        coalesce(links.match_method = 'similarity', false) as is_similar
    from compared_years
    inner join forms
        on
            compared_years.series = forms.series
            and compared_years.previous_fiscal_year = forms.fiscal_year
    left join form_money using (form_key)
    left join project_years as links
        on
            forms.form_key = links.previous_form_key
            and compared_years.fiscal_year = links.fiscal_year

),

earlier_units as (

    select distinct
        series,
        fiscal_year,
        unit_id
    from projects
    where side = 'earlier' and unit_name <> '{{ var("unspecified") }}'

),

later_units as (

    select distinct
        projects.series,
        projects.fiscal_year,
        coalesce(predecessors.previous_unit_id, projects.unit_id) as unit_id
    from projects
    left join predecessors
        on
            projects.unit_id = predecessors.unit_id
            and projects.fiscal_year >= predecessors.fiscal_year
    where projects.side = 'later'

    union distinct

    select distinct
        series,
        fiscal_year,
        unit_id
    from projects
    where side = 'later'

),

unit_counts as (

    select
        earlier_units.series,
        earlier_units.fiscal_year,
        count(*) as earlier_count,
        count(later_units.unit_id) as later_count
    from earlier_units
    left join later_units using (series, fiscal_year, unit_id)
    group by earlier_units.series, earlier_units.fiscal_year

),

project_counts as (

    select
        series,
        fiscal_year,
        count_if(side = 'earlier') as earlier_count,
        count_if(side = 'later') as later_count,
        count_if(side = 'earlier' and is_linked) as earlier_linked,
        count_if(side = 'later' and is_linked) as later_linked,
        count_if(side = 'later' and is_similar) as similar_count,
        cast(sum(case when side = 'earlier' then budget_yuan end) as double) as earlier_money,
        cast(sum(case when side = 'later' then budget_yuan end) as double) as later_money,
        cast(coalesce(sum(case when side = 'earlier' and is_linked then budget_yuan end), 0) as double)
            as earlier_money_linked,
        cast(coalesce(sum(case when side = 'later' and is_linked then budget_yuan end), 0) as double)
            as later_money_linked
    from projects
    group by series, fiscal_year

),

rows_of_projects as (

    select
        projects.series,
        projects.fiscal_year,
        projects.side,
        indicator_rows.family,
        {{ is_quantified('targets.target_kind') }} as is_typed,
        indicator_rows.is_level_known,
        indicator_links.match_method
    from projects
    inner join indicator_rows using (form_key)
    inner join targets using (row_key)
    left join indicator_links
        on
            projects.side = 'later'
            and indicator_rows.row_key = indicator_links.row_key

),

indicator_counts as (

    select
        series,
        fiscal_year,
        count_if(side = 'earlier') as earlier_count,
        count_if(side = 'later') as later_count,
        count_if(side = 'earlier' and is_typed) as earlier_typed,
        count_if(side = 'later' and is_typed) as later_typed,
        count_if(side = 'later' and is_level_known) as later_known,
        count(match_method) as linked_count,
        count_if(match_method = 'similarity') as similar_count
    from rows_of_projects
    group by series, fiscal_year

),

families as (

    select
        series,
        fiscal_year,
        family,
        count_if(side = 'earlier') as earlier_count,
        count_if(side = 'later') as later_count
    from rows_of_projects
    group by series, fiscal_year, family

),

families_that_differ_most as (

    -- Of the families that are large enough to judge, the one whose count differs most.
    select families.*
    from families
    inner join bands
        on bands.expectation = 'indicator_counts_are_alike'
    where families.earlier_count >= bands.fewest
    qualify
        row_number() over (
            partition by families.series, families.fiscal_year
            order by
                least(
                    families.later_count / families.earlier_count,
                    families.earlier_count / nullif(families.later_count, 0),
                    1
                ) asc,
                families.family asc
        ) = 1

),

same_files as (

    -- Current versions of the same bytes in two fiscal years.
    select distinct
        mine.document_id,
        theirs.fiscal_year as other_fiscal_year
    from versions as mine
    inner join versions as theirs
        on
            mine.sha256 = theirs.sha256
            and mine.fiscal_year <> theirs.fiscal_year

),

documents_of_pairs as (

    select
        compared_years.series,
        compared_years.fiscal_year,
        compared_years.previous_fiscal_year,
        min_by(forms.document_id, forms.path) as document_id,
        min_by(forms.publisher, forms.path) as publisher,
        min_by(versions.folded_publisher, forms.path) as folded_publisher,
        min_by(versions.folded_jurisdiction, forms.path) as folded_jurisdiction,
        count(distinct forms.document_id) as later_documents,
        count(distinct case when same_files.document_id is not null then forms.document_id end)
            as documents_of_both
    from compared_years
    inner join forms using (series, fiscal_year)
    inner join versions using (document_id)
    left join same_files
        on
            forms.document_id = same_files.document_id
            and compared_years.previous_fiscal_year = same_files.other_fiscal_year
    group by compared_years.series, compared_years.fiscal_year, compared_years.previous_fiscal_year

)

select
    documents_of_pairs.*,
    unit_counts.earlier_count as earlier_units,
    unit_counts.later_count as units_that_go_on,
    project_counts.earlier_count as earlier_projects,
    project_counts.later_count as later_projects,
    project_counts.earlier_linked as earlier_projects_linked,
    project_counts.later_linked as later_projects_linked,
    project_counts.similar_count as projects_similar,
    project_counts.earlier_money,
    project_counts.later_money,
    project_counts.earlier_money_linked,
    project_counts.later_money_linked,
    indicator_counts.earlier_count as earlier_indicators,
    indicator_counts.later_count as later_indicators,
    indicator_counts.earlier_typed,
    indicator_counts.later_typed,
    indicator_counts.later_known,
    indicator_counts.linked_count as indicators_linked,
    indicator_counts.similar_count as indicators_similar,
    families_that_differ_most.family,
    families_that_differ_most.earlier_count as earlier_of_family,
    families_that_differ_most.later_count as later_of_family
from documents_of_pairs
inner join project_counts using (series, fiscal_year)
left join unit_counts using (series, fiscal_year)
left join indicator_counts using (series, fiscal_year)
left join families_that_differ_most using (series, fiscal_year)
