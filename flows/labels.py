"""The labels that forms print, from the seed `form_labels`: how a form is recognised, whatever its layout."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from flows.vocabulary import fold, read_seed

# [bookmark: _Toc157759978] is what Word leaves of a table of contents' anchor.
_BOOKMARK = re.compile(r"\[bookmark:[^\]]*\]")
# 10.2023年中央反垄断工作补助经费绩效目标表 is number 10; 2023.12 is no numbered heading.
_NUMBER = re.compile(r"\s*([0-9]{1,4})\s*[.．、]\s*(?=[^0-9]|20[0-9]{2}[^0-9])")
_MONEY_UNIT = re.compile(r"(?:金额)?单位:(?:人民币)?([十百千万亿]*元)")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading's printed number (None without one), its text, and the project it names."""

    number: int | None
    text: str
    project_name: str


@dataclass(frozen=True, slots=True)
class FormLabels:
    """Look-ups over the seed `form_labels`; every argument is text as printed, folded here."""

    blocks: dict[str, dict[str, str]]
    """block (form, group, money, column, aside, title, blank) → folded label → field"""
    labels: frozenset[str]
    """all folded labels whose value stands elsewhere"""

    def field(self, text: str) -> str | None:
        """The field of a form whose value stands beside this label (`project`, `unit`, `objective`)."""
        return self.blocks["form"].get(fold(text))

    def group(self, text: str) -> str | None:
        """The field whose text stands in a row of its own below this label (`purpose`)."""
        return self.blocks["group"].get(fold(text))

    def money(self, text: str) -> str | None:
        """The role of the amount beside this label (`total`, `fiscal`, `other`)."""
        return self.blocks["money"].get(fold(text))

    def column(self, text: str) -> str | None:
        """The field of indicator rows that this label heads (`level1`, `target`)."""
        return self.blocks["column"].get(fold(text))

    def is_aside(self, text: str) -> bool:
        """Whether a row that begins with this text is no indicator (sums, signatures)."""
        return fold(text).rstrip(":") in self.blocks["aside"]

    def is_blank(self, text: str) -> bool:
        """Whether an amount's cell says nothing: empty, or a mark such as / or —."""
        folded = fold(text)
        return not folded or folded in self.blocks["blank"]

    def is_label(self, text: str) -> bool:
        """Whether a cell holds a label, so that its value stands elsewhere."""
        return fold(text) in self.labels

    def money_unit(self, text: str) -> str | None:
        """万元 of `单位：万元` or `（金额单位：万元）`; None where the text is something else."""
        if "单" not in text:  # nearly every cell: the pattern need not be tried
            return None
        match = _MONEY_UNIT.fullmatch(fold(text).strip("()"))
        return match.group(1) if match else None

    def form_kind(self, text: str) -> str | None:
        """What kind of table a title announces; the longest known title that the text ends with decides."""
        folded = _without_year_and_unit(fold(text))
        titles = (title for title in self.blocks["title"] if folded.endswith(title))
        longest = max(titles, key=len, default=None)
        return None if longest is None else self.blocks["title"][longest]

    def is_heading(self, line: str) -> bool:
        """Whether a line outside of tables announces a form (`17.标准化资助项目2024绩效目标表`)."""
        return bool(_BOOKMARK.search(line)) or self.form_kind(line) is not None

    def heading(self, line: str) -> Heading:
        """The parts of a heading line."""
        text = _BOOKMARK.sub("", line).strip()
        number = _NUMBER.match(text)
        name = text[number.end() :] if number else text
        for title in sorted(self.blocks["title"], key=len, reverse=True):
            if name.endswith(title):
                name = name.removesuffix(title)
                break
        return Heading(int(number.group(1)) if number else None, text, name.strip())


def _without_year_and_unit(folded: str) -> str:
    """A title's own text: `2024年项目支出绩效目标表(2024年度)` ends in a year that is no part of it."""
    return re.sub(r"\([0-9]{4}年度?\)$", "", folded)


@lru_cache(maxsize=1)
def form_labels() -> FormLabels:
    """The seed's labels, read once."""
    blocks: dict[str, dict[str, str]] = {
        block: {} for block in ("form", "group", "money", "column", "aside", "title", "blank")
    }
    for line in read_seed("form_labels"):
        blocks[line["block"]][fold(line["label"])] = line["field"]
    with_values = ("form", "group", "money", "column")
    return FormLabels(blocks, frozenset(label for block in with_values for label in blocks[block]))
