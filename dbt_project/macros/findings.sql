{#- A number to two places, without idle zeros. -#}
{% macro plain_number(number) -%}
    regexp_replace(cast(cast({{ number }} as decimal(24, 2)) as varchar), '([.][0-9]*[1-9])0+$|[.]0+$', '\1')
{%- endmacro %}


{#- A number of yuan as people print it: 13662500 → 1366.25万元. -#}
{% macro in_ten_thousands(yuan) -%}
    regexp_replace(
        cast(cast({{ yuan }} / 10000 as decimal(24, 6)) as varchar), '([.][0-9]*[1-9])0+$|[.]0+$', '\1'
    ) || '万元'
{%- endmacro %}


{#- The columns of a judgement that concerns a row: one row of a rule's CTE is one thing that was judged, odd or not.
    `found` and `expected` are what the rule's message quotes. -#}
{% macro judged_row(rule, is_odd, found="''", expected="''") -%}
    '{{ rule }}' as rule,
        document_id,
        form_no,
        row_no,
        {{ is_odd }} as is_odd,
        cast({{ found }} as varchar) as found,
        cast({{ expected }} as varchar) as expected,
        cast(null as varchar) as evidence
{%- endmacro %}


{#- The same where a form is judged as a whole; `evidence` is what it prints. -#}
{% macro judged_form(rule, is_odd, evidence, found="''", expected="''") -%}
    '{{ rule }}' as rule,
        document_id,
        form_no,
        cast(null as integer) as row_no,
        {{ is_odd }} as is_odd,
        cast({{ found }} as varchar) as found,
        cast({{ expected }} as varchar) as expected,
        cast({{ evidence }} as varchar) as evidence
{%- endmacro %}


{#- All judgements of a model's rules, one after another. What the model judges stands in its `meta`, where a load looks
    before it builds: a rule that no model judges is refused. -#}
{% macro judgements_of(rules) -%}
{{ config(meta={'judges': rules}) }}
{% for rule in rules %}
select * from {{ rule }}
{% if not loop.last %}
union all by name
{% endif %}
{%- endfor %}
{%- endmacro %}


{#- A template of the seed finding_rules with what it quotes. -#}
{% macro filled_in(template) -%}
    replace(replace(replace(replace(replace(
        {{ template }}, '{name}', name), '{target}', printed_target), '{project}', project), '{expected}', expected), '{found}', found
    )
{%- endmacro %}


{#- A printed amount (20万元, 300元) in yuan; null where it is paid for each (500元/人). -#}
{% macro amount_in_yuan(amount) -%}
    try_cast(regexp_replace({{ amount }}, '万?元$', '') as decimal(18, 6))
    * case when ends_with({{ amount }}, '万元') then 10000 else 1 end
{%- endmacro %}


{#- Whether the name of a level is of costs that are money. -#}
{% macro is_money_cost(level2) -%}
    {{ level2 }} in ('{{ var('cost_level2') | join("', '") }}')
{%- endmacro %}


{#- Whether a row says of itself that it does not apply (不涉及, ——): then there is nothing to ask. What a template leaves
    (≧ %, 公里) says nothing. -#}
{% macro is_waived() -%}
    (
        target_kind = 'missing'
        and target_text is not null
        and (
            folded_target in (select word from words where role = 'waived')
            or not regexp_matches(folded_target, '[0-9A-Za-z一-龥%‰<>≤≥≦≧]')
        )
    )
{%- endmacro %}
