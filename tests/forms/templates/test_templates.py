"""The prescribed templates are read whole: every field exact, no row invented, every text in one place."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.forms.layouts.compose import Made
from tests.forms.layouts.judging import scored
from tests.forms.scoring import in_words
from tests.forms.templates.national import all_templates
from tests.forms.templates.provinces import all_provinces
from tests.forms.templates.public_tables import all_tables

TEMPLATES = dict([*all_templates(), *all_tables(), *all_provinces()])


@pytest.mark.parametrize(
    ("template", "suffix"),
    [
        pytest.param(
            template,
            suffix,
            id=f"{name}-{suffix}",
        )
        for name, template in TEMPLATES.items()
        for suffix in ("docx", "xlsx")
    ],
)
def test_a_prescribed_template_is_read_whole(template: Callable[[str], Made], suffix: str) -> None:
    score = scored(template(suffix))

    assert all(field.verdict == "exact" for field in score.fields), in_words(score)
    assert not score.faults, in_words(score)
