"""Documents that are expected: who published last year has not published this year yet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flows.base.database import reading

# The models' name of a unit that a form does not name (dbt_project.yml, `unspecified`).
_NO_UNIT = "未列明"


@dataclass(frozen=True, slots=True)
class Expected:
    """A publisher's documents of a kind that are expected: what is published of the year before, and when that was."""

    fiscal_year: int
    form_kind: str
    """objective, self_evaluation, department, monitoring."""
    jurisdiction: str | None
    publisher: str | None
    previous_paths: tuple[str, ...]
    previous_published_on: str | None
    """The latest day on which they were published, as 2024-02-29; None if documents.csv says none."""


def read_expected(file: Path) -> tuple[Expected, ...]:
    """What is expected in a file that has marts, by year, kind, jurisdiction and publisher.

    This year is the latest fiscal year of which anybody published forms of the kind, so that the same documents expect the
    same. A publisher is known again by its name or by a unit of its forms; a document that is set aside was published.
    """
    with reading(file) as connection:
        rows = connection.execute(
            """
            with
                forms as (
                    select distinct
                        document.path, document.jurisdiction, document.publisher, document.published_on,
                        form.fiscal_year, form.form_kind,
                        -- Forms that name no unit share one that tells nobody apart.
                        case when unit.unit_code is not null or unit.unit_name <> $no_unit then unit.unit_id end as unit_id
                    from marts.fact_budget as form
                    join marts.dim_document as document using (document_id)
                    join marts.dim_unit as unit using (unit_key)
                    where document.is_current
                ),
                this_year as (select form_kind, max(fiscal_year) as fiscal_year from forms group by form_kind),
                present as (
                    select form_kind, unit_id from forms join this_year using (form_kind, fiscal_year)
                    where unit_id is not null
                ),
                before as (
                    select forms.* exclude (fiscal_year), this_year.fiscal_year
                    from forms join this_year using (form_kind)
                    where forms.fiscal_year = this_year.fiscal_year - 1
                ),
                missing as (
                    select
                        fiscal_year, form_kind, jurisdiction, publisher,
                        list(distinct path order by path) as paths, max(published_on) as published_on,
                        bool_or((form_kind, unit_id) in (from present)) as is_known_by_unit
                    from before
                    group by fiscal_year, form_kind, jurisdiction, publisher, case when publisher is null then path end
                )
            select fiscal_year, form_kind, jurisdiction, publisher, paths, strftime(published_on, '%Y-%m-%d')
            from missing
            where not coalesce(is_known_by_unit, false) and not exists (
                select 1 from marts.dim_document as document
                where document.fiscal_year = missing.fiscal_year
                and document.publisher = missing.publisher
                and document.jurisdiction is not distinct from missing.jurisdiction
                and (
                    document.status = 'set_aside'
                    or document.status in ('current', 'duplicate') and document.form_kind in (missing.form_kind, 'mixed')
                )
            )
            order by fiscal_year, form_kind, jurisdiction nulls first, publisher nulls last, paths
            """,
            {"no_unit": _NO_UNIT},
        ).fetchall()
    return tuple(
        Expected(year, kind, jurisdiction, publisher, tuple(paths), day)
        for year, kind, jurisdiction, publisher, paths, day in rows
    )
