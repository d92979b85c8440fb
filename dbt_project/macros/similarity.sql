{#- How alike two names are, by the columns that the dictionary has of each: nothing is read out of a name here. -#}

{#- The distinct pairs of neighbouring characters of a text, as an array. -#}
{% macro bigrams(text) -%}
    list_distinct(list_transform(range(1, length({{ text }})), lambda i: substr({{ text }}, i, 2)))
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


{#- How alike two names are, each a `name` with its `name_bigrams`, 0 to 1. -#}
{% macro name_likeness(one, other) -%}
    greatest(
            coalesce({{ jixiao.dice(one ~ '.name_bigrams', other ~ '.name_bigrams') }}, 0),
            coalesce({{ jixiao.spelling_similarity(one ~ '.name', other ~ '.name') }}, 0)
        )
{%- endmacro %}


{#- Whether each of two names has characters that the other lacks: 飞行检查, 体系检查. A word put in or left out is a change
    of wording; a word in another's place is as a rule another thing. -#}
{% macro words_replaced(one, other) -%}
    not list_has_all(string_split({{ one }}.name, ''), string_split({{ other }}.name, ''))
        and not list_has_all(string_split({{ other }}.name, ''), string_split({{ one }}.name, ''))
{%- endmacro %}


{#- Whether nothing in two names tells them apart: another year of the budget, another number or ordinal (第二批, 一期, A座),
    words that contrast (食品 against 药品, 新建 against 改造), or a word that tells by standing alone (不合格 against 合格). -#}
{% macro names_may_be_one(one, other) -%}
    (
        {{ one }}.other_years = {{ other }}.other_years
        and {{ one }}.numbers = {{ other }}.numbers
        and {{ one }}.ordinals = {{ other }}.ordinals
        and list_filter({{ one }}.contrasting_words, lambda line: line.tells_alone)
        = list_filter({{ other }}.contrasting_words, lambda line: line.tells_alone)
        and {{ jixiao.words_of_groups_in(one, other) }} = {{ jixiao.words_of_groups_in(other, one) }}
    )
{%- endmacro %}


{#- The contrasting words of one name whose groups have a word in the other, too. -#}
{% macro words_of_groups_in(one, other) -%}
    list_filter(
            {{ one }}.contrasting_words,
            lambda line: list_contains(list_transform({{ other }}.contrasting_words, lambda that: that.word_group), line.word_group)
        )
{%- endmacro %}


{#- Whether a name has words that narrow it of a group of which the other has none: 食品许可审查 against 许可审查. -#}
{% macro words_added(one, other) -%}
    {{ jixiao.narrowing_groups(one) }} <> {{ jixiao.narrowing_groups(other) }}
{%- endmacro %}


{#- The groups of the words that narrow a name. -#}
{% macro narrowing_groups(name) -%}
    list_sort(list_distinct(list_transform(
            list_filter({{ name }}.contrasting_words, lambda line: line.narrows), lambda line: line.word_group
        )))
{%- endmacro %}
