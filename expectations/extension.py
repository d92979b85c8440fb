"""What a package on top of Jixiao expects: EXPECTATIONS in its `expectations.py`, added to the gates.

    EXPECTATIONS = {"documents": (Expectation(…),), "warehouse": (Expectation(…),)}

The names are those of the gates (`expectations.gates`). The load says by a variable where the package is.
"""

from __future__ import annotations

import os
import runpy
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from expectations.expectation import Expectation, Gate

VARIABLE = "JIXIAO_EXTENSION"


@cache
def folder() -> Path | None:
    """The folder of the package; None where there is none."""
    told = os.environ.get(VARIABLE)
    return Path(told) if told else None


def with_own_expectations(gates: Mapping[str, Gate], name: str) -> Gate:
    """The gate of that name, with the expectations that the package adds to it.

    Raises ValueError where one is for a gate that is none; whatever the package's file raises where it cannot be run.
    """
    own, gate = _own_expectations(), gates[name]
    if unknown := own.keys() - gates.keys():
        raise ValueError(
            f"EXPECTATIONS in {folder()} has {', '.join(sorted(unknown))}, which is no gate; "
            f"the gates are {', '.join(gates)}"
        )
    return replace(gate, expectations=(*gate.expectations, *own.get(name, ())))


@cache
def _own_expectations() -> dict[str, tuple[Expectation, ...]]:
    own = folder()
    file = own / "expectations.py" if own else None
    if file is None or not file.exists():
        return {}
    named = runpy.run_path(str(file))
    if "EXPECTATIONS" not in named:
        raise ValueError(
            f"{file} names no EXPECTATIONS; they are a dictionary of gates and their expectations"
        )
    return named["EXPECTATIONS"]
