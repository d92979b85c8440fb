"""A label with its value in one text: `年度资金总额：86.4万元`, several in a line, or all money of a form in a sentence."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from flows.forms.cells.amounts import read_amount, words_before_an_amount
from flows.labels import Label, find_certain_label, find_label, is_blank_amount

_GAP = re.compile(r"[\t　]+| {2,}|\n")
_LABEL = re.compile(r"(?:^|(?<=[\s;；,，。\]】]))([^\s:：;；，,。]{1,24})[:：]")
_SPACED = re.compile(r"(?:其中[:：])?([^0-9:：\s　]{2,20})[\s　]+([0-9][0-9,]*(?:\.[0-9]+)?)")
_BARE = re.compile(r"([^0-9:：]{2,20}?)([0-9][0-9,]*(?:\.[0-9]+)?(?:%|％|[十百千万亿]*元))")
_NUMBER = r"[0-9][0-9,]*(?:\.[0-9]+)?"
_LEFT = re.compile(
    r"(?:其中:?|[0-9一二三四五六七八九十]{1,2}[、.)]|\(|\)|[\s:;,、。+＋=]|共|等|按[^0-9,。;]{2,6}分类?)*"
)
_LONGEST = 1_000
_LONGEST_BARE = 40
_LONGEST_OF_NOBODY = 8  # characters of a label that nobody knows, between two gaps
_SOURCE = Label("", {"money": "source"})
_NOTE = re.compile(r"\s*(?:备?注|说明|填表说明|填报说明|备注说明)\s*(?:[:：]|[0-9]+[.、：:])")


@dataclass(frozen=True, slots=True)
class Inline:
    """A label and its value in one text. `depth` counts the brackets around a part of a sentence of money."""

    label: Label
    printed: str
    value: str
    depth: int = 0


def inline_pairs(text: str) -> tuple[Inline, ...]:
    """Labels with their values in one text: `单位名称：梧桐镇人民政府    填报日期：2月26日`; () if it begins with none."""
    if ":" not in text and "：" not in text:
        return ()
    return _inline_pairs(text) if len(text) <= _LONGEST else ()


@lru_cache(maxsize=4_096)
def _inline_pairs(text: str) -> tuple[Inline, ...]:
    found = []
    for match in _LABEL.finditer(text):
        label = find_label(match.group(1))
        # A label with a word that nobody knows ends the value before it, where a gap stands between.
        before = text[: match.start(1)]
        is_apart = len(before) - len(before.rstrip()) != 1 or "\n" in before[-1:]
        if match.group(1)[-1].isdigit():
            continue
        if label is not None and (label.meanings.keys() - {"frame"} or (is_apart and label.inferred)):
            found.append((match.start(1), match.end(), match.group(1), label))
        elif found and _is_wide(before) and len(match.group(1)) <= _LONGEST_OF_NOBODY:
            # 填报单位：某局　　监控期间：1—8月
            unknown = Label(match.group(1), {}, unknown=match.group(1))
            found.append((match.start(1), match.end(), match.group(1), label or unknown))
    if found and not text[: found[0][0]].strip():
        ends = [start for start, *_ in found[1:]] + [len(text)]
        return tuple(
            Inline(label, printed, text[begin:end].strip(" \t\n　;；,，"))
            for (_, begin, printed, label), end in zip(found, ends, strict=True)
        )
    return tuple(_by_gaps(text))


def _is_wide(before: str) -> bool:
    """Whether a text ends with a gap inside a line, wider than a space."""
    gap = before[len(before.rstrip()) :]
    return "\n" not in gap and (len(gap) > 1 or gap in ("\t", "　"))


def _by_gaps(text: str) -> list[Inline]:
    """As above for labels that are spaced (`项 目 名 称：`)."""
    pairs = []
    for part in _GAP.split(text):
        head, colon, value = part.replace("：", ":", 1).partition(":")
        label = find_certain_label(head) if colon and not head[-1:].isdigit() else None
        if label is None or not label.meanings:
            if not pairs and part.strip():
                return []
            continue
        pairs.append(Inline(label, head.strip(), value.strip()))
    return pairs


def bare_pair(text: str) -> Inline | None:
    """A label directly before its number: `执行率95%`, `总额412.85万元`, `地方资金 2,650`."""
    end = text.rstrip()[-1:]
    if len(text) > _LONGEST_BARE or not (end in ("%", "％", "元") or end.isdigit()):
        return None
    match = _SPACED.fullmatch(text.strip()) or _BARE.fullmatch("".join(text.split()))
    label = find_certain_label(match.group(1)) if match else None
    if match is None or label is None or label.field("money", "measure") is None:
        return None
    return Inline(label, match.group(1), match.group(2))


@cache
def _money() -> re.Pattern[str]:
    return re.compile(
        r"(?P<label>[^\s:;,、。()0-9]{1,20}(?:\([^()0-9]{1,8}\))?)\s*:?\s*"
        rf"(?P<amount>(?:{words_before_an_amount()}|¥)*{_NUMBER}\s*(?P<unit>[十百千万亿]*(?:元|美元)|[百千]?万(?![0-9])|%)?)"
    )


@cache
def _amount_after_text() -> re.Pattern[str]:
    """What `_money` finds at least: the last character of a label, and the first digit of an amount."""
    return re.compile(
        rf"[^\s:;,、。()0-9](?:\([^()0-9]{{1,8}}\))?\s*:?\s*(?:{words_before_an_amount()}|¥)*[0-9]"
    )


@cache
def _words_at_end() -> re.Pattern[str]:
    """总额约412万元: what belongs to the amount ends the text before it."""
    return re.compile(rf"(?:{words_before_an_amount()})+$")


def money_sentence(text: str) -> list[Inline]:
    """All amounts of a text that says the money of a form, each with its label; [] if any of it is something else.

    `总额412.85万元 一、财政拨款：300.35万元（其中：上级财政资金：210万元）`; 资金情况（万元） before them is a frame.
    """
    if len(text) > _LONGEST or not any(character.isdigit() for character in text):
        return []
    plain = unicodedata.normalize("NFKC", text)
    if not _amount_after_text().search(plain):
        return []
    found = []
    rest = []
    place = 0
    unit = None
    for match in _money().finditer(plain):
        rest.append(plain[place : match.start()])
        place = match.end()
        printed, amount = match["label"], match["amount"].strip()
        if find_certain_label(printed) is None and (words := _words_at_end().search(printed)):
            printed, amount = printed[: words.start()], words.group() + amount
        label = find_certain_label(printed)
        if label is None or label.field("money", "measure") is None:
            label = _SOURCE  # that nobody knows: 自治区蒙医药专项150.00万元
        before = plain[: match.start()]
        depth = before.count("(") - before.count(")")
        found.append(Inline(label, printed, amount, depth))
    rest.append(plain[place:])
    for part in rest:
        frame = find_label(part.strip(" \n\t:;,(")) if part.strip() else None
        if frame is not None and ("frame" in frame.meanings or "money" in frame.meanings):
            unit = frame.money_unit or unit
        elif not _LEFT.fullmatch(part) and not _says_nothing(part):
            return []
    if unit:
        found = [
            Inline(
                one.label, one.printed, one.value + unit if one.value[-1].isdigit() else one.value, one.depth
            )
            for one in found
        ]
    return found if all(one.label is not _SOURCE for one in found) or _make_a_sum(found) else []


def _make_a_sum(found: list[Inline]) -> bool:
    """Whether the first amount of a sentence is the sum of those that follow it, in the same unit."""
    amounts = [read_amount(one.value) for one in found if one.depth == found[0].depth]
    known = [amount for amount in amounts if amount is not None]
    if len(known) < len(amounts):
        return False
    total, *parts = known
    return (
        found[0].label.field("money") == "total"
        and {part.money_unit for part in parts} == {total.money_unit}
        and sum(part.value for part in parts) == total.value
    )


def _says_nothing(part: str) -> bool:
    """Whether a part of a sentence of money is a label with a mark for nothing: 其他资金：—."""
    head, _, mark = part.strip(" \n\t;,、)").rpartition(":")
    label = find_certain_label(head.removeprefix("其中:")) if head else None
    return label is not None and label.field("money", "measure") is not None and is_blank_amount(mark.strip())


def is_note(text: str) -> bool:
    """Whether a text is a note below a form (注：…)."""
    return _NOTE.match(text) is not None
