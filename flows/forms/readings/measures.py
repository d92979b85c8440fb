"""What a cell of a table of money must be, by the measure that heads it: an amount, a rate, a number of points."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flows.forms.cells.amounts import read_amount
from flows.readers import Cell

AMOUNTS = ("amount", "initial", "executed", "forecast")
_SCORE = re.compile(r"[-+]?[0-9]+(?:[.．][0-9]+)?\s*分?")
_POINTS = re.compile(r"[-+]?[0-9]+(?:[.．][0-9]+)?\s*[分%％]?")  # 权重 may be 10%
_RATE = re.compile(r"\s*[0-9]+(?:\.[0-9]+)?\s*[%％]\s*")
_RATE_POINTS_SCORE = re.compile(
    r"(?P<rate>[0-9.]+\s*[%％])\s*[(（](?:满分|分值|权重)?[:：]?(?P<points>[0-9.]+)分?[,，、;；]\s*"
    r"(?:实?得分?|得分)[:：]?(?P<score>[0-9.]+)分?[)）]"
)
_RATE_AND_SCORE = re.compile(
    r"\s*(?P<rate>[0-9.]+\s*[%％])(?:\s*[/／|；;、,，\s]\s*(?P<score>[0-9.]+\s*分?))?\s*"
)


def rate_with_score(text: str) -> tuple[str, str, str] | None:
    """Rate, points and score of `94.79%（10分，得9.48分）`; None for other texts."""
    found = _RATE_POINTS_SCORE.fullmatch(text.strip())
    return (found["rate"], found["points"], found["score"]) if found else None


def is_rate(text: str) -> bool:
    """Whether a text is a share and nothing else: 66.67%."""
    return _RATE.fullmatch(text) is not None


def is_of_measure(measure: str, text: str) -> bool:
    """Whether a text can be of a measure: an amount is one that can be read, points and scores are numbers."""
    if measure in AMOUNTS:
        return read_amount(text) is not None
    if measure == "points":
        return _POINTS.fullmatch(text.strip()) is not None
    return measure != "score" or _SCORE.fullmatch(text.strip()) is not None


def rate_apart(cells: Mapping[str, Cell]) -> dict[str, Cell]:
    """The cells of a line, with 98.13%／9.8 of a column 执行率／得分 as a rate and a score."""
    score = cells.get("score")
    found = _RATE_AND_SCORE.fullmatch(score.text) if score is not None and "rate" not in cells else None
    if score is None or found is None:
        return dict(cells)
    parts = {"rate": found["rate"], "score": found["score"]}
    kept = {measure: cell for measure, cell in cells.items() if measure != "score"}
    return kept | {name: score._replace(text=text.strip()) for name, text in parts.items() if text}
