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
        [all_rows.folded_name, all_rows.folded_description] as folded_names
    from all_rows
    inner join forms using (form_key)
    where
        exists (
            select 1 from decisions
            where decisions.path = forms.path or decisions.previous_path = forms.path
        )

)

{{ decided_pairs('decisions', 'decided_rows') }}
