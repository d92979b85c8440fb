"""Expectations of a package on top of Jixiao: rules in its `expectations.py`, added to the gates.

    RULES = {"documents": (Rule(…),), "warehouse": (Rule(…),)}

The names are those of the gates (`expectations.gates`). The load says by a variable where the package is.
"""

from __future__ import annotations

import os
import runpy
from collections.abc import Mapping
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


def with_own_rules(gates: Mapping[str, Gate], name: str) -> Gate:
    """The gate of that name, with the rules that the package adds to it.

    Raises ValueError where a rule bears the name of another, or is for a gate that is none; whatever the package's file
    raises where it cannot be run.
    """
    own, gate = _own_rules(), gates[name]
    if unknown := own.keys() - gates.keys():
        raise ValueError(
            f"RULES in {folder()} has {', '.join(sorted(unknown))}, which is no gate; the gates are {', '.join(gates)}"
        )
    rules = (*gate.rules, *own.get(name, ()))
    names = [rule.name for rule in rules]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"the gate «{gate.name}» has two rules of the name {', '.join(sorted(twice))}")
    return replace(gate, rules=rules)


@cache
def _own_rules() -> dict[str, tuple[Rule, ...]]:
    own = folder()
    file = own / "expectations.py" if own else None
    if file is None or not file.exists():
        return {}
    named = runpy.run_path(str(file))
    if "RULES" not in named:
        raise ValueError(f"{file} names no RULES; they are a dictionary of gates and their rules")
    return named["RULES"]
