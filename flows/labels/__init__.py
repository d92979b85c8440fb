"""What a text says of itself, by the seeds: a label, a title, a level, a mark."""

from flows.labels.grammar import Label, find_certain_label, find_label, last_month
from flows.labels.levels import is_level, is_level1, may_be_level2, numbers_a_level, without_numbering
from flows.labels.marks import (
    is_blank_amount,
    is_choice_mark,
    is_comparator,
    is_direction,
    is_ditto,
    is_filler,
    is_qualitative_mark,
    is_refusal_mark,
    mark_of,
    money_unit_of,
    split_score,
)
from flows.labels.titles import (
    Heading,
    form_kind,
    goes_on,
    heading,
    is_heading,
    is_of_department,
    is_of_transfer,
    is_other_title,
    may_say_transfer,
    numbers_a_table,
)
from flows.labels.words import known_words

__all__ = [
    "Heading",
    "Label",
    "find_certain_label",
    "find_label",
    "form_kind",
    "goes_on",
    "heading",
    "is_blank_amount",
    "is_choice_mark",
    "is_comparator",
    "is_direction",
    "is_ditto",
    "is_filler",
    "is_heading",
    "is_level",
    "is_level1",
    "is_of_department",
    "is_of_transfer",
    "is_other_title",
    "is_qualitative_mark",
    "is_refusal_mark",
    "known_words",
    "last_month",
    "mark_of",
    "may_be_level2",
    "may_say_transfer",
    "money_unit_of",
    "numbers_a_level",
    "numbers_a_table",
    "split_score",
    "without_numbering",
]
