"""What a label is: `numbering? frame? qualifier* head note*`, told by words that stand in seeds.

`label_heads` has the words that end a label (资金总额, 指标值, 完成情况), `label_qualifiers` the words before them (年初,
主管, 实施期), `label_meanings` what a head means with the qualifiers it has. Numbering, brackets, a year, a unit of
money, points and line ends belong to the grammar. `form_labels` has whole labels that no words compose; they go first.
A head with a qualifier that nobody knows is still a label; what its head most likely means is `inferred`, to be reviewed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from flows.labels.levels import is_level
from flows.labels.words import unknown_part, words_before
from flows.vocabulary.seeds import fold, read_seed

_LONGEST_PRINTED = 60
_LONGEST = 24
_LONGEST_UNKNOWN = 4
_MONEY_WORD = re.compile(r"(?:金额)?(?:单位:)?(?:人民币)?([十百千万亿]*(?:元|美元|欧元))")
_POINTS = re.compile(r"([0-9]+(?:\.[0-9]+)?)(?:分.*)?")
_LETTERS = re.compile(r"[A-Z](?:[/÷*×=+-][A-Z0-9%]+)*(?:=.*)?")
_YEAR = re.compile(r"20[0-9]{2}年度?")
# 1-7月, 截至7月底, 截止8月31日; the month may be left blank (1- 月). It reads as the word 月份.
_MONTHS = re.compile(
    r"(?:截[至止]到?)?(?:1月?份?[-–—~至到]+(?P<last>1[0-2]|[1-9]|[NXnx_*×]*)|(?P<month>(?<![0-9])(?:1[0-2]|[1-9])))"
    r"月(?:份|底|末|[0-9]{1,2}日)?(?:底|末)?"
)
_PARTS_OF_A_YEAR = re.compile(
    r"(?:第?[一1]季度)|(?P<half>上半年|半年|第?[二2]季度)|(?P<three>前三季度|第?[三3]季度)"
)
_SPAN_OF_YEARS = re.compile(r"20[0-9]{2}年?(?:-{1,2}|—{1,2}|至|~)20[0-9]{2}年?")
_NUMBERING = re.compile(
    r"(?:[(][0-9一二三四五六七八九十]{1,3}[)]|[0-9一二三四五六七八九十]{1,3}[.、)]|[①-⑳]|[★☆*#▲△●※◆■□])+"
)
_GROUP = re.compile(r"[(（【\[]([^()（）【】\[\]]*)[)）】\]]")
_NO_LABEL = re.compile(r"[。；;，!?！？≥≤><＝=%‰]")
_NUMBER_AT_END = re.compile(r"(?<![:.0-9])[0-9]{1,2}$")  # 年度绩效目标1
_AMOUNT_AFTER_COLON = re.compile(r"[:：]\s*[(（][¥￥]?[0-9]")
_EDGES = "*:：★☆#、.…_"


@dataclass(frozen=True, slots=True)
class Label:
    """A cell that holds a label.

    `meanings` says for each block (form, money, measure, column, frame) which field the label is of; which of them counts
    is told by where the label stands. `unknown` is the part that no seed knows: such a label has no meaning. `classes` are
    those of its qualifiers, `year` a year printed in it. A label may carry a unit of money or points.
    """

    text: str
    meanings: dict[str, str]
    concept: str = ""
    classes: frozenset[str] = frozenset()
    unknown: str = ""
    money_unit: str | None = None
    points: str | None = None
    year: int | None = None
    through: int | None = None
    """The last month of the part of a year that the label names: 7 of 1-7月执行数."""
    inferred: dict[str, str] = field(default_factory=dict)
    """What the label most likely means if it has no meaning: that of its head with the words next to it."""

    @property
    def is_certain(self) -> bool:
        """Whether all of its words are known."""
        return not self.unknown

    @property
    def is_likely(self) -> bool:
        """Whether a text is a label, or nearly: a word or two that nobody knows stand before a known head."""
        return len(self.unknown) <= _LONGEST_UNKNOWN

    def field(self, *blocks: str) -> str | None:
        """The field in the first of these blocks that the label has a meaning in."""
        for block in blocks:
            if block in self.meanings:
                return self.meanings[block]
        return None

    def guess(self, *blocks: str) -> str | None:
        """As `field`, for what the label most likely means if it has no meaning."""
        for block in blocks:
            if block in self.inferred:
                return self.inferred[block]
        return None


@dataclass(frozen=True, slots=True)
class _Meaning:
    block: str
    requires: frozenset[str]
    allows: frozenset[str]
    field: str


@lru_cache(maxsize=32_768)
def find_label(text: str) -> Label | None:
    """The label that a text is, with or without a meaning; None if it ends with no known head."""
    if not text or len(text) > _LONGEST_PRINTED or _ends_as_no_label(text[-1]):
        return None
    label = _find(text)
    # 数量指标 is the name of a level; 预算执行率 names a level, too, and yet heads a column of money.
    if label is not None and is_level(text) and not label.meanings.keys() & {"measure", "money"}:
        return None
    return None if label is not None and _is_with_an_amount(text, label) else label


def _is_with_an_amount(text: str, label: Label) -> bool:
    """地方资金 0 is a label of money with its amount; 年度绩效目标1 is a label with its number."""
    return (
        text[-1].isdigit()
        and label.field("money", "measure") is not None
        and bool(_NUMBER_AT_END.search(text))
    )


def _ends_as_no_label(character: str) -> bool:
    """Whether no label ends with a character: a Chinese one that ends no head, and no year or month behind one."""
    return "\u4e00" <= character <= "\u9fff" and character not in _ends_of_labels()


@cache
def _ends_of_labels() -> frozenset[str]:
    words = [word for word in (*_heads(), *_exact()) if word]
    return frozenset(word[-1] for word in words) | frozenset("年度月份底末日")


@lru_cache(maxsize=32_768)
def find_certain_label(text: str) -> Label | None:
    """The label that a text is, if all of its words are known."""
    label = find_label(text)
    return label if label is not None and not label.unknown else None


def is_only_a_frame(text: str) -> bool:
    """Whether a text is a label that stands over others, and is none of a field: 预算执行情况."""
    label = find_certain_label(text)
    return label is not None and label.meanings.keys() == {"frame"} and not label.meanings["frame"]


@lru_cache(maxsize=4_096)
def _find(text: str) -> Label | None:
    if _AMOUNT_AFTER_COLON.search(text):
        return None  # 预算数：（2785万元）
    folded = fold(text).replace("(%)", "").strip(_EDGES)
    if not folded or _NO_LABEL.search(folded):
        return _exact_label(folded, folded, None, None)
    folded = folded.removeprefix("其中:")
    numbered = _NUMBERING.match(folded)
    if numbered and numbered.end() < len(folded):
        folded = folded[numbered.end() :].lstrip(_EDGES)
    folded = _NUMBER_AT_END.sub("", folded.removeprefix("其中:")) or folded
    money_unit = points = None
    year = None
    core = folded
    if "(" in core or "[" in core or "【" in core:
        core, money_unit, points = _without_notes(core)
        core = _NUMBER_AT_END.sub("", core) or core
    if label := _exact_label(folded, core, money_unit, points):
        return label
    if "20" in core:
        core = _SPAN_OF_YEARS.sub("", core) or core
        if found := _YEAR.search(core):
            year = int(found.group()[:4])
            core = _YEAR.sub("", core) or core
    if len(core) > _LONGEST:
        return None
    through = _last_month(core)
    core = _MONTHS.sub("月份", core, count=1) if "月" in core else core
    label = _exact_label(core, core, money_unit, points)
    label = _composed(core, money_unit, points, year) if label is None else replace(label, year=year)
    before = _label_before_a_value(text) if label is not None else None
    # 项目名称：主管部门业务经费 has a name of words that labels consist of.
    if label is not None and before is not None and (label.unknown or before.field("form") in _NAMES):
        return None
    return label if label is None or through is None else replace(label, through=through)


def _label_before_a_value(text: str) -> Label | None:
    """The label that a text begins with, if its value follows, though that ends as labels do: 项目名称：技能培训补贴."""
    before, colon, after = text.replace("：", ":").partition(":")
    if not colon or not after.strip() or before.strip() == "其中":
        return None
    label = _find(before)
    return label if label is not None and not label.unknown and label.meanings else None


_NAMES = ("project", "unit", "department", "department_named")


def _last_month(text: str) -> int | None:
    if "月" in text and (found := _MONTHS.search(text)):
        month = found["last"] or found["month"] or ""
        return int(month) if month.isdigit() else None
    if ("季度" in text or "半年" in text) and (found := _PARTS_OF_A_YEAR.search(text)):
        return 6 if found["half"] else 9 if found["three"] else 3
    return None


def last_month(title: str) -> int | None:
    """The last month of the part of a year that a title names: 7 of 2025年1-7月绩效运行监控表; None without one."""
    return _last_month(fold(title))


def _exact_label(folded: str, core: str, money_unit: str | None, points: str | None) -> Label | None:
    exact = _exact()
    meanings = exact.get(folded) or exact.get(core) or exact.get(core.rstrip(_EDGES))
    if meanings is None:
        return None
    return Label(core, meanings, money_unit=money_unit, points=points)


def _without_notes(text: str) -> tuple[str, str | None, str | None]:
    """`全年(调整)预算数(万元)` is 全年调整预算数, 万元: words in brackets are words, a unit and points are told apart."""
    money_unit = points = None
    while group := _GROUP.search(text):
        inside = group.group(1).strip(_EDGES + "/")
        kept = ""
        if unit := _MONEY_WORD.fullmatch(inside):
            money_unit = unit.group(1)
        elif worth := _POINTS.fullmatch(inside):
            points = worth.group(1)
        elif (
            _LEVELS_INSIDE.fullmatch(inside)
            or _LETTERS.fullmatch(inside)
            or _YEAR.fullmatch(inside)
            or _SPAN_OF_YEARS.fullmatch(inside)
        ):
            kept = ""
        elif (inside and group.end() < len(text) and unknown_part(inside, len(inside))[0] == 0) or (
            inside and group.end() < len(text) and group.start() > 0 and not _MEANINGLESS.fullmatch(inside)
        ):
            kept = inside
        text = text[: group.start()] + kept + text[group.end() :]
    return text.rstrip(_EDGES), money_unit, points


_LEVELS_INSIDE = re.compile(r"(?:[一二三]级(?:指标)?[-—–/、]*){2,}")
_MEANINGLESS = re.compile(r"[0-9A-Za-z/]*")


def _composed(core: str, money_unit: str | None, points: str | None, year: int | None) -> Label | None:
    best: tuple[int, int, str, str, frozenset[str], str] | None = None
    heads = _heads()
    for start in range(len(core)):
        concepts = heads.get(core[start:])
        if concepts is None:
            continue
        unknown, classes, unknown_text = unknown_part(core, start)
        for concept in concepts:
            candidate = (unknown, start, concept, core[start:], classes, unknown_text)
            if (
                best is None
                or (unknown, start) < best[:2]
                or (
                    unknown == best[0]
                    and not _meanings_of(best[2], best[4])
                    and _meanings_of(concept, classes)
                )
            ):
                best = candidate
    if best is None:
        return None
    unknown, start, concept, _, classes, unknown_text = best
    meanings: dict[str, str] = {}
    if not unknown:
        # 2024年总体目标 is the year's: as if it said 年度.
        meanings = _all_meanings(core, classes | {"annual"}, concept) if year is not None else {}
        meanings = meanings or _all_meanings(core, classes, concept)
    elif concept in _KNOWN_WHATEVER_STANDS_BEFORE:
        meanings = {"form": concept if concept == "contact" else "aside"}
    inferred = {} if meanings or unknown > _LONGEST_UNKNOWN else _inferred(concept, core, start)
    return Label(core, meanings, concept, classes, unknown_text, money_unit, points, year, inferred=inferred)


def _inferred(concept: str, core: str, start: int) -> dict[str, str]:
    """The meaning of a head with the words next to it; what stands before a word that nobody knows is left aside.

    A word that says that it is of another year is never left aside.
    """
    words = words_before(core, start)
    if _OTHER_YEARS & set(words):
        return {}
    after = max((place + 1 for place, word in enumerate(words) if word.startswith("?")), default=0)
    near = [word for word in words[after:] if word != "plain"]
    for begin in range(len(near) + 1):
        if meanings := _meanings_of(concept, frozenset(near[begin:])):
            return meanings
    return {}


_OTHER_YEARS = {"previous", "next", "part_year"}
# What such a head is of is never kept, whoever's it is.
_KNOWN_WHATEVER_STANDS_BEFORE = {"aside", "contact", "opinion", "office", "explanation"}


def _all_meanings(core: str, classes: frozenset[str], concept: str) -> dict[str, str]:
    """The meanings of each head that the whole text has, the longest head's first."""
    meanings: dict[str, str] = dict(_meanings_of(concept, classes))
    heads = _heads()
    year = classes & {"annual"}
    for start in range(len(core)):
        for other in heads.get(core[start:], ()):
            unknown, others, _ = unknown_part(core, start)
            if not unknown:
                for block, field in _meanings_of(other, others | year).items():
                    meanings.setdefault(block, field)
    return meanings


