"""Gate 2, continuity: which years may be compared? Expectations over year_comparability, with the rows behind each doubt.

The models measure what two years of a publisher have in common, and the seed continuity_bands says how much they may
differ. An expectation here asserts that no pair of years is outside its band, and lists what a person must look at: units
that are gone, projects that were not linked, links by similarity. A doubt never blocks and hides nothing; a break that is
true is accepted by a line in the seed accepted_breaks.
"""

from __future__ import annotations

import duckdb

from expectations.expectation import BATCH, Expectation, Gate
from expectations.vocabulary import CONTINUITY_BANDS, LEVEL_SPELLINGS
from expectations.wording import PRINTED_LEVEL, form_label, literal, name_key, quoted

_ACCEPT = "If it is true, say so in a line of the seed accepted_breaks"
_MOST_SHOWN = 100
"""Offences of one pair of years beside the pair itself; the marts have them all."""
_FIRST_OF_A_PAIR = f"""
    qualify row_number() over (partition by document_id order by form_no, locator, reason) <= {_MOST_SHOWN}"""


def _pairs(expectation: str) -> str:
    """CTE `pair`: the doubtful pairs of years of an expectation, with the series of documents they belong to."""
    return f"""
    pair as (
        select judged.*, series.series
        from {BATCH} as document
        join marts.year_comparability as judged using (document_id)
        join intermediate.int_document_series as series using (document_id)
        where judged.expectation = {literal(expectation)} and judged.verdict = 'doubtful'
    )"""


def _pair_rows() -> str:
    return f"""
    select
        document_id,
        cast(null as integer) as form_no,
        cast(null as varchar) as locator,
        previous_fiscal_year || ' → ' || fiscal_year || coalesce(' of ' || publisher, '') || ' is doubtful: ' || reason
        || ' (observed ' || observed || ', expected ' || expected || '). {_ACCEPT}.' as reason
    from pair"""


_UNITS_GONE = f"""
    select
        fact.document_id,
        min(fact.form_no) as form_no,
        min_by(fact.locator, fact.form_no) as locator,
        'The unit ' || {quoted("unit.unit_name")} || coalesce(' (' || unit.unit_code || ')', '') || ' of '
        || pair.previous_fiscal_year || ' has no form in ' || pair.fiscal_year || ' and no successor. If another unit took '
        || 'its place, say so in the seed unit_successions; if its document is missing, add it. {_ACCEPT}.' as reason
    from pair
    join intermediate.int_document_series as series using (series)
    join marts.fact_budget as fact
        on fact.document_id = series.document_id and fact.fiscal_year = pair.previous_fiscal_year and fact.is_additive
    join marts.dim_unit as unit on unit.unit_key = fact.unit_key
    join landing.form as form on form.document_id = fact.document_id and form.form_no = fact.form_no
    where coalesce(form.unit_code, form.unit_name) is not null
        and not exists (
            from marts.fact_budget as later
            join marts.dim_unit as later_unit on later_unit.unit_key = later.unit_key
            where later.fiscal_year = pair.fiscal_year and later.is_additive
                and (
                    later_unit.unit_id = unit.unit_id
                    or exists (
                        from intermediate.int_unit_predecessors as came_from
                        where came_from.unit_id = later_unit.unit_id
                            and came_from.previous_unit_id = unit.unit_id
                            and came_from.fiscal_year <= pair.fiscal_year
                    )
                )
        )
    group by pair.fiscal_year, pair.previous_fiscal_year, fact.document_id, unit.unit_id, unit.unit_name, unit.unit_code"""

_PROJECTS_NOT_LINKED = f"""
    select
        form.document_id,
        form.form_no,
        form.locator,
        {form_label()} || case change.change
            when 'dropped' then ' of ' || pair.previous_fiscal_year || ' does not go on in ' || pair.fiscal_year
            else ' of ' || pair.fiscal_year || ' does not go on from ' || pair.previous_fiscal_year
        end || '. If another project is the same, say so in the seed identity_decisions.' as reason
    from pair
    join marts.project_year_over_year as change
        on change.fiscal_year = pair.fiscal_year and change.change in ('added', 'dropped')
    join landing.form as form
        on form.document_id = coalesce(change.document_id, change.previous_document_id)
            and form.form_no = coalesce(change.form_no, change.previous_form_no)
    join intermediate.int_document_series as series
        on series.document_id = form.document_id and series.series = pair.series"""

_BUDGETS_THAT_DIFFER_MOST = f"""
    select
        form.document_id,
        form.form_no,
        form.locator,
        {form_label()} || ': ' || change.previous_budget_yuan::decimal(28, 2) || ' yuan in ' || pair.previous_fiscal_year
        || ', ' || change.budget_yuan::decimal(28, 2) || ' yuan in ' || pair.fiscal_year || '.' as reason
    from pair
    join marts.project_year_over_year as change
        on change.fiscal_year = pair.fiscal_year and change.previous_document_id is not null
            and change.change = 'continued' and change.difference_yuan <> 0
    join landing.form as form on form.document_id = change.document_id and form.form_no = change.form_no
    join intermediate.int_document_series as series
        on series.document_id = form.document_id and series.series = pair.series
    qualify row_number() over (
        partition by pair.series, pair.fiscal_year
        order by abs(change.difference_yuan) desc, form.document_id, form.form_no
    ) <= 10"""

