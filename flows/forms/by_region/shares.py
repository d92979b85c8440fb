"""The forms that were read of one table with a column a region: which is of the sum, and which are its shares."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from flows.forms.model import Form, ParsedDocument


@dataclass(slots=True)
class Regions:
    """The numbers of the forms of one table's regions, and of the form of their sum."""

    numbers: list[int] = field(default_factory=list)
    total: int | None = None


def with_shares(parsed: ParsedDocument, tables: Iterable[Regions]) -> ParsedDocument:
    """The document with each region's form as a share of its total; what all of them print is given back once."""
    forms = {form.form_no: form for form in parsed.forms}
    for regions in tables:
        seen: set[object] = set()
        heading = next((forms[no].heading for no in regions.numbers if no in forms), None)
        for number in regions.numbers:
            if number in forms:
                form = _once(forms[number], seen)
                share_of = regions.total if regions.total != number else None
                forms[number] = replace(form, share_of_form_no=share_of, heading=form.heading or heading)
    return replace(parsed, forms=tuple(forms.values()))


def _once(form: Form, seen: set[object]) -> Form:
    rejected = tuple(one for one in form.rejected if (one.locator, one.text) not in seen)
    left_out = tuple(one for one in form.left_out if (one.kind, one.locator, one.text) not in seen)
    seen |= {(one.locator, one.text) for one in rejected}
    seen |= {(one.kind, one.locator, one.text) for one in left_out}
    return replace(form, rejected=rejected, left_out=left_out)
