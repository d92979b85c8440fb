{#- Rules that look at one form as a whole, its money aside. Each CTE that is named in the last lines is
    a rule of the seed finding_rules: what it judges, and what is odd. -#}

with

judged_rows as (

    select * from {{ ref('judged_rows') }}

),

forms as (

    select * from {{ ref('int_forms') }}
    where form_status = 'counted'

),

printed_forms as (

    select * from {{ ref('int_current_forms') }}

),

versions as (

    select * from {{ ref('int_document_versions') }}

),

required_groups as (

    select * from {{ ref('required_groups') }}

),

words as (

    select * from {{ ref('finding_words') }}

),

corrections as (

    select * from {{ ref('corrections') }}
    where corrected <> 'confirmed'

),

-- What a person has found wrong and amended: both texts are told.
error_corrected as (

    select
        'error_corrected' as rule,
        forms.document_id,
        forms.form_no,
        corrections.row_no,
        true as is_odd,
        corrections.printed as found,
        corrections.corrected as expected,
        corrections.reason as evidence
    from corrections
    inner join forms using (path, form_no)

),

groups_of_forms as (

    select
        judged_rows.document_id,
        judged_rows.form_no,
        judged_rows.form_key,
        count(*) as row_count,
        count(required_groups.indicator_group) as placed_count
    from judged_rows
    left join required_groups using (level1, level2)
    where judged_rows.form_kind = 'objective'
    group by judged_rows.document_id, judged_rows.form_no, judged_rows.form_key

),

groups_present as (

    select
        judged_rows.form_key,
        required_groups.indicator_group,
        count(*) as row_count
    from judged_rows
    inner join required_groups using (level1, level2)
    group by judged_rows.form_key, required_groups.indicator_group

),

group_names as (

    select distinct
        indicator_group,
        is_required
    from required_groups

),

missing_groups as (

    -- Only where every row has its place: a row that has none may be what seems to be missing.
    select
        groups_of_forms.document_id,
        groups_of_forms.form_no,
        string_agg(group_names.indicator_group, '、' order by group_names.indicator_group) filter (
            where group_names.is_required and groups_present.row_count is null
        ) as missing,
        string_agg(group_names.indicator_group, '、' order by group_names.indicator_group) filter (
            where not group_names.is_required and groups_present.row_count is null
        ) as missing_options
    from groups_of_forms
    cross join group_names
    left join groups_present using (form_key, indicator_group)
    where groups_of_forms.placed_count = groups_of_forms.row_count
    group by groups_of_forms.document_id, groups_of_forms.form_no

),

duplicates as (

    select
        *,
        row_number() over (
            partition by
                document_id, form_no, level1, level2, folded_level3, folded_description, folded_target
            order by row_no asc
        ) as copy_no
    from judged_rows
    where target_text is not null

),

-- The same row again: name, description and target.
true_duplicate as (

    select
        {{ judged_row('true_duplicate', 'copy_no > 1', 'indicator_name') }}
    from duplicates

),

required_group_missing as (

    select
        {{ judged_form('required_group_missing', 'missing is not null', 'missing', 'missing') }}
    from missing_groups

),

-- What 财预〔2021〕101号 leaves to the project.
optional_group_missing as (

    select
        {{ judged_form(
            'optional_group_missing', 'missing_options is not null', 'missing_options', 'missing_options'
        ) }}
    from missing_groups

),

-- Nobody is named who answers for the project.
unit_missing as (

    select
        {{ judged_form(
            'unit_missing',
            "unit_name = '" ~ var('unspecified') ~ "'",
            "coalesce(published_name, '')",
        ) }}
    from forms
    -- A transfer payment goes to regions, and names the departments above them.
    where not is_transfer

),

money_vintages as (

    select
        forms.document_id,
        forms.form_no,
        forms.published_name,
        forms.fiscal_year,
        try_cast(
            regexp_extract(forms.project_name, '[{]Y-([0-9]+)[}]', 1) as integer
        ) as years_ago
    from forms
    where
        forms.project_kind = 'project'
        and contains(forms.project_name, '{Y')
        and exists (
            select 1
            from words
            where words.role = 'grant' and position(words.word in forms.project_name) > 0
        )

),

-- Money named after last year: leftovers of a grant, as they are carried over.
money_of_last_year as (

    select
        {{ judged_form(
            'money_of_last_year', 'coalesce(years_ago = 1, false)', 'published_name', 'published_name'
        ) }}
    from money_vintages

),

-- Two years and more: by rule such money is taken back.
money_older_than_a_year as (

    select
        {{ judged_form(
            'money_older_than_a_year',
            'coalesce(years_ago between 2 and ' ~ var('oldest_money') ~ ', false)',
            'published_name', 'published_name',
        ) }}
    from money_vintages

),

printed_names as (

    select
        forms.document_id,
        forms.form_no,
        printed_forms.project_name,
        printed_forms.folded_project_name
    from forms
    inner join printed_forms using (form_key)

),

-- A bracket without its partner in the name by which the project is looked up.
project_name_stray_marks as (

    select
        {{ judged_form(
            'project_name_stray_marks',
            "length(replace(folded_project_name, '(', '')) <> length(replace(folded_project_name, ')', ''))
                or position('**' in folded_project_name) > 0",
            'project_name', 'project_name',
        ) }}
    from printed_names
    where project_name is not null

),

headings as (

    select
        forms.document_id,
        forms.form_no,
        printed_forms.heading_name,
        forms.published_name,
        regexp_replace(printed_forms.folded_heading_name, '[^0-9A-Za-z一-龥]', '', 'g') as heading,
        regexp_replace(printed_forms.folded_project_name, '[^0-9A-Za-z一-龥]', '', 'g') as name,
        regexp_replace(
            concat_ws(
                '|',
                printed_forms.folded_unit_name,
                printed_forms.folded_department_name,
                versions.folded_publisher
            ),
            '[^0-9A-Za-z一-龥|]',
            '',
            'g'
        ) as organisations,
        count(*) over (
            partition by forms.document_id, printed_forms.folded_heading_name
        ) as form_count
    from forms
    inner join printed_forms using (form_key)
    inner join versions
        on forms.document_id = versions.document_id
    where printed_forms.heading_name is not null and forms.published_name is not null

),

headings_of_projects as (

    -- A heading over several forms, a title of forms or the name of an organisation names no project.
    select *
    from headings
    where
        form_count = 1
        and heading <> '' and name <> ''
        and position(heading in organisations) = 0
        and not exists (
            select 1
            from words
            where words.role = 'title' and position(words.word in headings.heading) > 0
        )

),

-- The heading above the table names another project than the table.
heading_differs_from_table as (

    select
        {{ judged_form(
            'heading_differs_from_table',
            "position(name in heading) = 0 and position(heading in name) = 0",
            "heading_name || ' / ' || published_name", 'heading_name', 'published_name',
        ) }}
    from headings_of_projects

)

{{ judgements_of([
    'true_duplicate',
    'required_group_missing',
    'optional_group_missing',
    'unit_missing',
    'money_of_last_year',
    'money_older_than_a_year',
    'project_name_stray_marks',
    'error_corrected',
    'heading_differs_from_table',
]) }}
