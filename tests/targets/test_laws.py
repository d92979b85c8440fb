"""What holds for every target, named by law."""

from __future__ import annotations

import unicodedata
from datetime import date
from decimal import Decimal
from pathlib import Path

from hypothesis import assume, given
from hypothesis import strategies as st

from flows.targets import Target, read_target
from flows.targets.words import vocabulary
from flows.vocabulary.seeds import fold

HERE = Path(__file__).resolve().parent
REAL_TEXTS = [
    line.split(",", 1)[0]
    for line in (HERE / "cases_2024.csv").read_text(encoding="utf-8").splitlines()[1:]
    if '"' not in line
]
ALPHABET = (
    "≥≤=<>约不少于以上内左右0123456789.,，%％‰万亿千百元年月日底前第每个次人台套"
    "（）()/·*-~—至、；。零一二三十半全上下季度投诉 \t\n　的不未勿禁止得突破超过低高含＋±或等成周前名较比增降提计划"
)

texts = st.one_of(
    st.text(max_size=40),
    st.text(alphabet=ALPHABET, max_size=25),
    st.lists(st.sampled_from(REAL_TEXTS), max_size=3).map("".join),
)
years = st.one_of(st.none(), st.integers(1990, 2100))
signs = st.sampled_from(
    [(">=", "≥"), ("<=", "≤"), ("=", ""), ("=", "="), (">", ">"), ("<", "<"), ("~", "约"), (">=", "不少于")]
)
numbers = st.decimals(min_value=0, max_value=10**12, places=2, allow_nan=False, allow_infinity=False)
multipliers = st.sampled_from([(1, ""), (10_000, "万"), (100_000_000, "亿")])
# Units that begin with 个 print a filler; those that look like dates or digits after a number are another production.
units = st.sampled_from(
    sorted(u for u in vocabulary().dimension if u not in {"月", "成", "季度", "年", "天"})
)
bases = st.sampled_from(["", "年", "月", "人", "批次", "人·月", "天/人"])


def meaning(target: Target) -> tuple[object, ...]:
    """What a target says, printing aside."""
    return (
        target.kind, target.comparator, target.value, target.multiplier, target.unit_stem, target.rate_base,
        target.starts_on, target.due_on, fold(target.remainder or ""),
        tuple((fold(p.label or ""), p.comparator, p.value, p.multiplier, p.unit_stem, p.rate_base, p.starts_on, p.due_on)
              for p in target.parts),
    )  # fmt: skip


@given(signs, numbers, multipliers, units, bases)
def test_round_trip_a_target_formatted_from_its_parts_parses_back(
    sign: tuple[str, str], value: Decimal, multiplier: tuple[int, str], unit: str, base: str
) -> None:
    text = f"{sign[1]}{value}{multiplier[1]}{unit}{'/' + base if base else ''}"
    target = read_target(text, fiscal_year=2024)
    got = (
        target.comparator,
        target.value,
        target.multiplier,
        target.unit_stem,
        target.rate_base,
        target.remainder,
    )
    assert got == (sign[0], value, multiplier[0], fold(unit), base or None, None)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from(["", "前", "之前", "前完成"]))
def test_round_trip_a_day_formatted_parses_back(day: date, suffix: str) -> None:
    target = read_target(f"{day.year}年{day.month}月{day.day}日{suffix}", fiscal_year=2024)
    assert (target.kind, target.due_on) == ("deadline", day)


@given(st.integers(1, 9_999), st.integers(1, 9), st.sampled_from([("千", 1_000), ("百", 100)]))
def test_round_trip_a_number_in_two_scripts_parses_back(
    upper: int, digit: int, scale: tuple[str, int]
) -> None:
    people = read_target(f"{upper}万{digit}{scale[0]}人", fiscal_year=2024)
    money = read_target(f"{upper}亿{digit}{scale[0]}万元", fiscal_year=2024)
    assert (people.value, people.multiplier) == (upper * 10_000 + digit * scale[1], 1)
    assert (money.value, money.multiplier) == ((upper * 10_000 + digit * scale[1]) * 10_000, 1)


