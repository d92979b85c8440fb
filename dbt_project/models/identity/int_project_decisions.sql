with

decisions as (

    select * from {{ ref('int_identity_decisions') }}
    where thing = 'project'

),

members as (

    select
        *,
        [folded_published_name] as folded_names
    from {{ ref('int_compared_projects') }}

)

{{ decided_pairs('decisions', 'members') }}
