{#- How alike two texts are. -#}

{#- The distinct pairs of neighbouring characters of a text, as an array. -#}
{% macro bigrams(text) -%}
    list_distinct(list_transform(range(1, length({{ text }})), lambda i: substr({{ text }}, i, 2)))
{%- endmacro %}


{#- The distinct characters of a text, as an array. -#}
{% macro characters(text) -%}
    list_distinct(list_transform(range(1, length({{ text }}) + 1), lambda i: substr({{ text }}, i, 1)))
{%- endmacro %}


{#- Whether each of two arrays of characters has some that the other lacks: 飞行检查, 体系检查. A word put in or left out
    is a change of wording; a word in another's place is as a rule another thing. -#}
{% macro words_replaced(one, other) -%}
    least(cardinality({{ one }}), cardinality({{ other }})) > cardinality(array_intersect({{ one }}, {{ other }}))
{%- endmacro %}


{#- A name with each pattern of the array `rules` (pattern=word) replaced in turn, so that two wordings of one thing
    become equal. -#}
{% macro reworded(name, rules) -%}
    list_reduce(
        list_prepend({{ name }}, {{ rules }}),
        lambda done, rule: regexp_replace(done, split_part(rule, '=', 1), split_part(rule, '=', 2), 'g')
    )
{%- endmacro %}


{#- The places in a name, smaller than a city: 河东区, 静海村. -#}
{% macro places(name) -%}
    array_sort(array_distinct(regexp_extract_all({{ name }}, '[一-龥]{2}(?:区|县|镇|乡|村|街道)', 0)))
{%- endmacro %}


{#- Twice the shared members over all members of two arrays (Dice), 0 to 1; null where one is null or both are empty. -#}
{% macro dice(one, other) -%}
    2.0 * cardinality(array_intersect({{ one }}, {{ other }}))
    / nullif(cardinality({{ one }}) + cardinality({{ other }}), 0)
{%- endmacro %}


{#- One minus the share of characters to change, 0 to 1. -#}
{% macro spelling_similarity(one, other) -%}
    1.0 - levenshtein({{ one }}, {{ other }}) / nullif(greatest(length({{ one }}), length({{ other }})), 0)
{%- endmacro %}


{#- A name as similarity sees it: without the marks that stand for years and without punctuation. -#}
{% macro name_without_year(name) -%}
    regexp_replace({{ name }}, '[{]Y[^}]*[}]年?度?|[^0-9A-Za-z一-龥]', '', 'g')
{%- endmacro %}


{#- A folded target with the years around the fiscal year replaced by their distance: 2024年底 in 2024 is 2025年底 in 2025. -#}
{% macro years_by_distance(words, fiscal_year) -%}
    replace(replace(replace(
        {{ words }},
        cast({{ fiscal_year }} as varchar), '{Y}'),
        cast({{ fiscal_year }} - 1 as varchar), '{Y-1}'),
        cast({{ fiscal_year }} + 1 as varchar), '{Y+1}')
{%- endmacro %}


{#- The years that a name carries, the fiscal year aside: {Y-1}, {Y+1}. Names that differ in them are of different money. -#}
{% macro other_years(name) -%}
    array_sort(array_distinct(regexp_extract_all({{ name }}, '[{]Y[-+][0-9]+[}]', 0)))
{%- endmacro %}


{#- The numbers, letters and ordinals of a name (第二批, 一期, A座): names that differ in them are of different things. -#}
{% macro ordinals(name) -%}
    array_sort(array_distinct(regexp_extract_all(
        {{ name }},
        '[0-9]+|[A-Za-z]+|第[一二三四五六七八九十]+|[一二三四五六七八九十]+(?:期|批|季度|标段|号|阶段|类|级|中|小|院|所|厂|馆|队|路|桥|包)|首批',
        0
    )))
{%- endmacro %}


{#- CTEs that say which words of the seed contrasting_words stand in each `name` of a relation.
    `told_by_words`: arrays of the groups, of those that narrow a name, of each group with its words, and the words that
    tell by standing alone. -#}
{% macro contrasting_words_of(names, words) -%}
words_in_names as (

    select
        names.name,
        words.word_group,
        bool_or(words.tells_alone) as tells_alone,
        bool_or(words.narrows) as narrows,
        string_agg(words.word, '+' order by words.word) as found_words
    from (select distinct name from {{ names }}) as names
    inner join {{ words }} as words
        on position(words.word in names.name) > 0
    group by names.name, words.word_group

),

told_by_words as (

    select
        name,
        array_agg(word_group) as word_groups,
        array_agg(word_group) filter (where narrows) as narrow_groups,
        array_agg(word_group || ':' || found_words) as grouped_words,
        max(case when tells_alone then found_words end) as lone_words
    from words_in_names
    group by name

)
{%- endmacro %}


{#- Whether a name has words that narrow it of a group of which the other has none: 食品许可审查 against 许可审查. -#}
{% macro words_added(one, other) -%}
    coalesce(cardinality(array_intersect({{ one }}.narrow_groups, {{ other }}.narrow_groups)), 0)
    < greatest(
        coalesce(cardinality({{ one }}.narrow_groups), 0),
        coalesce(cardinality({{ other }}.narrow_groups), 0)
    )
{%- endmacro %}


{#- Whether the words of two names contrast: 食品 against 药品, 新建 against 改造, 不合格 against 合格. -#}
{% macro words_contrast(one, other) -%}
    (
        coalesce(cardinality(array_intersect({{ one }}.word_groups, {{ other }}.word_groups)), 0)
        > coalesce(cardinality(array_intersect({{ one }}.grouped_words, {{ other }}.grouped_words)), 0)
        or coalesce({{ one }}.lone_words, '') <> coalesce({{ other }}.lone_words, '')
    )
{%- endmacro %}
