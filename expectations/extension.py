"""Expectations of a package on top of Jixiao: rules in its `expectations.py`, added to the gates.

    RULES = {"documents": (Rule(…),), "warehouse": (Rule(…),)}

The load says by a variable where the package is.
"""

from __future__ import annotations

import os
import runpy
from dataclasses import replace
from functools import cache
from pathlib import Path

from expectations.rule import Gate, Rule

VARIABLE = "JIXIAO_EXTENSION"


@cache
def folder() -> Path | None:
    """The folder of the package; None where there is none."""
    told = os.environ.get(VARIABLE)
    return Path(told) if told else None


def with_own_rules(gate: Gate) -> Gate:
    """The gate, with the rules that the package adds to it.

    Raises ValueError where one of them bears the name of another, whatever its file raises where it cannot be run.
    """
    rules = (*gate.rules, *_own_rules().get(gate.name, ()))
    names = [rule.name for rule in rules]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"the gate «{gate.name}» has two rules of the name {', '.join(sorted(twice))}")
    return replace(gate, rules=rules)


@cache
def _own_rules() -> dict[str, tuple[Rule, ...]]:
    own = folder()
    file = own / "expectations.py" if own else None
    return runpy.run_path(str(file))["RULES"] if file and file.exists() else {}
