with

all_rows as (

    select * from {{ ref('int_indicator_rows') }}

),

forms as (

    select * from {{ ref('int_forms') }}

),

decisions as (

    select * from {{ ref('int_identity_decisions') }}
    where thing = 'indicator'

),

decided_rows as (

    -- A decision names the indicator by its name or, where that is not unique, by its description.
    select
        all_rows.node_key,
        all_rows.fiscal_year,
        forms.path,
        forms.form_no,
        all_rows.folded_name,
        all_rows.folded_description
    from all_rows
    inner join forms using (form_key)
    where
        exists (
            select 1 from decisions
            where decisions.path = forms.path or decisions.previous_path = forms.path
        )

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
inner join decided_rows as one
    on
        decisions.previous_path = one.path
        and decisions.previous_form_no = one.form_no
        and decisions.previous_folded_name in (one.folded_name, one.folded_description)
inner join decided_rows as other
    on
        decisions.path = other.path
        and decisions.form_no = other.form_no
        and decisions.folded_name in (other.folded_name, other.folded_description)
where one.fiscal_year <> other.fiscal_year