@lru_cache(maxsize=4_096)
def _meanings_of(concept: str, classes: frozenset[str]) -> dict[str, str]:
    meanings: dict[str, str] = {}
    for meaning in _meanings().get(concept, ()):
        if meaning.block in meanings or not meaning.requires <= classes:
            continue
        if "*" in meaning.allows or classes - meaning.requires <= meaning.allows:
            meanings[meaning.block] = meaning.field
    return meanings


@cache
def _meanings() -> dict[str, tuple[_Meaning, ...]]:
    """Concept → its meanings, those that require most first."""
    by_concept: dict[str, list[_Meaning]] = {}
    for line in read_seed("label_meanings"):
        by_concept.setdefault(line["concept"], []).append(
            _Meaning(
                line["block"],
                frozenset(line["requires"].split()),
                frozenset(line["allows"].split()),
                line["field"],
            )
        )
    return {
        concept: tuple(sorted(meanings, key=lambda meaning: -len(meaning.requires)))
        for concept, meanings in by_concept.items()
    }


@cache
def _heads() -> dict[str, tuple[str, ...]]:
    heads: dict[str, tuple[str, ...]] = {}
    for line in read_seed("label_heads"):
        word = fold(line["head"])
        heads[word] = (*heads.get(word, ()), line["concept"])
    return heads


@cache
def _exact() -> dict[str, dict[str, str]]:
    """Folded label → block → field, of the labels that no words compose."""
    labels: dict[str, dict[str, str]] = {}
    for line in read_seed("form_labels"):
        if line["block"] not in ("title", "title_word", "title_mark"):
            labels.setdefault(fold(line["label"]).strip(_EDGES), {})[line["block"]] = line["field"]
    return labels
