{{ joined_pairs(
    ref('int_project_exact_links'), ref('int_project_similarities'), ref('int_project_decisions')
) }}
