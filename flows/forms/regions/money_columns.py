"""Points and scores in the header of a wide table: those of the project's execution beside those of the indicator."""

from __future__ import annotations

from dataclasses import replace

from flows.forms.regions.columns import Leaf

_NUMBERS = ("points", "score")
_SPENT = {"executed", "executed_so_far", "rate", "rate_so_far"}
_OF_INDICATORS = {"level1", "level2", "level3", "description", "target", "target_initial", "actual"}


def points_of_the_execution(leaves: list[Leaf]) -> list[Leaf]:
    """The columns, each of those that hold points or scores of the execution marked.

    执行率 | 分值 | 得分 below one label, with no name and no target, are of the execution: 预算执行情况 beside 绩效指标自评.
    So are 分值 and 得分 right behind the money, if the header has a second column of each for the indicators, or if they
    stand between what was spent and the columns of the indicators.
    """
    return [
        replace(leaf, is_of_money=True)
        if leaf.field in _NUMBERS and (_is_below_money(leaf, leaves) or _follows_money(place, leaves))
        else leaf
        for place, leaf in enumerate(leaves)
    ]


def _is_below_money(leaf: Leaf, leaves: list[Leaf]) -> bool:
    siblings = [other for other in leaves if leaf.parent_text and other.parent_text == leaf.parent_text]
    return any(map(_is_money, siblings)) and not any(other.field in _OF_INDICATORS for other in siblings)


def _follows_money(place: int, leaves: list[Leaf]) -> bool:
    leaf = leaves[place]
    before = next((other for other in reversed(leaves[:place]) if other.field not in _NUMBERS), None)
    if leaf.parent_text or before is None or before.label is None or not _is_money(before):
        return False
    if sum(other.field == leaf.field for other in leaves) > 1:
        return True
    is_before_names = not any(other.field in _OF_INDICATORS for other in leaves[:place])
    return is_before_names and before.label.field("measure") in _SPENT


def _is_money(leaf: Leaf) -> bool:
    """Whether a column holds the money of the project, what of it was spent, or its share."""
    return leaf.field is None and leaf.label is not None and "measure" in leaf.label.meanings
