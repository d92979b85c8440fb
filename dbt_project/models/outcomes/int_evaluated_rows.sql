{{ config(materialized='table') }}

with

evaluated_forms as (

    select * from {{ ref('int_evaluated_forms') }}

),

indicator_rows as (

    select * from {{ ref('int_indicator_rows') }}

),

names as (

    select * from {{ ref('stg_landing__names') }}

),

evaluated as (

    select
        indicator_rows.*,
        evaluated_forms.mid_year_through,
        evaluated_forms.objective_document_id,
        evaluated_forms.objective_form_no,
        evaluated_forms.objective_form_key,
        -- Rows of one name, and of one name and target, in their order.
        count(*) over one_name as same_name_count,
        row_number() over (one_name order by indicator_rows.row_no) as name_rank,
        row_number() over (
            partition by
                indicator_rows.form_key,
                indicator_rows.family,
                indicator_rows.compared_name,
                indicator_rows.target_words
            order by indicator_rows.row_no
        ) as target_rank
    from evaluated_forms
    inner join indicator_rows
        on evaluated_forms.form_key = indicator_rows.form_key
    window one_name as (
        partition by
            indicator_rows.form_key,
            indicator_rows.family,
            indicator_rows.compared_name
    )

),

promised as (

    select
        indicator_rows.*,
        evaluated_forms.form_kind as evaluation_kind,
        evaluated_forms.mid_year_through,
        evaluated_forms.document_id as evaluation_document_id,
        evaluated_forms.form_no as evaluation_form_no,
        evaluated_forms.form_key as evaluation_form_key,
        count(*) over one_name as same_name_count,
        row_number() over (one_name order by indicator_rows.row_no) as name_rank,
        row_number() over (
            partition by
                evaluated_forms.form_key,
                indicator_rows.form_key,
                indicator_rows.family,
                indicator_rows.compared_name,
                indicator_rows.target_words
            order by indicator_rows.row_no
        ) as target_rank
    from evaluated_forms
    inner join indicator_rows
        on evaluated_forms.objective_form_key = indicator_rows.form_key
    window one_name as (
        partition by
            evaluated_forms.form_key,
            indicator_rows.form_key,
            indicator_rows.family,
            indicator_rows.compared_name
    )

),

pairs as (

    -- Rows of one kind of indicator in a promise and its evaluation; the rungs of the ladder, best first.
    select
        evaluated.form_key,
        evaluated.row_key,
        promised.row_key as promised_row_key,
        evaluated.row_no,
        promised.row_no as promised_row_no,
        {{ name_key('promised.indicator_name', 'promised.fiscal_year') }} as promised_name_key,
        promised.compared_name as promised_name,
        {{ name_key('evaluated.indicator_name', 'evaluated.fiscal_year') }} as evaluated_name_key,
        evaluated.compared_name as evaluated_name,
        promised.target_words = evaluated.target_words as is_same_target,
        case
            when evaluated.compared_name <> promised.compared_name then null
            when evaluated.name_count = 1 and promised.name_count = 1 then 1
            when evaluated.member_key = promised.member_key then 2
            when
                evaluated.target_words = promised.target_words
                and evaluated.target_rank = promised.target_rank
                then 3
        end as rung,
        evaluated.name_rank = promised.name_rank as is_same_rank,
        evaluated.same_name_count = promised.same_name_count as is_same_count
    from evaluated
    inner join promised
        on
            evaluated.form_key = promised.evaluation_form_key
            and evaluated.family = promised.family

),

exact_pairs as (

    -- Where a rung leaves a choice between rows, it says nothing.
    select *
    from pairs
    where rung is not null
    qualify
        count(*) over (partition by row_key, rung) = 1
        and count(*) over (partition by form_key, promised_row_key, rung) = 1

),

told_links as (

    select *
    from exact_pairs
    qualify
        row_number() over (
            partition by row_key
            order by rung asc, promised_row_no asc
        ) = 1
        and row_number() over (
            partition by form_key, promised_row_key
            order by rung asc, row_no asc
        ) = 1

),

names_in_order as (

    -- As many rows of a name on both sides, and what tells some of them apart keeps their order.
    select
        form_key,
        evaluated_name
    from told_links
    group by form_key, evaluated_name
    having bool_and(is_same_rank and is_same_count)

),

ordered_links as (

    select pairs.* replace (4 as rung)
    from pairs
    inner join names_in_order
        on
            pairs.form_key = names_in_order.form_key
            and pairs.evaluated_name = names_in_order.evaluated_name
    left join told_links as ended
        on
            pairs.form_key = ended.form_key
            and pairs.promised_row_key = ended.promised_row_key
    left join told_links as begun
        on pairs.row_key = begun.row_key
    where
        ended.row_key is null
        and begun.row_key is null
        and pairs.promised_name = pairs.evaluated_name
        and pairs.is_same_rank

),

