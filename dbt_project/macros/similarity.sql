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


{#- How alike two names are, each with its `name_bigrams` and its spelling in the column that `text` names, 0 to 1. -#}
{% macro name_likeness(one, other, text='name') -%}
    greatest(
            coalesce({{ jixiao.dice(one ~ '.name_bigrams', other ~ '.name_bigrams') }}, 0),
            coalesce({{ jixiao.spelling_similarity(one ~ '.' ~ text, other ~ '.' ~ text) }}, 0)
        )
{%- endmacro %}


{#- The query of the lines of the seed contrasting_words as one array, `all_words`. -#}
{% macro contrasting_words() -%}
select
        coalesce(
            list(
                struct_pack(word_group := word_group, word := word, tells_alone := tells_alone, narrows := narrows)
                order by word_group asc, word asc
            ),
            []
        ) as all_words
    from {{ ref('contrasting_words') }}
{%- endmacro %}


{#- The words of the seed contrasting_words (an array of its lines) that stand in a name. -#}
{% macro words_found(name, words) -%}
    list_filter({{ words }}, lambda line: contains({{ name }}, line.word))
{%- endmacro %}


{#- Whether a name has words that narrow it of a group of which the other has none: 食品许可审查 against 许可审查. -#}
{% macro words_added(one, other) -%}
    (
        {{ jixiao.groups_of(one ~ '.found_words', 'line.narrows') }}
        <> {{ jixiao.groups_of(other ~ '.found_words', 'line.narrows') }}
    )
{%- endmacro %}


{#- The groups of words found in a name, those of which a condition on `line` holds. -#}
{% macro groups_of(found_words, condition) -%}
    list_sort(
        list_distinct(list_transform(list_filter({{ found_words }}, lambda line: {{ condition }}), lambda line: line.word_group))
    )
{%- endmacro %}


{#- Whether the words of two names contrast: 食品 against 药品, 新建 against 改造; or one has a word that tells by standing
    alone, 不合格 against 合格. -#}
{% macro words_contrast(one, other) -%}
    (
        list_filter({{ one }}.found_words, lambda line: line.tells_alone)
        <> list_filter({{ other }}.found_words, lambda line: line.tells_alone)
        or list_filter(
            {{ one }}.found_words,
            lambda line: list_contains({{ jixiao.groups_of(other ~ '.found_words', 'true') }}, line.word_group)
        )
        <> list_filter(
            {{ other }}.found_words,
            lambda line: list_contains({{ jixiao.groups_of(one ~ '.found_words', 'true') }}, line.word_group)
        )
    )
{%- endmacro %}
