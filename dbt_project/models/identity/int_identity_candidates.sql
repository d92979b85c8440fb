with

project_pairs as (

    select * from {{ ref('int_project_pairs') }}
    where not is_linked

),

indicator_pairs as (

    select * from {{ ref('int_indicator_pairs') }}
    where not is_linked

),

project_members as (

    select * from {{ ref('int_project_members') }}

),

indicator_rows as (

    select * from {{ ref('int_indicator_rows') }}

),

forms as (

    select * from {{ ref('int_forms') }}

),

unit_forms as (

    select * from {{ ref('int_unit_forms') }}

),

-- A remark stands at a form whose money counts: fact_budget has no other.
counted_unit_forms as (

    select unit_forms.*
    from unit_forms
    inner join forms
        on unit_forms.form_key = forms.form_key
    where forms.form_status = 'counted'

),

candidates as (

    select
        'project' as thing,
        later.document_id,
        later.form_no,
        later.form_key,
        later.path,
        later.fiscal_year,
        later.published_name as printed_name,
        earlier.path as previous_path,
        earlier.form_no as previous_form_no,
        earlier.fiscal_year as previous_fiscal_year,
        earlier.published_name as previous_printed_name,
        project_pairs.match_method,
        project_pairs.score
    from project_pairs
    inner join project_members as later
        on
            project_pairs.node_key = later.node_key
            and later.is_compared
    inner join project_members as earlier
        on
            project_pairs.previous_node_key = earlier.node_key
            and earlier.is_compared

    union all by name

    select
        'indicator' as thing,
        later.document_id,
        later.form_no,
        later.row_no,
        later.form_key,
        later.row_key,
        later_forms.path,
        later.fiscal_year,
        case when later.name_count > 1 then later.description else later.indicator_name end as printed_name,
        earlier_forms.path as previous_path,
        earlier.form_no as previous_form_no,
        earlier.fiscal_year as previous_fiscal_year,
        case when earlier.name_count > 1 then earlier.description else earlier.indicator_name end
            as previous_printed_name,
        indicator_pairs.match_method,
        indicator_pairs.score
    from indicator_pairs
    inner join indicator_rows as later
        on
            indicator_pairs.node_key = later.node_key
            and later.is_compared
    inner join forms as later_forms
        on later.form_key = later_forms.form_key
    inner join indicator_rows as earlier
        on
            indicator_pairs.previous_node_key = earlier.node_key
            and earlier.is_compared
    inner join forms as earlier_forms
        on earlier.form_key = earlier_forms.form_key

),

judged_candidates as (

    select
        *,
        case
            when match_method <> 'similarity' then 'contradiction'
            else 'not_clear'
        end as reason,
        concat_ws(
            ',',
            thing,
            {{ csv_field('path') }},
            cast(form_no as varchar),
            {{ csv_field('printed_name') }},
            {{ csv_field('previous_path') }},
            cast(previous_form_no as varchar),
            {{ csv_field('previous_printed_name') }},
            'same',
            'reason'
        ) as seed_line
    from candidates

),

units_of_names as (

    -- A name without a code that fits two codes, and a code with two names in one year.
    select
        without_code.document_id,
        without_code.form_no,
        without_code.form_key,
        without_code.fiscal_year,
        without_code.unit_name as printed_name,
        min(with_code.unit_code) as unit_code,
        max(with_code.unit_code) as other_code
    from counted_unit_forms as without_code
    inner join unit_forms as with_code
        on
            without_code.scope = with_code.scope
            and without_code.folded_name = with_code.folded_name
            and with_code.unit_code is not null
    where without_code.unit_method = 'founded_by_name'
    group by
        without_code.document_id,
        without_code.form_no,
        without_code.form_key,
        without_code.fiscal_year,
        without_code.unit_name

),

names_of_codes as (

    select
        * exclude (form_kind, unit_method, department_code, unit_id),
        row_number() over (
            partition by scope, fiscal_year, unit_code, folded_name
            order by document_id, form_no
        ) as name_no
    from counted_unit_forms
    where unit_method = 'code' and unit_name <> '{{ var("unspecified") }}'

),

dissimilar_names as (

    -- One code with two names in one year that are not two spellings of one.
    select
        one.document_id,
        one.form_no,
        one.form_key,
        one.fiscal_year,
        one.unit_name as printed_name,
        one.unit_code || ' ' || other.unit_name as other_name
    from names_of_codes as one
    inner join names_of_codes as other
        on
            one.scope = other.scope
            and one.fiscal_year = other.fiscal_year
            and one.unit_code = other.unit_code
            and one.folded_name < other.folded_name
    where
        one.name_no = 1
        and other.name_no = 1
        and greatest(
            coalesce({{ dice(bigrams('one.folded_name'), bigrams('other.folded_name')) }}, 0),
            coalesce({{ spelling_similarity('one.folded_name', 'other.folded_name') }}, 0)
        ) < {{ var('name_similarity') }}

)

select *
from judged_candidates

union all by name

select
    'unit' as thing,
    document_id,
    form_no,
    form_key,
    fiscal_year,
    printed_name,
    unit_code || ' / ' || other_code as previous_printed_name,
    'name' as match_method,
    'name_of_two_codes' as reason
from units_of_names

union all by name

select
    'unit' as thing,
    document_id,
    form_no,
    form_key,
    fiscal_year,
    printed_name,
    other_name as previous_printed_name,
    'code' as match_method,
    'two_names_of_a_code' as reason
from dissimilar_names
