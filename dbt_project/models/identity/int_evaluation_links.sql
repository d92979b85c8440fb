{{ config(materialized='table') }}

with

forms as (

    select * from {{ ref('int_project_forms') }}
    where form_status = 'counted' and project_kind = 'project'

),

indicator_rows as (

    select * from {{ ref('int_named_rows') }}

),

names as (

    select * from {{ ref('stg_landing__names') }}

),

kinds_counted as (

    -- Of several forms of mid-year monitoring of a project the latest is compared; its link is that of all.
    select
        *,
        count_if(form_kind = 'objective') over (partition by member_key, fiscal_year) as objective_count,
        count_if(form_kind = 'self_evaluation') over (partition by member_key, fiscal_year)
            as evaluation_count,
        count_if(form_kind = 'monitoring') over (partition by member_key, fiscal_year) as monitoring_count
    from forms
    qualify
        row_number() over (
            partition by
                member_key, fiscal_year, form_kind,
                case when form_kind <> 'monitoring' then document_id || '/' || form_no end
            order by mid_year_through desc nulls last, path asc, form_no asc
        ) = 1

),

alone as (

    -- Evaluations, monitoring and objectives of a unit and year that no equal name (and content, of twins)
    -- joins.
    select
        *,
        count(*) over (
            partition by block_key, fiscal_year, form_kind, project_name
        ) as name_count,
        count(*) over (
            partition by block_key, fiscal_year, form_kind, folded_project_code
        ) as code_count
    from kinds_counted
    where
        case form_kind
            when 'objective' then objective_count = 1
            when 'self_evaluation' then objective_count = 0 and evaluation_count = 1
            when 'monitoring' then objective_count = 0
        end

),

pairs as (

    select
        evaluation.document_id,
        evaluation.form_no,
        evaluation.form_key,
        objective.document_id as objective_document_id,
        objective.form_no as objective_form_no,
        objective.form_key as objective_form_key,
        evaluation.form_kind,
        evaluation.member_key as evaluation_member_key,
        objective.member_key,
        objective.fiscal_year,
        evaluation.published_name as evaluated_name,
        objective.published_name,
        objective.project_name = evaluation.project_name as is_namesake,
        case
            when
                evaluation.folded_project_code = objective.folded_project_code
                and evaluation.code_count = 1
                and objective.code_count = 1
                then 1
            when
                evaluation.project_name = objective.project_name
                and evaluation.name_count = 1
                and objective.name_count = 1
                and evaluation.project_name <> '{{ var("unspecified") }}'
                then 2
        end as rung
    from alone as evaluation
    inner join alone as objective using (block_key, fiscal_year)
    where
        objective.form_kind = 'objective'
        and (
            (evaluation.form_kind = 'self_evaluation' and objective.evaluation_count = 0)
            or (evaluation.form_kind = 'monitoring' and objective.monitoring_count = 0)
        )

),

exact_links as (

    select *
    from pairs
    where rung is not null
    qualify
        row_number() over (
            partition by form_key
            order by rung asc, objective_document_id asc, objective_form_no asc
        ) = 1
        and row_number() over (
            partition by objective_form_key, form_kind
            order by rung asc, document_id asc, form_no asc
        ) = 1

),

open_pairs as (

    select pairs.*
    from pairs
    left join exact_links as evaluated using (form_key)
    left join exact_links as promised
        on
            pairs.objective_form_key = promised.objective_form_key
            and pairs.form_kind = promised.form_kind
    where evaluated.form_key is null and promised.form_key is null

),

forms_compared as (

    select form_key from open_pairs

    union distinct

    select objective_form_key as form_key from open_pairs

),

rows_of_forms as (

    select
        forms_compared.form_key,
        array_agg(distinct coalesce(indicator_rows.unmarked_level3, '')) as indicator_names,
        array_agg(
            distinct
            coalesce(indicator_rows.unmarked_level3, '') || '|' || coalesce(indicator_rows.target_words, '')
        ) as indicator_targets
    from forms_compared
    inner join indicator_rows using (form_key)
    group by forms_compared.form_key

),

features as (

    select
        forms_compared.form_key,
        coalesce(names.plain_name, '') as name,
        {{ bigrams("coalesce(names.plain_name, '')") }} as name_bigrams,
        coalesce(names.other_years, []) as other_years,
        coalesce(names.numbers, []) as numbers,
        coalesce(names.ordinals, []) as ordinals,
        coalesce(names.contrasting_words, []) as contrasting_words,
        rows_of_forms.indicator_names,
        rows_of_forms.indicator_targets
    from forms_compared
    inner join forms using (form_key)
    left join names
        on {{ name_key('forms.published_name', 'forms.fiscal_year') }} = names.name_key
    left join rows_of_forms using (form_key)

),

likenesses as (

    -- A self-evaluation repeats the indicators: they tell more than the name.
    select
        open_pairs.*,
        {{ name_likeness('objective', 'evaluation') }} as name_likeness,
        (
            coalesce({{ dice('objective.indicator_names', 'evaluation.indicator_names') }}, 0)
            + coalesce({{ dice('objective.indicator_targets', 'evaluation.indicator_targets') }}, 0)
        ) / 2 as content_likeness,
        {{ names_may_be_one('objective', 'evaluation') }} as may_be_same
    from open_pairs
    inner join features as evaluation using (form_key)
    inner join features as objective
        on open_pairs.objective_form_key = objective.form_key

),

scored_pairs as (

    -- Named as in all matching: the objective is the earlier side.
    select
        *,
        objective_form_key || '/' || form_kind as previous_node_key,
        form_key as node_key,
        cast(
            case when is_namesake then content_likeness else 0.4 * name_likeness + 0.6 * content_likeness end
            as decimal(6, 4)
        ) as score
    from likenesses
    where may_be_same

),

alike_pairs as (

    select
        *,
        case
            when is_namesake then score >= {{ var('project_similarity') }}
            else
                score >= {{ var('project_similarity') }}
                and (
                    name_likeness >= {{ var('name_similarity') }}
                    or content_likeness >= {{ var('renamed_similarity') }}
                )
        end as is_alike
    from scored_pairs

),

similar_pairs as (

    {{ mutually_best('alike_pairs') }}

),

linked_forms as (

    select
        *,
        case rung when 1 then 'code' else 'name' end as match_method,
        cast(1 as decimal(6, 4)) as match_score
    from exact_links

    union all by name

    select
        *,
        'similarity' as match_method,
        score as match_score
    from similar_pairs
    where is_linked

)

select
    forms.document_id,
    forms.form_no,
    forms.form_key,
    linked_forms.member_key,
    linked_forms.match_method,
    linked_forms.match_score,
    linked_forms.published_name || ' → ' || linked_forms.evaluated_name as matched_on
from linked_forms
inner join forms
    on
        linked_forms.fiscal_year = forms.fiscal_year
        and linked_forms.form_kind = forms.form_kind
        and linked_forms.evaluation_member_key = forms.member_key
        and (
            linked_forms.form_kind = 'monitoring'
            or linked_forms.form_key = forms.form_key
        )
