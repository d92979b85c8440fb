"""What the process that judges does when it is asked: a gate's verdicts, and the pages of what was judged.

`start` imports Great Expectations (seconds) while the load does other work. The load names these functions to a worker and
takes their answers as plain dictionaries, so that this package imports nothing of `flows`.
"""

from __future__ import annotations

import logging
import os
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from expectations.validate import Judge


def start() -> None:
    """Import what judging needs."""
    _judge()


def judge(gate: str, database: str) -> list[dict[str, Any]]:
    """The verdicts of a gate on a database file, one an expectation, in their order: the fields of `validate.Verdict`.

    Raises KeyError for an unknown gate, duckdb.Error where the file cannot be read.
    """
    from expectations.extension import with_own_expectations  # noqa: PLC0415
    from expectations.gates import GATES  # noqa: PLC0415

    verdicts = _judge().judge(with_own_expectations(GATES, gate), Path(database))
    return [asdict(verdict) for verdict in verdicts]


def write_pages(folder: str) -> None:
    """Write the pages of all gates judged so far to `folder`. Raises OSError, DataDocsError: the verdicts stand without."""
    _judge().write_pages(Path(folder))


@cache
def _judge() -> Judge:
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    # Great Expectations warn of every renderer that a subclass replaces.
    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    from expectations.validate import Judge  # noqa: PLC0415

    return Judge()
