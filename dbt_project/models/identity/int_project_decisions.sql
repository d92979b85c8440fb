with

members as (

    select * from {{ ref('int_compared_projects') }}

),

decisions as (

    select * from {{ ref('int_identity_decisions') }}
    where thing = 'project'

)

select
    case when one.fiscal_year < other.fiscal_year then one.node_key else other.node_key end
        as previous_node_key,
    least(one.fiscal_year, other.fiscal_year) as previous_fiscal_year,
    case when one.fiscal_year < other.fiscal_year then other.node_key else one.node_key end
        as node_key,
    greatest(one.fiscal_year, other.fiscal_year) as fiscal_year,
    decisions.decision,
    decisions.previous_printed_name || ' → ' || decisions.printed_name as matched_on
from decisions
inner join members as one
    on
        decisions.previous_path = one.path
        and decisions.previous_form_no = one.form_no
        and decisions.previous_folded_name = one.folded_published_name
inner join members as other
    on
        decisions.path = other.path
        and decisions.form_no = other.form_no
        and decisions.folded_name = other.folded_published_name
where one.fiscal_year <> other.fiscal_year
