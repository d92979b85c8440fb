with

counts as (

    select * from {{ ref('int_continuity_counts') }}

),

documents as (

    select * from {{ ref('int_documents') }}

),

bands as (

    select * from {{ ref('continuity_bands') }}

),

accepted_breaks as (

    select * from {{ ref('int_accepted_breaks') }}

),

measures as (

    select
        *,
        'documents_are_of_one_year' as expectation,
        later_documents as judged_count,
        (later_documents - documents_of_both) / nullif(later_documents, 0) as observed,
        {{ count_told('documents_of_both') }} || ' of ' || {{ count_told('later_documents') }}
        || ' documents are the very files of the earlier year' as evidence
    from counts

    union all

    select
        *,
        'units_go_on' as expectation,
        earlier_units as judged_count,
        units_that_go_on / nullif(earlier_units, 0) as observed,
        {{ count_told('units_that_go_on') }} || ' of ' || {{ count_told('earlier_units') }}
        || ' units of the earlier year have a form or a successor' as evidence
    from counts

    union all

    select
        *,
        'project_counts_are_alike' as expectation,
        earlier_projects as judged_count,
        later_projects / nullif(earlier_projects, 0) as observed,
        {{ count_told('earlier_projects') }} || ' projects, then '
        || {{ count_told('later_projects') }} as evidence
    from counts

    union all

    select
        *,
        'indicator_counts_are_alike' as expectation,
        earlier_of_family as judged_count,
        later_of_family / nullif(earlier_of_family, 0) as observed,
        {{ count_told('earlier_of_family') }} || ' indicators of ' || family || ', then '
        || {{ count_told('later_of_family') }} as evidence
    from counts

    union all

    select
        *,
        'money_is_alike' as expectation,
        earlier_projects as judged_count,
        later_money / nullif(earlier_money, 0) as observed,
        {{ count_told('earlier_money') }} || ' yuan, then '
        || {{ count_told('later_money') }} || ' yuan' as evidence
    from counts

    union all

    select
        *,
        'projects_are_linked' as expectation,
        least(earlier_projects, later_projects) as judged_count,
        least(
            earlier_projects_linked / nullif(earlier_projects, 0),
            later_projects_linked / nullif(later_projects, 0)
        ) as observed,
        {{ count_told('later_projects_linked') }} || ' projects go on, of '
        || {{ count_told('earlier_projects') }} || ' and of '
        || {{ count_told('later_projects') }} as evidence
    from counts

    union all

    select
        *,
        'money_is_linked' as expectation,
        least(earlier_projects, later_projects) as judged_count,
        least(
            earlier_money_linked / nullif(earlier_money, 0),
            later_money_linked / nullif(later_money, 0)
        ) as observed,
        'projects that go on had ' || {{ count_told('earlier_money_linked') }} || ' of '
        || {{ count_told('earlier_money') }} || ' yuan, then ' || {{ count_told('later_money_linked') }}
        || ' of ' || {{ count_told('later_money') }} || ' yuan' as evidence
    from counts

    union all

    select
        *,
        'project_links_are_certain' as expectation,
        later_projects_linked as judged_count,
        projects_similar / nullif(later_projects_linked, 0) as observed,
        {{ count_told('projects_similar') }} || ' of ' || {{ count_told('later_projects_linked') }}
        || ' projects go on by similarity only' as evidence
    from counts

    union all

    select
        *,
        'indicator_links_are_certain' as expectation,
        indicators_linked as judged_count,
        indicators_similar / nullif(indicators_linked, 0) as observed,
        {{ count_told('indicators_similar') }} || ' of ' || {{ count_told('indicators_linked') }}
        || ' indicators go on by similarity only' as evidence
    from counts

    union all

    select
        *,
        'typed_targets_are_alike' as expectation,
        least(earlier_indicators, later_indicators) as judged_count,
        later_typed / nullif(later_indicators, 0)
        / nullif(earlier_typed / nullif(earlier_indicators, 0), 0) as observed,
        {{ count_told('earlier_typed') }} || ' of ' || {{ count_told('earlier_indicators') }}
        || ' targets had a number or a date, then ' || {{ count_told('later_typed') }} || ' of '
        || {{ count_told('later_indicators') }} as evidence
    from counts

    union all

    select
        *,
        'levels_stay_known' as expectation,
        later_indicators as judged_count,
        later_known / nullif(later_indicators, 0) as observed,
        {{ count_told('later_known') }} || ' of ' || {{ count_told('later_indicators') }}
        || ' indicators stand at a level of known spelling' as evidence
    from counts

),

judged as (

    -- What too little speaks for is not judged; nothing then speaks against comparing.
    select
        measures.*,
        documents.jurisdiction,
        bands.meaning,
        case
            when bands.lowest is null then '<= ' || {{ band_told('bands.highest') }}
            when bands.highest is null then '>= ' || {{ band_told('bands.lowest') }}
            else {{ band_told('bands.lowest') }} || ' ... ' || {{ band_told('bands.highest') }}
        end as expected,
        case
            when measures.observed is null then 'not_judged'
            when coalesce(measures.judged_count, 0) < bands.fewest then 'not_judged'
            when measures.observed < bands.lowest or measures.observed > bands.highest then 'outside'
            else 'within'
        end as place,
        accepted_breaks.reason as accepted_because
    from measures
    inner join bands using (expectation)
    inner join documents using (document_id)
    left join accepted_breaks
        on
            measures.expectation = accepted_breaks.expectation
            and measures.fiscal_year = accepted_breaks.fiscal_year
            and coalesce(measures.folded_jurisdiction, '') = coalesce(accepted_breaks.folded_jurisdiction, '')
            and coalesce(measures.folded_publisher, '') = coalesce(accepted_breaks.folded_publisher, '')

)

select
    jurisdiction,
    publisher,
    cast(fiscal_year as integer) as fiscal_year,
    cast(previous_fiscal_year as integer) as previous_fiscal_year,
    expectation,
    case
        when place <> 'outside' then 'comparable'
        when accepted_because is not null then 'accepted'
        else 'doubtful'
    end as verdict,
    cast(round(observed, 4) as decimal(18, 4)) as observed,
    expected,
    case place
        when 'not_judged' then 'not judged, too little to compare: ' || meaning
        else evidence || coalesce(' (accepted: ' || accepted_because || ')', '')
    end as reason,
    document_id
from judged
