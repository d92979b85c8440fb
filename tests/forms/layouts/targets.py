"""What a row promises: in one cell, or operator, number and unit in cells of their own; for this year and for all years."""

from __future__ import annotations

from typing import Any

from tests.forms.layouts.content import Indicator
from tests.forms.layouts.grids import Put, value
from tests.forms.layouts.making import SIGNS, WORDS, Making

_COMPARATORS = {"≥": ">=", "≤": "<=", "=": "=", "": "="}
_UNFILLED = ("", "{unit}", "≥ {unit}", "是/否", "≥__{unit}", "（ ）{unit}", "____")


def is_split(making: Making) -> bool:
    return making.choice("target") != "joined"


def has_mid(making: Making) -> bool:
    return making.choice("periods") == "side" and not making.is_evaluation


def has_initial(making: Making) -> bool:
    return making.choice("periods") == "initial" and making.is_evaluation and not is_split(making)


def target_columns(making: Making) -> list[str]:
    """The columns of the target, left to right."""
    if has_initial(making):
        return ["initial_target", "adjusted"]
    if not is_split(making):
        return ["mid_target", "target"] if has_mid(making) else ["target"]
    order = ["operator", "number", "measure_unit"]
    if making.choice("target") == "split_any_order":
        order = [
            ["number", "measure_unit", "operator"],
            ["measure_unit", "operator", "number"],
            ["operator", "measure_unit", "number"],
        ][len(making.spell("number")) % 3]  # the same in all forms of a document
    return [*(["mid_target"] if has_mid(making) else []), *order]


def printed_target(
    making: Making, indicator: Indicator, *, is_unfilled: bool, is_ditto: bool
) -> dict[str, Any]:
    """The truth of the row's targets."""
    truth: dict[str, Any] = {"target_text_mid_term": None, "target_text_initial": None}
    if is_unfilled and not is_split(making) and not indicator.is_words:
        text = making.rng.choice(_UNFILLED).format(unit=indicator.unit) if indicator.unit else "____"
        truth |= {
            "target_text": text or None,
            "target_kind": "missing",
            "comparator": None,
            "target_value": None,
        }
    elif indicator.is_words:
        truth["target_text"] = indicator.words
    else:
        operator = indicator.operator or ("=" if is_split(making) else "")
        truth |= {
            "target_text": operator + indicator.number + indicator.unit,
            "comparator": _COMPARATORS[indicator.operator],
            "target_value": indicator.number,
        }
    if is_ditto:
        truth["accept"] = [
            {name: truth[name] for name in ("target_text", "comparator", "target_value") if name in truth},
            {"comparator": None, "target_value": None},
        ]
        truth["target_text"] = "同上"
    if has_mid(making):
        truth["target_text_mid_term"] = (
            indicator.words or indicator.operator + indicator.mid_number + indicator.unit
        )
    if has_initial(making):
        truth["target_text_initial"] = (
            indicator.words or indicator.operator + indicator.initial_number + indicator.unit
        )
    return truth


def target_cells(making: Making, indicator: Indicator, printed: dict[str, Any]) -> dict[str, Put]:
    """The cells of the row by the name of their column."""
    found = {
        "target": value(printed["target_text"]),
        "adjusted": value(printed["target_text"]),
        "mid_target": value(printed["target_text_mid_term"]),
        "initial_target": value(printed["target_text_initial"]),
    }
    if not is_split(making):
        return found
    if indicator.is_words:
        sign = making.rng.choice(("", "定性"))
        return found | {
            "operator": Put(sign, "empty"), "number": value(indicator.words), "measure_unit": Put("", "empty"),
        }  # fmt: skip
    signs = SIGNS[indicator.operator]
    sign = WORDS[indicator.operator] if making.choice("target") == "split_words" else making.rng.choice(signs)
    return found | {
        "operator": Put(sign, "value"),
        "number": value(indicator.number),
        "measure_unit": value(indicator.unit),
    }
