"""What 江南省 expects of documents beside what Jixiao does."""

from expectations.expectation import BATCH, Expectation

EVERY_UNIT_BEARS_A_CODE = Expectation(
    name="every_unit_bears_a_code",
    severity="warning",
    meaning="江南省 publishes units with their code; a form without one was made by hand, and its unit may be any.",
    query=f"""
select form.document_id, form.form_no, form.unit_locator as locator,
    'the unit «' || form.unit_name || '» bears no code; ask the publisher for it' as reason
from {BATCH} as document
join landing.form as form on form.document_id = document.document_id
where form.unit_code is null and form.unit_name is not null
""",
)

EXPECTATIONS = {"documents": (EVERY_UNIT_BEARS_A_CODE,)}
