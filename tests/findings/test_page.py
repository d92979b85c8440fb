"""docs/findings.md says what the seed and the pinned findings say."""

from __future__ import annotations

from tests.findings.page import PAGE, page


def test_the_page_of_the_rules_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "write it anew: python -m tests.findings.page"
