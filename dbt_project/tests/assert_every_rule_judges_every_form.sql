-- If this fails, a rule has no verdict on a form that counts, or a model judges by a rule that the seed finding_rules does
-- not have, or a finding was lost on its way to the mart. Each row says which rule, which form and what to do.

with

forms as (

    select * from {{ ref('int_forms') }}
    where form_status = 'counted'

),

rules as (

    select * from {{ ref('finding_rules') }}

),

judgements as (

    select * from {{ ref('judgements') }}

),

verdicts as (

    select * from {{ ref('rule_verdict') }}

),

findings as (

    select * from {{ ref('finding') }}

),

problems as (

    select
        rules.rule,
        forms.path,
        forms.form_no,
        ' has no verdict on ' as problem,
        'Join the rule to the forms in the mart rule_verdict again' as remedy
    from forms
    cross join rules
    left join verdicts
        on
            forms.document_id = verdicts.document_id
            and forms.form_no = verdicts.form_no
            and rules.rule = verdicts.rule
    where verdicts.verdict is null

    union all

    select distinct
        judgements.rule,
        forms.path,
        forms.form_no,
        ' has no line in the seed finding_rules, but judges ' as problem,
        'Add its line to finding_rules.csv (of your package, for a rule of your own), or take the rule out of the model '
        || 'that judges by it' as remedy
    from judgements
    inner join forms
        on
            judgements.document_id = forms.document_id
            and judgements.form_no = forms.form_no
    left join rules
        on judgements.rule = rules.rule
    where rules.rule is null

    union all

    select
        judgements.rule,
        forms.path,
        forms.form_no,
        ' found something that the mart finding does not have, in ' as problem,
        'Look for the join that loses it in the model finding' as remedy
    from judgements
    inner join rules
        on judgements.rule = rules.rule
    inner join forms
        on
            judgements.document_id = forms.document_id
            and judgements.form_no = forms.form_no
    left join findings
        on
            judgements.rule = findings.rule
            and judgements.document_id = findings.document_id
            and judgements.form_no = findings.form_no
    where judgements.is_odd and findings.rule is null

)

select 'the rule ' || rule || problem || 'form ' || form_no || ' of ' || path || '. ' || remedy as message
from problems
