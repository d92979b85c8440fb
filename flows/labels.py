"""The labels that forms print, from the seed `form_labels`: how a form is recognised, whatever its layout."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from flows.vocabulary.seeds import fold, read_seed

# [bookmark: _Toc157759978] is what Word leaves of a table of contents' anchor.
_BOOKMARK = re.compile(r"\[bookmark:[^\[\]]*\]")
# 10.2023年中央反垄断工作补助经费绩效目标表 is number 10, 5.12315热线运行 number 5; 2023.12 is no numbered heading.
_NUMBER = re.compile(r"\s*([0-9]{1,4})\s*[.．、]\s*(?=[^0-9]|[0-9]{3,}[^0-9.])")
# 3.“送戏下乡”项目。
_QUOTED_PROJECT = re.compile(r"[“\"「]([^”\"」]{1,100})[”\"」]项目[。:：]?")
_MONEY_UNIT = re.compile(r"(?:金额)?单位:(?:人民币)?([十百千万亿]*元)")
_MONEY_WORD = re.compile(r"(?:单位:)?([十百千万亿]*元)")
_POINTS = re.compile(r"([0-9]+(?:\.[0-9]+)?)(?:分.*)?")
_NOTE = re.compile(r"(.+)\(([^()]*)\)")
_NUMBERING = re.compile(r"(?:\([0-9一二三四五六七八九十]+\)|[0-9一二三四五六七八九十]+[.、])(.+)")
_YEAR_AT_END = re.compile(r"\([0-9]{4}年?度?\)$")
_GAP = re.compile(r"[\t　]+| {2,}|\n")
_LONGEST_LABEL = 60
_LONGEST_TITLE = 500
# A label may be of several blocks; the likelier one goes first, which depends on where it stands.
_BESIDE = ("frame", "form", "group", "money", "measure", "column")
_IN_HEADER = ("column", "form", "money", "measure", "group", "frame")


@dataclass(frozen=True, slots=True)
class Label:
    """A cell that holds a label: the value stands beside it, below it, or after its colon.

    `block` says where such a label belongs: form, money, measure, column, frame, group. `field` is what it is the
    label of. A label may carry the unit of money (项目资金（万元）) or points (预算执行情况（20分）).
    """

    block: str
    field: str
    money_unit: str | None = None
    points: str | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading's printed number (None without one), its text, and the project it names."""

    number: int | None
    text: str
    project_name: str


def find_label(text: str) -> Label | None:
    """The label that a cell holds, spelt with spaces, line ends, a colon, a number or a note in brackets or without."""
    return _find(text, _BESIDE) if len(text) <= _LONGEST_LABEL else None


def find_column(text: str) -> Label | None:
    """The label that a cell of a header row holds: there 单位 is the unit of measure, 完成情况 the actual value."""
    return _find(text, _IN_HEADER) if len(text) <= _LONGEST_LABEL else None


@lru_cache(maxsize=16_384)
def _find(text: str, blocks: tuple[str, ...]) -> Label | None:
    folded = fold(text).rstrip(":")
    money_unit = points = None
    while folded:
        fields = _fields_by_block().get(folded) or _fields_by_block().get(folded.rstrip("0123456789"))
        if fields:
            block = next(block for block in blocks if block in fields)
            return Label(block, fields[block], money_unit=money_unit, points=points)
        if note := _NOTE.fullmatch(folded):
            folded = note.group(1).rstrip(":")
            if unit := _MONEY_WORD.fullmatch(note.group(2)):
                money_unit = unit.group(1)
            if worth := _POINTS.fullmatch(note.group(2)):
                points = worth.group(1)
        elif numbered := _NUMBERING.fullmatch(folded):
            folded = numbered.group(1)
        else:
            return None
    return None


def inline_values(text: str) -> Iterator[tuple[Label, str]]:
    """Labels with their values in one text: `单位名称：梧桐镇人民政府    填报日期：2024年2月26日`."""
    for part in _GAP.split(text):
        head, colon, value = part.replace("：", ":", 1).partition(":")
        label = find_label(head) if colon else None
        if label is not None and value.strip():
            yield label, value.strip()


def money_unit_of(text: str) -> str | None:
    """万元 of `单位：万元` or `（金额单位：万元）`; None where the text is something else."""
    if "单位" not in text:
        return None
    match = _MONEY_UNIT.fullmatch(fold(text).strip("()"))
    return match.group(1) if match else None


def is_blank_amount(text: str) -> bool:
    """Whether an amount's cell says nothing: empty, or a mark such as / or —."""
    folded = fold(text)
    return not folded or folded in _words("blank")


def is_qualitative_mark(text: str) -> bool:
    """Whether the column of operators says that the target is words (定性)."""
    return bool(text) and fold(text) in _qualitative_marks()


@lru_cache(maxsize=1)
def _qualitative_marks() -> frozenset[str]:
    return frozenset(line["word"] for line in read_seed("target_words") if line["role"] == "qualitative")


def aside_row(text: str) -> str | None:
    """What a row is that begins with this text and is no indicator: `total_row`, `signature`; None for any other."""
    return _words("aside").get(fold(text).rstrip(":")) if len(text) <= _LONGEST_LABEL else None


@lru_cache(maxsize=4_096)
def form_kind(title: str) -> str | None:
    """What kind of table a title announces; the longest known title that the text ends with decides."""
    if len(title) > _LONGEST_TITLE:
        return None
    folded = _YEAR_AT_END.sub("", fold(title))
    while note := _NOTE.fullmatch(folded):
        folded = note.group(1)
    titles = (known for known in _words("title") if folded.endswith(known))
    longest = max(titles, key=len, default=None)
    return None if longest is None else _words("title")[longest]


def is_heading(line: str) -> bool:
    """Whether a line outside of tables announces a form (`17.标准化资助项目2024绩效目标表`, `2.“送戏下乡”项目。`)."""
    if _BOOKMARK.search(line) or form_kind(line) is not None:
        return True
    number = _NUMBER.match(line)
    return bool(number and _QUOTED_PROJECT.fullmatch(line[number.end() :].strip()))


def heading(line: str) -> Heading:
    """The parts of a heading line."""
    text = _BOOKMARK.sub("", line).strip()
    number = _NUMBER.match(text)
    name = text[number.end() :].strip() if number else text
    if quoted := _QUOTED_PROJECT.fullmatch(name):
        name = quoted.group(1)
    else:
        title = max((known for known in _words("title") if name.endswith(known)), key=len, default="")
        name = name.removesuffix(title)
    return Heading(int(number.group(1)) if number else None, text, name.strip())


@lru_cache(maxsize=1)
def _blocks() -> dict[str, dict[str, str]]:
    """The seed as block → folded label → field."""
    blocks: dict[str, dict[str, str]] = {}
    for line in read_seed("form_labels"):
        blocks.setdefault(line["block"], {})[fold(line["label"]).rstrip(":")] = line["field"]
    return blocks


def _words(block: str) -> dict[str, str]:
    return _blocks().get(block, {})


@lru_cache(maxsize=1)
def _fields_by_block() -> dict[str, dict[str, str]]:
    """Folded label → block → field, of the blocks whose labels have values elsewhere."""
    fields: dict[str, dict[str, str]] = {}
    for block in _BESIDE:
        for label, field in _words(block).items():
            fields.setdefault(label, {})[block] = field
    return fields