@given(texts, texts, texts, years)
def test_totality_it_never_raises(text: str, unit: str, comparator: str, year: int | None) -> None:
    target = read_target(text, unit_text=unit, comparator_text=comparator, fiscal_year=year)
    assert (target.value is None) or target.kind in {"number", "percentage", "rate"}
    assert bool(target.parts) == (target.kind == "composite")


@given(texts, years)
def test_cover_the_spans_cover_the_text_in_order_without_a_gap(text: str, year: int | None) -> None:
    spans = read_target(text, fiscal_year=year).spans
    assert [span.start for span in spans] == [0, *(span.stop for span in spans)][: len(spans)]
    assert (spans[-1].stop if spans else 0) == len(text)
    assert all(span.start < span.stop for span in spans)


OPPOSITE = {">": "<=", ">=": "<", "<": ">=", "<=": ">"}
BOUNDS = sorted(
    (word, sign) for word, sign in vocabulary().before.value.items() if sign in OPPOSITE and word.isalpha()
)
negations = st.sampled_from(sorted(vocabulary().negation.value))
counts = st.integers(1, 9_999)
counted = st.sampled_from(["次", "万元", "%", "个工作日", "人/10万人", ""])


@given(negations, st.sampled_from(BOUNDS), counts, counted, st.sampled_from(["", "投诉率", "全年，"]))
def test_opposite_a_comparator_after_a_negation_never_reads_as_itself(
    negation: str, bound: tuple[str, str], count: int, unit: str, subject: str
) -> None:
    """The pair may be a word of its own (不足, 达不到); then it is what the seed says."""
    word, sign = bound
    target = read_target(f"{subject}{negation}{word}{count}{unit}", fiscal_year=2024)
    listed = vocabulary().before.value.get(negation[-1] + word)
    assert target.comparator in {OPPOSITE[sign], listed, None}


@given(negations, st.sampled_from(["以上", "及以上", "以内", "以下"]), counts)
def test_opposite_a_comparator_behind_a_negated_number_never_reads_as_itself(
    negation: str, after: str, count: int
) -> None:
    sign = vocabulary().after.value[after]
    target = read_target(f"{negation}发生{count}次{after}", fiscal_year=2024)
    assert target.comparator in {OPPOSITE[sign], None}


@given(st.sampled_from(BOUNDS), counts, counted, st.sampled_from(["上年水平", "（某）", "国家标准的"]))
def test_guard_a_number_with_a_comparator_left_beside_it_is_no_plain_one(
    bound: tuple[str, str], count: int, unit: str, between: str
) -> None:
    """One character may begin any word (超市), and a superlative a name (最低生活保障)."""
    assume(len(bound[0]) > 1 and bound[0][0] != "最")
    assert read_target(f"{bound[0]}{between}{count}{unit}", fiscal_year=2024).comparator != "="


@given(texts, years)
def test_purity_the_same_text_reads_the_same(text: str, year: int | None) -> None:
    assert read_target(text, fiscal_year=year) == read_target(text, fiscal_year=year)


@given(texts, st.data())
def test_invariance_spaces_inside_do_not_matter(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    space = data.draw(st.sampled_from([" ", "\u3000", "\n", "\u00a0"]))
    assert meaning(read_target(text[:at] + space + text[at:], fiscal_year=2024)) == meaning(
        read_target(text, fiscal_year=2024)
    )


@given(texts)
def test_invariance_full_and_half_width_do_not_matter(text: str) -> None:
    full = "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)
    half = unicodedata.normalize("NFKC", text)
    assert meaning(read_target(full, fiscal_year=2024)) == meaning(read_target(half, fiscal_year=2024))


def test_bound_hostile_texts_are_words_at_once() -> None:
    for text in ("1" * 100_000, "每" * 100_000, "(" * 100_000, "≥3次、" * 25_000, "年12月" * 30_000):
        assert read_target(text, fiscal_year=2024).kind == "qualitative"


def test_bound_the_longest_texts_that_are_read_stay_cheap() -> None:
    for piece in (
        "1",
        "每",
        "(",
        "≥3次、",
        "年12月",
        "每人每天",
        "零投诉",
        "2024年",
        "一",
        "-",
        "至少组织",
        "1-",
    ):
        target = read_target((piece * 2_000)[:2_000], fiscal_year=2024)
        assert target.spans[-1].stop == 2_000
