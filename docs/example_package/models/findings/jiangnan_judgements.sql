with

budgets as (

    select * from {{ ref('jixiao', 'fact_budget') }}

),

-- A round sum is often a guess: 江南省 asks how it was calculated.
budget_in_round_millions as (

    select
        {{ jixiao.judged_form(
            'budget_in_round_millions',
            is_odd='budget_yuan % 1000000 = 0',
            evidence='budget_text',
            found=jixiao.in_ten_thousands('budget_yuan'),
        ) }}
    from budgets
    where budget_yuan > 0

)

{{ jixiao.judgements_of(['budget_in_round_millions']) }}