_PROJECTS_LINKED_BY_SIMILARITY = f"""
    select
        form.document_id,
        form.form_no,
        form.locator,
        {form_label()} || ' goes on by similarity only (score ' || change.match_score || ': '
        || {quoted("change.matched_on")} || '). Decide in the seed identity_decisions whether it is the same.' as reason
    from pair
    join marts.project_year_over_year as change
        on change.fiscal_year = pair.fiscal_year and change.match_method = 'similarity'
    join landing.form as form on form.document_id = change.document_id and form.form_no = change.form_no
    join intermediate.int_document_series as series
        on series.document_id = form.document_id and series.series = pair.series"""


def _indicators(condition: str, sentence: str) -> str:
    """Rows of indicator_year_over_year in a pair that meet a condition; `sentence` says what happened to them."""
    return f"""
    select
        row.document_id,
        row.form_no,
        row.locator,
        {form_label()} || ', row ' || row.row_no || ' ' || {quoted("coalesce(row.level3_text, row.description)")} || ' '
        || {sentence} as reason
    from pair
    join marts.indicator_year_over_year as change on change.fiscal_year = pair.fiscal_year and {condition}
    join landing.indicator_row as row
        on row.document_id = change.document_id and row.form_no = change.form_no and row.row_no = change.row_no
    join landing.form as form on form.document_id = row.document_id and form.form_no = row.form_no
    join intermediate.int_document_series as series
        on series.document_id = row.document_id and series.series = pair.series"""


_INDICATORS_LINKED_BY_SIMILARITY = _indicators(
    "change.match_method = 'similarity'",
    f"'goes on by similarity only (score ' || change.match_score || ': ' || {quoted('change.matched_on')} || ').'",
)
_TARGETS_THAT_BECAME_WORDS = _indicators(
    "change.change in ('unquantified', 'quantified')",
    f"'is ' || change.change || ': ' || {quoted('change.previous_target_text')} || ', then ' "
    f"|| {quoted('change.target_text')} || '.'",
)

_ROWS_WITHOUT_CATEGORY = f"""
    select
        row.document_id,
        row.form_no,
        row.locator,
        {form_label()} || ', row ' || row.row_no || ': the level '
        || coalesce({quoted(PRINTED_LEVEL)}, '(none)')
        || ' is no known spelling. Add it to the seed indicator_levels with the category that it means.' as reason
    from pair
    join intermediate.int_document_series as series using (series)
    join marts.fact_indicator as fact
        on fact.document_id = series.document_id and fact.fiscal_year = pair.fiscal_year and fact.is_additive
    join landing.indicator_row as row
        on row.document_id = fact.document_id and row.form_no = fact.form_no and row.row_no = fact.row_no
    join landing.form as form on form.document_id = row.document_id and form.form_no = row.form_no
    left join landing.name as name on name.name_key = {name_key(PRINTED_LEVEL, "fact.fiscal_year")}
    where not coalesce(list_contains({LEVEL_SPELLINGS}, name.level_spelling), false)"""

_EVIDENCE = {
    "units_go_on": _UNITS_GONE,
    "project_counts_are_alike": _PROJECTS_NOT_LINKED,
    "indicator_counts_are_alike": None,
    "money_is_alike": _BUDGETS_THAT_DIFFER_MOST,
    "projects_are_linked": _PROJECTS_NOT_LINKED,
    "money_is_linked": _PROJECTS_NOT_LINKED,
    "project_links_are_certain": _PROJECTS_LINKED_BY_SIMILARITY,
    "indicator_links_are_certain": _INDICATORS_LINKED_BY_SIMILARITY,
    "typed_targets_are_alike": _TARGETS_THAT_BECAME_WORDS,
    "levels_stay_known": _ROWS_WITHOUT_CATEGORY,
    "documents_are_of_one_year": None,
}


def _band(low: float | None, high: float | None) -> str:
    if low is None:
        return f"at most {high:g}"
    return f"at least {low:g}" if high is None else f"{low:g} to {high:g}"


def _expectation(
    expectation: str, low: float | None, high: float | None, meaning: str, meaning_zh: str
) -> Expectation:
    evidence = _EVIDENCE[expectation]
    shown = f"union all select * from ({evidence}) {_FIRST_OF_A_PAIR}" if evidence else ""
    return Expectation(
        name=expectation,
        severity="warning",
        meaning=f"In every pair of years the {meaning} ({meaning_zh}) is {_band(low, high)}; otherwise the pair is "
        f"doubtful.",
        query=f"with {_pairs(expectation)}\n{_pair_rows()}\n{shown}",
    )


def _expectations(connection: duckdb.DuckDBPyConnection) -> tuple[Expectation, ...]:
    """One a band of the seed continuity_bands, which a package may have set otherwise."""
    return tuple(_expectation(*band) for band in connection.execute(CONTINUITY_BANDS).fetchall())


CONTINUITY = Gate(
    name="continuity",
    batch="""
select document.*
from landing.document as document
where document.document_id in (select judged.document_id from marts.year_comparability as judged)
""",
    expectations=(),
    of_vocabulary=_expectations,
)
