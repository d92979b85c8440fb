{{ joined_pairs(
    ref('int_indicator_exact_links'), ref('int_indicator_similarities'), ref('int_indicator_decisions')
) }}
