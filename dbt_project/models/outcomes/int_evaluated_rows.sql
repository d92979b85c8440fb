{{ config(materialized='table') }}

with

evaluated_forms as (

    select * from {{ ref('int_evaluated_forms') }}

),

indicator_rows as (

    select * from {{ ref('int_indicator_rows') }}

),

words as (

    select
        coalesce(
            array_agg(
                struct_pack(
                    word_group := word_group, word := word, tells_alone := tells_alone, narrows := narrows
                )
                order by word_group asc, word asc
            ),
            []
        ) as all_words
    from {{ ref('contrasting_words') }}

),

evaluated as (

    select
        indicator_rows.*,
        evaluated_forms.mid_year_through,
        evaluated_forms.objective_document_id,
        evaluated_forms.objective_form_no,
        -- Rows of one name, and of one name and target, in their order.
        count(*) over one_name as same_name_count,
        row_number() over (one_name order by indicator_rows.row_no) as name_rank,
        row_number() over (
            partition by
                indicator_rows.document_id,
                indicator_rows.form_no,
                indicator_rows.family,
                indicator_rows.compared_name,
                indicator_rows.target_words
            order by indicator_rows.row_no
        ) as target_rank
    from evaluated_forms
    inner join indicator_rows
        on
            evaluated_forms.document_id = indicator_rows.document_id
            and evaluated_forms.form_no = indicator_rows.form_no
    window one_name as (
        partition by
            indicator_rows.document_id,
            indicator_rows.form_no,
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
        count(*) over one_name as same_name_count,
        row_number() over (one_name order by indicator_rows.row_no) as name_rank,
        row_number() over (
            partition by
                evaluated_forms.document_id,
                evaluated_forms.form_no,
                indicator_rows.document_id,
                indicator_rows.form_no,
                indicator_rows.family,
                indicator_rows.compared_name,
                indicator_rows.target_words
            order by indicator_rows.row_no
        ) as target_rank
    from evaluated_forms
    inner join indicator_rows
        on
            evaluated_forms.objective_document_id = indicator_rows.document_id
            and evaluated_forms.objective_form_no = indicator_rows.form_no
    window one_name as (
        partition by
            evaluated_forms.document_id,
            evaluated_forms.form_no,
            indicator_rows.document_id,
            indicator_rows.form_no,
            indicator_rows.family,
            indicator_rows.compared_name
    )

),

pairs as (

    -- Rows of one kind of indicator in a promise and its evaluation; the rungs of the ladder, best first.
    select
        evaluated.document_id,
        evaluated.form_no,
        evaluated.row_no,
        promised.row_no as promised_row_no,
        promised.compared_name as promised_name,
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
            evaluated.document_id = promised.evaluation_document_id
            and evaluated.form_no = promised.evaluation_form_no
            and evaluated.family = promised.family

),

exact_pairs as (

    -- Where a rung leaves a choice between rows, it says nothing.
    select *
    from pairs
    where rung is not null
    qualify
        count(*) over (partition by document_id, form_no, row_no, rung) = 1
        and count(*) over (partition by document_id, form_no, promised_row_no, rung) = 1

),

told_links as (

    select *
    from exact_pairs
    qualify
        row_number() over (
            partition by document_id, form_no, row_no
            order by rung asc, promised_row_no asc
        ) = 1
        and row_number() over (
            partition by document_id, form_no, promised_row_no
            order by rung asc, row_no asc
        ) = 1

),

names_in_order as (

    -- As many rows of a name on both sides, and what tells some of them apart keeps their order.
    select
        document_id,
        form_no,
        evaluated_name
    from told_links
    group by document_id, form_no, evaluated_name
    having bool_and(is_same_rank and is_same_count)

),

ordered_links as (

    select pairs.* replace (4 as rung)
    from pairs
    inner join names_in_order
        on
            pairs.document_id = names_in_order.document_id
            and pairs.form_no = names_in_order.form_no
            and pairs.evaluated_name = names_in_order.evaluated_name
    left join told_links as ended
        on
            pairs.document_id = ended.document_id
            and pairs.form_no = ended.form_no
            and pairs.promised_row_no = ended.promised_row_no
    left join told_links as begun
        on
            pairs.document_id = begun.document_id
            and pairs.form_no = begun.form_no
            and pairs.row_no = begun.row_no
    where
        ended.document_id is null
        and begun.document_id is null
        and pairs.promised_name = pairs.evaluated_name
        and pairs.is_same_rank

),

exact_links as (

    select * from told_links

    union all

    select * from ordered_links

),

open_pairs as (

    select pairs.*
    from pairs
    left join exact_links as ended
        on
            pairs.document_id = ended.document_id
            and pairs.form_no = ended.form_no
            and pairs.promised_row_no = ended.promised_row_no
    left join exact_links as begun
        on
            pairs.document_id = begun.document_id
            and pairs.form_no = begun.form_no
            and pairs.row_no = begun.row_no
    where ended.document_id is null and begun.document_id is null

),

open_names as (

    select promised_name as name from open_pairs

    union distinct

    select evaluated_name as name from open_pairs

),

features as (

    select
        open_names.name,
        {{ other_years('open_names.name') }} as other_years,
        {{ ordinals('open_names.name') }} as ordinals,
        {{ bigrams('open_names.name') }} as name_bigrams,
        {{ words_found('open_names.name', 'words.all_words') }} as found_words
    from open_names
    cross join words

),

likenesses as (

    select
        open_pairs.*,
        greatest(
            coalesce({{ dice('promise.name_bigrams', 'evaluation.name_bigrams') }}, 0),
            coalesce({{ spelling_similarity('promise.name', 'evaluation.name') }}, 0)
        ) as name_likeness,
        promise.other_years = evaluation.other_years
        and promise.ordinals = evaluation.ordinals
        and not {{ words_contrast('promise', 'evaluation') }} as may_be_same
    from open_pairs
    inner join features as promise
        on open_pairs.promised_name = promise.name
    inner join features as evaluation
        on open_pairs.evaluated_name = evaluation.name

),

alike_pairs as (

    -- Named as in all matching: the promise is the earlier side, a form its year.
    select
        document_id,
        form_no,
        row_no,
        promised_row_no,
        document_id || '/' || form_no as fiscal_year,
        document_id || '/' || form_no as previous_fiscal_year,
        cast(row_no as varchar) as member_key,
        cast(promised_row_no as varchar) as previous_member_key,
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

    select
        *,
        {{ is_mutual_best() }} as is_linked
    from alike_pairs
    window
        earlier as (
            partition by previous_member_key, previous_fiscal_year
            order by score desc, member_key asc
        ),
        later as (
            partition by member_key, fiscal_year
            order by score desc, previous_member_key asc
        )

),

links as (

    select
        document_id,
        form_no,
        row_no,
        promised_row_no,
        case
            when rung = 1 then 'name'
            when rung = 2 then 'name_and_description'
            when rung = 3 then 'name_and_target'
            else 'name_and_order'
        end as match_method,
        cast(1 as decimal(6, 4)) as match_score
    from exact_links

    union all

    select
        document_id,
        form_no,
        row_no,
        promised_row_no,
        'similarity' as match_method,
        score as match_score
    from similar_pairs
    where is_linked

),

namesakes as (

    -- Rows of one name that stand on both sides and are not told apart: nothing of them has vanished.
    select
        pairs.document_id,
        pairs.form_no,
        pairs.row_no,
        pairs.promised_row_no,
        evaluated_links.document_id is null and promised_links.document_id is null as are_both_open
    from pairs
    left join links as evaluated_links
        on
            pairs.document_id = evaluated_links.document_id
            and pairs.form_no = evaluated_links.form_no
            and pairs.row_no = evaluated_links.row_no
    left join links as promised_links
        on
            pairs.document_id = promised_links.document_id
            and pairs.form_no = promised_links.form_no
            and pairs.promised_row_no = promised_links.promised_row_no
    where pairs.evaluated_name = pairs.promised_name

)

select
    evaluated.document_id,
    evaluated.form_no,
    evaluated.row_no,
    evaluated.form_kind,
    evaluated.mid_year_through,
    evaluated.objective_document_id,
    evaluated.objective_form_no,
    links.promised_row_no,
    evaluated.project_key,
    evaluated.fiscal_year,
    links.match_method,
    links.match_score,
    exists(
        select 1 from namesakes
        where
            evaluated.document_id = namesakes.document_id
            and evaluated.form_no = namesakes.form_no
            and evaluated.row_no = namesakes.row_no
            and namesakes.are_both_open
    ) as is_same_name
from evaluated
left join links
    on
        evaluated.document_id = links.document_id
        and evaluated.form_no = links.form_no
        and evaluated.row_no = links.row_no

union all

-- What was promised and is missing in the evaluation.
select
    promised.evaluation_document_id as document_id,
    promised.evaluation_form_no as form_no,
    null as row_no,
    promised.evaluation_kind as form_kind,
    promised.mid_year_through,
    promised.document_id as objective_document_id,
    promised.form_no as objective_form_no,
    promised.row_no as promised_row_no,
    promised.project_key,
    promised.fiscal_year,
    null as match_method,
    null as match_score,
    exists(
        select 1 from namesakes
        where
            promised.evaluation_document_id = namesakes.document_id
            and promised.evaluation_form_no = namesakes.form_no
            and promised.row_no = namesakes.promised_row_no
    ) as is_same_name
from promised
left join links
    on
        promised.evaluation_document_id = links.document_id
        and promised.evaluation_form_no = links.form_no
        and promised.row_no = links.promised_row_no
where links.document_id is null
