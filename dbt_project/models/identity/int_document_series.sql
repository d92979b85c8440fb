with

forms as (

    select * from {{ ref('int_form_identities') }}

),

predecessors as (

    select * from {{ ref('int_unit_predecessors') }}

),

documents as (

    -- What publishes year after year: the publisher, else whoever has the units of the document.
    select
        document_id,
        scope,
        coalesce(
            folded_publisher,
            case when min(nullif(unit_name, '{{ var("unspecified") }}')) is not null then document_id end,
            ''
        ) as publisher_0
    from forms
    group by document_id, scope, folded_publisher

),

units_printed as (

    select distinct
        documents.publisher_0,
        forms.scope,
        forms.unit_id
    from documents
    inner join forms using (document_id)
    where forms.unit_name <> '{{ var("unspecified") }}'

),

document_units as (

    -- Who publishes a merged unit, or a part of a split, goes on from who published what it came from.
    select * from units_printed

    union distinct

    select
        units_printed.publisher_0,
        units_printed.scope,
        predecessors.previous_unit_id as unit_id
    from units_printed
    inner join predecessors using (unit_id)

),

{#- Publishers that share a unit go on from each other; three rounds join what is three units apart. -#}
{% for n in range(3) %}
units_{{ n + 1 }} as (

    select
        scope,
        unit_id,
        min(publisher_{{ n }}) as publisher_{{ n + 1 }}
    from {{ 'document_units' if n == 0 else 'publishers_' ~ n }}
    group by scope, unit_id

),

publishers_{{ n + 1 }} as (

    select
        document_units.scope,
        document_units.unit_id,
        document_units.publisher_0,
        min(units_{{ n + 1 }}.publisher_{{ n + 1 }}) over (
            partition by document_units.scope, document_units.publisher_0
        ) as publisher_{{ n + 1 }}
    from document_units
    inner join units_{{ n + 1 }}
        on
            document_units.scope = units_{{ n + 1 }}.scope
            and document_units.unit_id = units_{{ n + 1 }}.unit_id

),
{% endfor %}

series_of_publishers as (

    select distinct
        scope,
        publisher_0,
        publisher_3
    from publishers_3

)

select
    documents.document_id,
    documents.scope || '|' || coalesce(series_of_publishers.publisher_3, documents.publisher_0) as series
from documents
left join series_of_publishers using (scope, publisher_0)
