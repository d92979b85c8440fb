-- If this fails, a rule has no verdict on a counted form, or a model judges by a rule that the seed finding_rules does
-- not have, or a rule of the seed has no CTE that could ever judge.

select
    'no verdict' as problem,
    rules.rule,
    forms.document_id,
    forms.form_no
from {{ ref('fact_budget') }} as forms
cross join {{ ref('finding_rules') }} as rules
left join {{ ref('rule_verdict') }} as verdicts
    on
        forms.document_id = verdicts.document_id
        and forms.form_no = verdicts.form_no
        and rules.rule = verdicts.rule
where verdicts.verdict is null

union all

select distinct
    'no line in finding_rules' as problem,
    judgements.rule,
    judgements.document_id,
    judgements.form_no
from {{ ref('judgements') }} as judgements
left join {{ ref('finding_rules') }} as rules
    on judgements.rule = rules.rule
where rules.rule is null

union all

select
    'says nothing of any finding' as problem,
    judgements.rule,
    judgements.document_id,
    judgements.form_no
from {{ ref('judgements') }} as judgements
left join {{ ref('finding') }} as findings
    on
        judgements.rule = findings.rule
        and judgements.document_id = findings.document_id
        and judgements.form_no = findings.form_no
where judgements.is_odd and findings.rule is null
