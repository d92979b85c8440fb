"""Gate 2: may this warehouse be published? Expectations over the marts, against what landing holds.

Integrity: nothing of an accepted document was lost, changed or added on its way through the models. The other side of each
comparison is computed here from landing, not taken from the models: where both agree, two hands wrote the same. What
breaks a critical one is our error, not a publisher's: nothing is published. A warning tells what was chosen.
"""

from __future__ import annotations

from expectations.arrival import (
    EVERY_ACCEPTED_FORM_ARRIVES,
    EVERY_ACCEPTED_ROW_ARRIVES,
    EVERY_FACT_HAS_A_PLACE,
    EVERY_REJECTED_TEXT_IS_PUBLISHED,
    NOTHING_ELSE_ARRIVES,
)
from expectations.choices import FORMS_OF_ONE_PROJECT_AGREE
from expectations.expectation import Gate
from expectations.money import BUDGETS_EQUAL_WHAT_LANDING_HOLDS, FUNDING_EQUALS_WHAT_LANDING_HOLDS
from expectations.sums import (
    DIFFERENCES_ARE_THOSE_OF_THE_BUDGETS,
    PROJECTS_ADD_UP_TO_THE_BUDGETS,
    UNITS_ADD_UP_TO_THE_PROJECTS,
)
from expectations.targets import TARGET_NUMBERS_EQUAL_THE_DICTIONARY, TARGETS_ARE_THOSE_OF_THE_DOCUMENT

WAREHOUSE = Gate(
    name="warehouse",
    # Of each path the version whose bytes are in raw/, else the latest, among those that gate 1 let in; a moved one
    # speaks from its new path.
    batch="""
select document.*, raw_file.fiscal_year
from landing.document as document
join landing.raw_file as raw_file on raw_file.path = document.path
where document.problem is null
    and raw_file.fiscal_year is not null
    and exists (from landing.form as form where form.document_id = document.document_id)
    and not exists (
        from landing.gate_finding as finding
        where finding.document_id = document.document_id and finding.severity = 'critical'
    )
    and not exists (
        from marts.dim_document as known
        where known.document_id = document.document_id and known.status = 'withdrawn'
    )
qualify row_number() over (
    partition by document.path
    order by coalesce(document.sha256 = raw_file.sha256, false) desc, document.read_at desc, document.document_id
) = 1 and document.moved_to is null
""",
    expectations=(
        EVERY_ACCEPTED_FORM_ARRIVES,
        EVERY_ACCEPTED_ROW_ARRIVES,
        NOTHING_ELSE_ARRIVES,
        BUDGETS_EQUAL_WHAT_LANDING_HOLDS,
        FUNDING_EQUALS_WHAT_LANDING_HOLDS,
        PROJECTS_ADD_UP_TO_THE_BUDGETS,
        DIFFERENCES_ARE_THOSE_OF_THE_BUDGETS,
        UNITS_ADD_UP_TO_THE_PROJECTS,
        TARGETS_ARE_THOSE_OF_THE_DOCUMENT,
        TARGET_NUMBERS_EQUAL_THE_DICTIONARY,
        EVERY_REJECTED_TEXT_IS_PUBLISHED,
        EVERY_FACT_HAS_A_PLACE,
        FORMS_OF_ONE_PROJECT_AGREE,
    ),
)