exact_links as (

    select * from told_links

    union all by name

    select * from ordered_links

),

open_pairs as (

    select pairs.*
    from pairs
    left join exact_links as ended
        on
            pairs.form_key = ended.form_key
            and pairs.promised_row_key = ended.promised_row_key
    left join exact_links as begun
        on pairs.row_key = begun.row_key
    where ended.row_key is null and begun.row_key is null

),

open_names as (

    select promised_name_key as name_key from open_pairs

    union distinct

    select evaluated_name_key as name_key from open_pairs

),

features as (

    select
        names.name_key,
        names.wording as name,
        {{ bigrams('names.wording') }} as name_bigrams,
        names.other_years,
        names.numbers,
        names.ordinals,
        names.contrasting_words
    from open_names
    inner join names using (name_key)

),

likenesses as (

    select
        open_pairs.*,
        {{ name_likeness('promise', 'evaluation') }} as name_likeness,
        {{ names_may_be_one('promise', 'evaluation') }} as may_be_same
    from open_pairs
    inner join features as promise
        on open_pairs.promised_name_key = promise.name_key
    inner join features as evaluation
        on open_pairs.evaluated_name_key = evaluation.name_key

),

alike_pairs as (

    -- Named as in all matching: the promise is the earlier side, once for each form that evaluates it.
    select
        *,
        promised_row_key || '/' || form_key as previous_node_key,
        row_key as node_key,
        cast(
            0.75 * name_likeness + case when is_same_target then 0.25 else 0 end as decimal(6, 4)
        ) as score,
        may_be_same
        and name_likeness >= {{ var('indicator_name_similarity') }}
        and 0.75 * name_likeness + case when is_same_target then 0.25 else 0.1 end
        >= {{ var('indicator_similarity') }} as is_alike
    from likenesses

),

similar_pairs as (

    {{ mutually_best('alike_pairs') }}

),

links as (

    select
        *,
        ['name', 'name_and_description', 'name_and_target', 'name_and_order'][rung] as match_method,
        cast(1 as decimal(6, 4)) as match_score
    from exact_links

    union all by name

    select
        *,
        'similarity' as match_method,
        score as match_score
    from similar_pairs
    where is_linked

),

namesakes as (

    -- Rows of one name that stand on both sides and are not told apart: nothing of them has vanished.
    select
        pairs.form_key,
        pairs.row_key,
        pairs.promised_row_key,
        evaluated_links.row_key is null and promised_links.row_key is null as are_both_open
    from pairs
    left join links as evaluated_links
        on pairs.row_key = evaluated_links.row_key
    left join links as promised_links
        on
            pairs.form_key = promised_links.form_key
            and pairs.promised_row_key = promised_links.promised_row_key
    where pairs.evaluated_name = pairs.promised_name

)

select
    evaluated.document_id,
    evaluated.form_no,
    evaluated.row_no,
    evaluated.form_key,
    evaluated.row_key,
    evaluated.form_kind,
    evaluated.mid_year_through,
    evaluated.objective_document_id,
    evaluated.objective_form_no,
    links.promised_row_no,
    evaluated.objective_form_key,
    links.promised_row_key,
    evaluated.project_key,
    evaluated.fiscal_year,
    links.match_method,
    links.match_score,
    exists(
        select 1 from namesakes
        where
            evaluated.row_key = namesakes.row_key
            and namesakes.are_both_open
    ) as is_same_name
from evaluated
left join links
    on evaluated.row_key = links.row_key

union all by name

-- What was promised and is missing in the evaluation.
select
    promised.evaluation_document_id as document_id,
    promised.evaluation_form_no as form_no,
    promised.evaluation_form_key as form_key,
    promised.evaluation_kind as form_kind,
    promised.mid_year_through,
    promised.document_id as objective_document_id,
    promised.form_no as objective_form_no,
    promised.row_no as promised_row_no,
    promised.form_key as objective_form_key,
    promised.row_key as promised_row_key,
    promised.project_key,
    promised.fiscal_year,
    exists(
        select 1 from namesakes
        where
            promised.evaluation_form_key = namesakes.form_key
            and promised.row_key = namesakes.promised_row_key
    ) as is_same_name
from promised
left join links
    on
        promised.evaluation_form_key = links.form_key
        and promised.row_key = links.promised_row_key
where links.row_key is null
