"""Indicators in paragraphs, as a text without tables prints them: 一、产出指标, and below it 数量指标：维修渠道≥12公里."""

from __future__ import annotations

from flows.forms.cells.one_cell import indicator_of_text, split_name_and_target
from flows.forms.model import PrintedText
from flows.forms.open_form import OpenForm
from flows.labels import is_level, is_level1, may_be_level2, without_numbering


class IndicatorLines:
    """Collects paragraphs that follow one another and name levels, alone or before an indicator."""

    def __init__(self) -> None:
        self._lines: list[PrintedText] = []

    def takes(self, printed: PrintedText) -> bool:
        """Whether a paragraph is a level alone, or a level with an indicator behind a colon."""
        level, _, rest = printed.text.replace("：", ":").partition(":")
        if not is_level(level) or (not rest.strip() and not is_level1(level)):
            return False
        self._lines.append(printed)
        return True

    def end(self) -> list[PrintedText]:
        """The paragraphs so far, which are not collected any more."""
        lines, self._lines = self._lines, []
        return lines


def hold_indicators(lines: list[PrintedText]) -> bool:
    """Whether one of the paragraphs is an indicator with its target: levels alone stand above tables, too."""
    return any(name != target for name, target in map(split_name_and_target, map(_behind_level, lines)))


def take_lines(form: OpenForm, lines: list[PrintedText]) -> None:
    """Put the paragraphs into a form: an indicator each, below the level 1 that stands above it."""
    form.has_header = True
    level1: str | None = None
    for line in lines:
        level, rest = without_numbering(line.text.replace("：", ":").partition(":")[0]), _behind_level(line)
        is_first = is_level1(level) and not (rest and level1 and may_be_level2(level))
        level1 = level if is_first else level1
        if not rest:
            continue
        name, target = split_name_and_target(rest)
        if name == target:
            reason = "nothing shows where the name of the indicator ends and its target begins"
            form.account.reject_text("indicator_row", line.locator, line.text, reason, kind="row")
        else:
            level2 = None if is_first else level
            form.indicators.add(indicator_of_text(level1, level2, name, target, line.locator))


def _behind_level(line: PrintedText) -> str:
    _, _, rest = line.text.replace("：", ":", 1).partition(":")
    return rest.strip()
