"""A column for each answer: 经费保障 | 制度保障 | 人员保障, 确定能 | 有可能 | 完全不可能, with a mark in one of them."""

from __future__ import annotations

from flows.labels import find_certain_label, is_blank_amount, is_choice_mark, is_refusal_mark


def chosen(heading: str, text: str) -> str:
    """What a cell below an answer says: the answer if it is marked, with the text if it has one, nothing if it is empty.

    A text below the label of the whole field (原因说明) says all by itself.
    """
    if is_blank_amount(text) or is_refusal_mark(text):
        return ""
    if is_choice_mark(text):
        return heading
    label = find_certain_label(heading)
    is_whole = label is not None and label.field("column") in ("deviation", "likelihood")
    return text if is_whole else f"{heading}：{text}"
