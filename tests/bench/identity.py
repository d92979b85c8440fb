"""Who is who across years: the labelled pairs, the models beside a naive comparator."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.identity.confusion import matrix


def lines() -> Iterator[str]:
    """The lines of this part of the page."""
    with tempfile.TemporaryDirectory() as name:
        yield from matrix(Path(name)).splitlines()
