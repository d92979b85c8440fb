"""The gates by name."""

from __future__ import annotations

from collections.abc import Mapping

from expectations.continuity import CONTINUITY
from expectations.documents import DOCUMENTS
from expectations.expectation import Gate
from expectations.readings import READINGS
from expectations.warehouse import WAREHOUSE

GATES: Mapping[str, Gate] = {gate.name: gate for gate in (DOCUMENTS, READINGS, WAREHOUSE, CONTINUITY)}
