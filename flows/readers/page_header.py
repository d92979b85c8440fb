"""The unit of money in the header of a page: forms print it there at times, and nowhere else (2024年度   金额单位：万元)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from flows.labels import money_unit_of
from flows.readers.document import Paragraph

_GAP = re.compile(r"[\t\n　]+| {2,}")
_LONGEST = 200


def unit_paragraphs(lines: Iterable[tuple[str, str]]) -> Iterator[Paragraph]:
    """The parts of those lines of a header (text, locator) that name a unit of money, each line once.

    Other lines are the paper's: the name of an office, the number of a page.
    """
    seen: set[str] = set()
    for line, locator in lines:
        if line in seen or len(line) > _LONGEST:
            continue
        seen.add(line)
        parts = [part for part in _GAP.split(line.strip()) if part]
        if any(money_unit_of(part) for part in parts):
            yield from (Paragraph(part, locator) for part in parts)
